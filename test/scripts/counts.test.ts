// The last line of `npm test`: every check and every test is in it once, and nothing that broke looks like nothing.
import { describe, expect, it } from 'vitest'
import { countCheck, countingLine, countTests } from '../../scripts/counts.mjs'
import { readTestReport } from '../../scripts/test-report.mjs'
import { chosenStages, stageNames } from '../../scripts/test-stages.mjs'
import { writtenReport } from './written-report.ts'

const statuses = (...all: readonly ('passed' | 'failed' | 'pending' | 'todo')[]) => all.map(status => ({ status }))

describe('the counting line', () => {
  it('sums all runners and names the skipped only when there are some', () => {
    expect(countingLine([countCheck(0), countCheck(2), { passed: 10, failed: 1, skipped: 0 }])).toBe(
      '11 passed, 2 failed',
    )
    expect(countingLine([{ passed: 3, failed: 0, skipped: 2 }])).toBe('3 passed, 0 failed, 2 skipped')
  })

  it('counts tests by what became of them', () => {
    const file = writtenReport(
      { status: 'passed', tests: statuses('passed', 'passed', 'pending', 'todo') },
      { status: 'failed', tests: statuses('passed', 'failed') },
    )
    expect(countTests(readTestReport(file), 1)).toEqual({ passed: 3, failed: 1, skipped: 2 })
  })

  it('counts a file that could not be loaded, an error outside of the tests, and a run without a report', () => {
    const counts = (file: string, code: number) => countTests(readTestReport(file), code)
    expect(counts(writtenReport({ status: 'failed', tests: [] }), 1)).toEqual({ passed: 0, failed: 1, skipped: 0 })
    const green = writtenReport({ status: 'passed', tests: statuses('passed') })
    expect(counts(green, 1)).toEqual({ passed: 1, failed: 1, skipped: 0 })
    expect(counts('none.json', 0)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  })
})

describe('the stages that are run', () => {
  it('are all of them when none is named', () => {
    expect(chosenStages([])).toEqual({ stages: stageNames, filters: [], seeds: 0 })
  })

  it('are the named ones, in their own order, with the build before the end-to-end tests', () => {
    expect(chosenStages(['e2e', 'types'])).toEqual({ stages: ['types', 'build', 'e2e'], filters: [], seeds: 0 })
  })

  it('take other words as names of test files', () => {
    expect(chosenStages(['unit', 'core/queue'])).toEqual({ stages: ['unit'], filters: ['core/queue'], seeds: 0 })
    expect(chosenStages(['core/queue'])).toEqual({ stages: ['unit'], filters: ['core/queue'], seeds: 0 })
  })

  it('are the property tests alone where seeds are to be searched, as many as is said', () => {
    expect(chosenStages(['--seeds', '30', 'models'])).toEqual({ stages: ['unit'], filters: ['models'], seeds: 30 })
    for (const words of [['--seeds'], ['--seeds', '0'], ['--seeds', 'many']])
      expect(() => chosenStages(words)).toThrow('no whole number above 0')
  })
})
