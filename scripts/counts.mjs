// What `npm test` counts: each check is one, each test of a runner is one, and a runner that did not get to its end is a failure.

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * A check counts as one.
 *
 * @param {number} exitCode
 * @returns {Counts}
 */
export function countCheck(exitCode) {
  return exitCode === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 }
}

/**
 * The counts of a vitest run from its report. Files that could not be loaded, errors outside of tests, and a run
 * that left no report each count as a failure, lest an empty run look green.
 *
 * @param {readonly import('./test-report.mjs').TestFile[] | null} files
 * @param {number} exitCode
 * @returns {Counts}
 */
export function countTests(files, exitCode) {
  if (!files) return { passed: 0, failed: 1, skipped: 0 }
  const tests = files.flatMap(file => file.tests)
  const counted = (/** @type {string} */ status) => tests.filter(test => test.status === status).length
  const failed = counted('failed') + files.filter(file => file.failed && file.tests.length === 0).length
  return {
    passed: counted('passed'),
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: counted('skipped'),
  }
}

/**
 * @param {readonly Counts[]} all
 * @returns {Counts}
 */
export function sumOf(all) {
  const sum = (/** @type {keyof Counts} */ kind) => all.reduce((total, counts) => total + counts[kind], 0)
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') }
}

/**
 * The last line of `npm test`.
 *
 * @param {readonly Counts[]} all
 */
export function countingLine(all) {
  const { passed, failed, skipped } = sumOf(all)
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}
