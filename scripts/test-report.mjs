// What a vitest run left in its JSON report: the tests of each file, how long they took, why they failed or were skipped.
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { root } from './places.mjs'

/**
 * `file` is told from the repository's root; `name` holds the names of what is around the test as well; `why` is the reason
 * of a skip, null where none is given.
 *
 * @typedef {{ file: string, name: string, status: 'passed' | 'failed' | 'skipped', ms: number, why: string | null, failures: readonly string[] }} Test
 */

/** @typedef {{ file: string, failed: boolean, ms: number, tests: readonly Test[] }} TestFile */

/**
 * @typedef {{ status: string, title?: string, ancestorTitles?: string[], duration?: number | null, failureMessages?: string[],
 *   meta?: { skipped?: string } }} Assertion
 */

/** @typedef {{ testResults: { name?: string, status: string, assertionResults: Assertion[] }[] }} Written */

/**
 * The files of a run, or null where it left no report that can be read.
 *
 * @param {string} reportFile
 * @returns {readonly TestFile[] | null}
 */
export function readTestReport(reportFile) {
  /** @type {Written} */
  let written
  try {
    written = JSON.parse(readFileSync(reportFile, 'utf8'))
  } catch {
    return null
  }
  return written.testResults.map(({ name = '', status, assertionResults }) => {
    const file = relative(root, name).replaceAll('\\', '/')
    const tests = assertionResults.map(assertion => testOf(file, assertion))
    return { file, failed: status === 'failed', ms: tests.reduce((sum, { ms }) => sum + ms, 0), tests }
  })
}

/**
 * @param {string} file
 * @param {Assertion} assertion
 * @returns {Test}
 */
function testOf(file, { status, title = '', ancestorTitles = [], duration, failureMessages = [], meta }) {
  return {
    file,
    name: [...ancestorTitles.filter(Boolean), title].join(' › '),
    status: status === 'passed' || status === 'failed' ? status : 'skipped',
    ms: duration ?? 0,
    why: meta?.skipped ?? null,
    failures: failureMessages,
  }
}

/**
 * Lines for people: the slowest tests, then the slowest files, then what was skipped and why.
 *
 * @param {readonly TestFile[]} files
 * @param {{ tests: number, files: number }} most
 */
export function toldLines(files, most) {
  const tests = files.flatMap(file => file.tests)
  const skipped = tests.filter(({ status }) => status === 'skipped')
  return [
    ...slowest('the slowest tests', tests, most.tests, ({ file, name }) => `${file} › ${name}`),
    ...slowest('the slowest files', files, most.files, ({ file }) => file),
    ...(skipped.length > 0 ? ['', 'skipped'] : []),
    ...skipped.map(({ file, name, why }) => `  ${file} › ${name}: ${why ?? 'NO REASON IS GIVEN'}`),
  ]
}

/**
 * @template {{ ms: number }} T
 * @param {string} title
 * @param {readonly T[]} all
 * @param {number} most
 * @param {(each: T) => string} wordsOf
 */
function slowest(title, all, most, wordsOf) {
  const named = all.toSorted((a, b) => b.ms - a.ms).slice(0, most)
  return ['', title, ...named.map(each => `  ${secondsOf(each.ms).padStart(7)}  ${wordsOf(each)}`)]
}

/** @param {number} ms */
export const secondsOf = ms => `${(ms / 1000).toFixed(1)} s`
