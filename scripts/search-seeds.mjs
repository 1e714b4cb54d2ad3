// A search for counterexamples: the property tests again and again, each time with another seed.
import { randomInt } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findingsOf, pinningLines } from './counterexamples.mjs'
import { countingLine, sumOf } from './counts.mjs'
import { root } from './places.mjs'
import { vitest } from './vitest.mjs'

/**
 * Says each seed's counts as they come, and at the end what to pin.
 *
 * @param {number} seeds how many
 * @param {readonly string[]} filters parts of names of files; none: all that hold properties
 */
export async function searchSeeds(seeds, filters) {
  const files = globSync('test/**/*.test.ts', { cwd: root })
    .map(file => file.replaceAll('\\', '/'))
    .filter(file => filters.length === 0 || filters.some(part => file.includes(part)))
    .filter(file => readFileSync(join(root, file), 'utf8').includes("from 'fast-check'"))
  const counts = []
  const findings = []
  for (let drawn = 1; drawn <= seeds; drawn++) {
    const seed = randomInt(2 ** 31)
    const run = await vitest('unit', { ...process.env, DWELL_SEED: String(seed) }, files, { quiet: true })
    counts.push(run.counts)
    findings.push(...findingsOf(run.files, seed))
    process.stdout.write(`seed ${seed} (${drawn} of ${seeds}): ${countingLine([run.counts])}\n`)
  }
  process.stdout.write(
    pinningLines(findings)
      .map(line => `${line}\n`)
      .join(''),
  )
  return sumOf(counts)
}
