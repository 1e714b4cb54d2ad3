// `npm test`: every check there is, one stage after another, on after a failure, with one line of counts at the end.
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { inForeground } from './command.mjs'
import { countCheck, countingLine, countTests } from './counts.mjs'
import { needsVirtualDisplay } from './display.mjs'
import { ensureElectron } from './electron.mjs'
import { applicationEnv } from './launch.mjs'
import { logs, root } from './places.mjs'
import { CannotHave, say } from './say.mjs'
import { ensureSystemLibraries } from './system-libraries.mjs'
import { chosenStages } from './test-stages.mjs'

/** @typedef {import('./counts.mjs').Counts} Counts */

const { stages, filters } = chosenStages(process.argv.slice(2))

/** @type {Record<import('./test-stages.mjs').StageName, () => Promise<Counts>>} */
const run = {
  types: async () => {
    const { writeCssTypes } = await import('./css-types.mjs')
    await writeCssTypes()
    return check('node_modules/typescript/bin/tsc', '-b')
  },
  lint: () => check('node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'),
  imports: () => check('scripts/check-boundaries.mjs'),
  unused: () => check('node_modules/knip/bin/knip.js'),
  unit: async () => {
    await ensureSystemLibraries({ needsDisplay: false, needsFfmpeg: process.getuid?.() === 0 })
    return vitest('unit', process.env)
  },
  build: () => check('scripts/build.mjs'),
  e2e: async () => {
    const electron = await ensureElectron()
    const needsDisplay = needsVirtualDisplay()
    await ensureSystemLibraries({ needsDisplay, needsFfmpeg: process.getuid?.() === 0 })
    say(`end-to-end tests in Electron ${electron.version}${needsDisplay ? ' on a virtual display (Xvfb)' : ''}`)
    return vitest('e2e', { ...applicationEnv(electron), DWELL_ELECTRON_PATH: electron.executable })
  },
}

/** @type {Counts[]} */
const counts = []
for (const stage of stages) {
  const started = performance.now()
  process.stdout.write(`\n── ${stage}\n`)
  const counted = await run[stage]().catch(sayWhatIsMissing)
  counts.push(counted)
  process.stdout.write(
    `── ${stage}: ${countingLine([counted])}, ${((performance.now() - started) / 1000).toFixed(1)} s\n`,
  )
}
process.stdout.write(`\n${countingLine(counts)}\n`)
process.exitCode = counts.some(({ failed }) => failed > 0) ? 1 : 0

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
 */
async function vitest(project, env) {
  const report = join(logs, `${project}.json`)
  mkdirSync(logs, { recursive: true })
  rmSync(report, { force: true })
  const args = [
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...filters,
  ]
  const program = join(root, 'node_modules/vitest/vitest.mjs')
  return countTests(report, await inForeground(process.execPath, [program, ...args], { cwd: root, env }))
}

/** @param {unknown} error */
function sayWhatIsMissing(error) {
  if (!(error instanceof CannotHave)) throw error
  say(error.message)
  return countCheck(1)
}
