// The log of one profile: a line for each thing worth knowing later, in a few files of bounded size.
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Log } from '../core/log.ts'

export interface FileLog extends Log {
  /** Absolute path of the file being written. */
  readonly file: string
}

export interface LogOptions {
  readonly folder: string
  readonly now: () => number
  /** Size at which a new file is begun, bytes. */
  readonly mostBytes?: number
  /** Older files that are kept. */
  readonly kept?: number
  /** Also told of warnings and errors, as they are written. */
  readonly aloud?: (line: string) => void
}

/**
 * Writes at once, so that the last line before a crash is there: some lines a minute, 50 µs each. A folder that cannot be
 * written to is no reason to stop.
 */
export function openLog({ folder, now, mostBytes = 1_000_000, kept = 3, aloud = () => {} }: LogOptions): FileLog {
  const file = join(folder, 'dwell.log')
  let bytes = sizeOf(file)
  quietly(() => mkdirSync(folder, { recursive: true }))

  function write(level: keyof Log, message: string, facts: Readonly<Record<string, unknown>> = {}): void {
    const more = Object.keys(facts).length > 0 ? ` ${JSON.stringify(facts)}` : ''
    const line = `${new Date(now()).toISOString()} ${level} ${message}${more}`
    if (level !== 'info') aloud(line)
    quietly(() => {
      if (bytes > mostBytes) {
        makeRoom(file, kept)
        bytes = 0
      }
      appendFileSync(file, `${line}\n`)
      bytes += Buffer.byteLength(line) + 1
    })
  }

  return {
    file,
    info: (message, facts) => write('info', message, facts),
    warn: (message, facts) => write('warn', message, facts),
    error: (message, facts) => write('error', message, facts),
  }
}

/** dwell.log becomes dwell.1.log, that becomes dwell.2.log, and the last falls off. */
function makeRoom(file: string, kept: number): void {
  const older = (age: number) => (age === 0 ? file : file.replace(/\.log$/, `.${age}.log`))
  for (let age = kept - 1; age >= 0; age -= 1) quietly(() => renameSync(older(age), older(age + 1)))
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size
  } catch {
    return 0
  }
}

function quietly(act: () => void): void {
  try {
    act()
  } catch {
    // A full or read-only disk: the core tells the listener; a missing log line is not worth a second word.
  }
}
