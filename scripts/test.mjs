// `npm test`: every check there is, one stage after another, on after a failure, with one line of counts at the end.
// `npm test -- STAGE… FILE…` runs some of it. `npm test -- --seeds N [FILE…]` runs the property tests with N drawn seeds and says what to pin.
import { join } from 'node:path'
import { inForeground } from './command.mjs'
import { countCheck, countingLine, sumOf } from './counts.mjs'
import { needsVirtualDisplay } from './display.mjs'
import { ensureElectron } from './electron.mjs'
import { applicationEnv } from './launch.mjs'
import { root } from './places.mjs'
import { CannotHave, main, say } from './say.mjs'
import { searchSeeds } from './search-seeds.mjs'
import { ensureSystemLibraries } from './system-libraries.mjs'
import { secondsOf, toldLines } from './test-report.mjs'
import { chosenStages } from './test-stages.mjs'
import { vitest } from './vitest.mjs'

/** @typedef {import('./counts.mjs').Counts} Counts */
/** @typedef {import('./test-stages.mjs').Asked} Asked */

/**
 * What both runners ran.
 *
 * @type {import('./test-report.mjs').TestFile[]}
 */
const files = []

/** @type {Record<import('./test-stages.mjs').StageName, (asked: Asked) => Promise<Counts>>} */
const run = {
  types: async () => {
    const { writeCssTypes } = await import('./css-types.mjs')
    await writeCssTypes()
    return check('node_modules/typescript/bin/tsc', '-b')
  },
  lint: () => check('node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'),
  imports: () => check('scripts/check-boundaries.mjs'),
  unused: () => check('node_modules/knip/bin/knip.js'),
  unit: async asked => {
    await ensureSystemLibraries({ needsDisplay: false, needsFfmpeg: process.getuid?.() === 0 })
    return asked.seeds > 0 ? searchSeeds(asked.seeds, asked.filters) : tests('unit', process.env, asked)
  },
  build: () => check('scripts/build.mjs'),
  e2e: async asked => {
    const electron = await ensureElectron()
    const needsDisplay = needsVirtualDisplay()
    await ensureSystemLibraries({ needsDisplay, needsFfmpeg: process.getuid?.() === 0 })
    say(`end-to-end tests in Electron ${electron.version}${needsDisplay ? ' on a virtual display (Xvfb)' : ''}`)
    return tests('e2e', { ...applicationEnv(electron), DWELL_ELECTRON_PATH: electron.executable }, asked)
  },
}

await main(async () => {
  const asked = chosenStages(process.argv.slice(2))
  /** @type {{ counts: Counts, line: string }[]} */
  const done = []
  for (const stage of asked.stages) {
    const started = performance.now()
    process.stdout.write(`\n── ${stage}\n`)
    const counts = await run[stage](asked).catch(sayWhatIsMissing)
    const line = `${stage}: ${countingLine([counts])}, ${secondsOf(performance.now() - started)}`
    process.stdout.write(`── ${line}\n`)
    done.push({ counts, line })
  }
  if (files.length > 0) process.stdout.write(`${toldLines(files, { tests: 20, files: 10 }).join('\n')}\n`)
  process.stdout.write(`\nthe stages\n${done.map(({ line }) => `  ${line}\n`).join('')}`)
  const all = done.map(({ counts }) => counts)
  process.stdout.write(`\n${countingLine(all)}\n`)
  return sumOf(all).failed > 0 ? 1 : 0
})

/**
 * @param {string} program
 * @param {readonly string[]} args
 */
async function check(program, ...args) {
  return countCheck(await inForeground(process.execPath, [join(root, program), ...args], { cwd: root }))
}

/**
 * @param {'unit' | 'e2e'} project
 * @param {NodeJS.ProcessEnv} env
 * @param {Asked} asked
 */
async function tests(project, env, { filters }) {
  const { files: run, counts } = await vitest(project, env, filters)
  files.push(...run)
  return counts
}

/** @param {unknown} error */
function sayWhatIsMissing(error) {
  if (!(error instanceof CannotHave)) throw error
  say(error.message)
  return countCheck(1)
}
