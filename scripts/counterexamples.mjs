// What a search with drawn seeds found: for each property that failed, its counterexample and what to write down so that it stays found.

/** @typedef {{ file: string, name: string, seed: number, found: { seed: string, path: string, example: string } | null }} Finding */

/**
 * The tests that failed under this seed. `found` is null where it was no property of fast-check: the seed alone brings it back.
 *
 * @param {readonly import('./test-report.mjs').TestFile[]} files
 * @param {number} seed what DWELL_SEED was
 * @returns {readonly Finding[]}
 */
export function findingsOf(files, seed) {
  return files
    .flatMap(({ tests }) => tests)
    .filter(({ status }) => status === 'failed')
    .map(({ file, name, failures }) => ({ file, name, seed, found: counterexampleOf(failures.join('\n')) }))
}

/** @param {string} message as fast-check writes it */
function counterexampleOf(message) {
  const [, seed, path] = /\{ seed: (-?\d+), path: "([^"]*)"/.exec(message) ?? []
  const [, example] = /^Counterexample: (.*)$/m.exec(message) ?? []
  return seed === undefined || path === undefined || example === undefined ? null : { seed, path, example }
}

/**
 * Lines for people. A test that fails under many seeds is told once, with the first.
 *
 * @param {readonly Finding[]} findings
 */
export function pinningLines(findings) {
  const first = new Map(findings.toReversed().map(finding => [`${finding.file} ${finding.name}`, finding]))
  return [...first.values()]
    .toReversed()
    .flatMap(({ file, name, seed, found }) => [
      '',
      `${file} › ${name}`,
      `  again: DWELL_SEED=${seed} npm test -- ${file}`,
      ...(found
        ? [
            `  pin:   { examples: [${found.example}] } as the last argument of fc.assert`,
            `  found: { seed: ${found.seed}, path: ${JSON.stringify(found.path)} }`,
          ]
        : ['  it is no property of fast-check: the seed alone brings it back']),
    ])
}
