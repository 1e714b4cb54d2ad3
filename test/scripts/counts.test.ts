// The last line of `npm test`: every check and every test is in it once, and nothing that broke looks like nothing.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countCheck, countingLine, countTests } from '../../scripts/counts.mjs'
import { chosenStages, stageNames } from '../../scripts/test-stages.mjs'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dwell-counts-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function report(...files: { status: string; tests: string[] }[]) {
  const file = join(folder, 'report.json')
  const testResults = files.map(({ status, tests }) => ({
    status,
    assertionResults: tests.map(testStatus => ({ status: testStatus })),
  }))
  writeFileSync(file, JSON.stringify({ testResults }))
  return file
}

describe('the counting line', () => {
  it('sums all runners and names the skipped only when there are some', () => {
    expect(countingLine([countCheck(0), countCheck(2), { passed: 10, failed: 1, skipped: 0 }])).toBe(
      '11 passed, 2 failed',
    )
    expect(countingLine([{ passed: 3, failed: 0, skipped: 2 }])).toBe('3 passed, 0 failed, 2 skipped')
  })

  it('counts tests by what became of them', () => {
    const file = report(
      { status: 'passed', tests: ['passed', 'passed', 'pending', 'todo'] },
      { status: 'failed', tests: ['passed', 'failed'] },
    )
    expect(countTests(file, 1)).toEqual({ passed: 3, failed: 1, skipped: 2 })
  })

  it('counts a file that could not be loaded, an error outside of the tests, and a run without a report', () => {
    expect(countTests(report({ status: 'failed', tests: [] }), 1)).toEqual({ passed: 0, failed: 1, skipped: 0 })
    expect(countTests(report({ status: 'passed', tests: ['passed'] }), 1)).toEqual({ passed: 1, failed: 1, skipped: 0 })
    expect(countTests(join(folder, 'none.json'), 0)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  })
})

describe('the stages that are run', () => {
  it('are all of them when none is named', () => {
    expect(chosenStages([])).toEqual({ stages: stageNames, filters: [] })
  })

  it('are the named ones, in their own order, with the build before the end-to-end tests', () => {
    expect(chosenStages(['e2e', 'types'])).toEqual({ stages: ['types', 'build', 'e2e'], filters: [] })
  })

  it('take other words as names of test files', () => {
    expect(chosenStages(['unit', 'core/queue'])).toEqual({ stages: ['unit'], filters: ['core/queue'] })
    expect(chosenStages(['core/queue'])).toEqual({ stages: ['unit'], filters: ['core/queue'] })
  })
})
