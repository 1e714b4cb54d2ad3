// What `npm test` tells at its end: the slowest, and what was skipped with its reason.
import { expect, it } from 'vitest'
import { readTestReport, toldLines } from '../../scripts/test-report.mjs'
import { needs } from '../needs.ts'
import { writtenReport } from './written-report.ts'

it('names the slowest tests and files, the slowest first, and no more than it is asked for', () => {
  const file = writtenReport(
    { status: 'passed', name: 'test/b.test.ts', tests: [{ status: 'passed', title: 'ran', ms: 1900 }] },
    {
      status: 'passed',
      name: 'test/c.test.ts',
      tests: [
        { status: 'passed', title: 'walked', ms: 1300 },
        { status: 'passed', title: 'crept', ms: 12_340 },
      ],
    },
  )
  expect(toldLines(readTestReport(file) ?? [], { tests: 2, files: 1 })).toEqual([
    '',
    'the slowest tests',
    '   12.3 s  test/c.test.ts › a thing › crept',
    '    1.9 s  test/b.test.ts › a thing › ran',
    '',
    'the slowest files',
    '   13.6 s  test/c.test.ts',
  ])
})

it('says why a test was skipped, and where nobody said it', () => {
  const file = writtenReport({
    status: 'passed',
    tests: [
      { status: 'pending', title: 'sounds', why: 'ffmpeg is not installed' },
      { status: 'pending', title: 'hides' },
      { status: 'passed', title: 'stays', why: 'it was not' },
    ],
  })
  expect(toldLines(readTestReport(file) ?? [], { tests: 0, files: 0 }).slice(-3)).toEqual([
    'skipped',
    '  test/a.test.ts › a thing › sounds: ffmpeg is not installed',
    '  test/a.test.ts › a thing › hides: NO REASON IS GIVEN',
  ])
})

it('knows the reason from what the test needs', () => {
  expect(needs(false, 'there is no moon')).toEqual({ skip: true, meta: { skipped: 'there is no moon' } })
  expect(needs(true, 'there is no moon').skip).toBe(false)
})
