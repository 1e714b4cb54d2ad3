// Runs one of the projects of vitest.config.ts and reads what it left.
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { inForeground, quietly } from './command.mjs'
import { countTests } from './counts.mjs'
import { logs, root } from './places.mjs'
import { readTestReport } from './test-report.mjs'

/**
 * @param {'unit' | 'e2e'} project
 * @param {NodeJS.ProcessEnv} env
 * @param {readonly string[]} filters names of files, or parts of them
 * @param {{ quiet?: boolean }} [how] quiet: what it says goes to a log
 */
export async function vitest(project, env, filters, { quiet = false } = {}) {
  const report = join(logs, `${project}.json`)
  mkdirSync(logs, { recursive: true })
  rmSync(report, { force: true })
  const program = join(root, 'node_modules/vitest/vitest.mjs')
  const args = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...filters]
  const words = [program, 'run', '--project', project, ...args]
  const code = quiet
    ? (await quietly(project, process.execPath, words, { cwd: root, env })).code
    : await inForeground(process.execPath, words, { cwd: root, env })
  const files = readTestReport(report)
  return { files: files ?? [], counts: countTests(files, code) }
}
