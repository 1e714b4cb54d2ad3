// The one voice of the scripts: short lines that say what is being done, and an error that ends the run without a stack.

/** @param {string} line */
export function say(line) {
  process.stdout.write(`dwell: ${line}\n`)
}

/** Something that cannot be had, said in one line to the person at the keyboard. */
export class CannotHave extends Error {}

/**
 * Runs a script's body: its number is the exit code, and what it cannot have is one clear line.
 *
 * @param {() => Promise<number>} body
 */
export async function main(body) {
  try {
    process.exitCode = await body()
  } catch (error) {
    if (!(error instanceof CannotHave)) throw error
    process.stderr.write(`dwell: ${error.message}\n`)
    process.exitCode = 1
  }
}
