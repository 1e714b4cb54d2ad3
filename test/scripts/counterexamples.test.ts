// What a search with drawn seeds says: which property fell, on what, and what to write down.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { findingsOf, pinningLines } from '../../scripts/counterexamples.mjs'
import { readTestReport } from '../../scripts/test-report.mjs'
import { writtenReport } from './written-report.ts'

/** What fast-check says of a property that does not hold. */
function fall(): string {
  try {
    fc.assert(
      fc.property(fc.array(fc.nat()), fc.string(), (numbers, _word) => numbers.length < 2),
      { seed: 7 },
    )
  } catch (error) {
    return String(error)
  }
  throw new Error('it held')
}

it('says what to pin, and how to see it fall again', () => {
  const report = writtenReport({
    status: 'failed',
    tests: [{ status: 'failed', title: 'holds', failures: [fall()] }, { status: 'passed' }],
  })
  const findings = findingsOf(readTestReport(report) ?? [], 7)
  expect(findings).toMatchObject([{ seed: 7, found: { seed: '7', example: '[[0,0],""]' } }])
  expect(pinningLines([...findings, ...findings])).toEqual([
    '',
    'test/a.test.ts › a thing › holds',
    '  again: DWELL_SEED=7 npm test -- test/a.test.ts',
    '  pin:   { examples: [[[0,0],""]] } as the last argument of fc.assert',
    `  found: { seed: 7, path: "${findings[0]?.found?.path}" }`,
  ])
})

it('says of a test that is no property that the seed alone brings it back', () => {
  const report = writtenReport({ status: 'failed', tests: [{ status: 'failed', failures: ['expected 1 to be 2'] }] })
  expect(pinningLines(findingsOf(readTestReport(report) ?? [], 3)).at(-1)).toContain('the seed alone')
})
