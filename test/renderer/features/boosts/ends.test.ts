// When a boost ends: the last moment of a day that the listener can name.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatIn } from '../../../../renderer/base/format.ts'
import { endChoices, endOf } from '../../../../renderer/features/boosts/ends.ts'

const at = (year: number, month: number, day: number, hour = 12): number =>
  new Date(year, month - 1, day, hour).getTime()
const dayOf = (ms: number | null): string => (ms === null ? 'never' : new Date(ms).toDateString())

describe('a boost', () => {
  it('until Friday ends with the next Friday, on a Friday with the one after it', () => {
    expect(dayOf(endOf('friday', at(2026, 11, 22)))).toBe('Fri Nov 27 2026')
    expect(dayOf(endOf('friday', at(2026, 11, 26, 23)))).toBe('Fri Nov 27 2026')
    expect(dayOf(endOf('friday', at(2026, 11, 27)))).toBe('Fri Dec 04 2026')
  })

  it('for a month ends on the same day of the next month, or on its last', () => {
    expect(dayOf(endOf('month', at(2026, 11, 22)))).toBe('Tue Dec 22 2026')
    expect(dayOf(endOf('month', at(2027, 1, 31)))).toBe('Sun Feb 28 2027')
    expect(dayOf(endOf('month', at(2026, 12, 31)))).toBe('Sun Jan 31 2027')
  })

  it('until it is taken back has no end', () => {
    expect(endOf('open', at(2026, 11, 22))).toBeNull()
  })

  it('always ends after today, with the last moment of its day', () => {
    const nows = fc.integer({ min: at(2000, 1, 1), max: at(2100, 1, 1) })
    fc.assert(
      fc.property(nows, fc.constantFrom(...endChoices), (now, choice) => {
        const end = endOf(choice, now)
        if (end === null) return
        expect(end).toBeGreaterThan(new Date(now).setHours(23, 59, 59, 999))
        expect(end).toBe(new Date(end).setHours(23, 59, 59, 999))
      }),
    )
  })
})

describe('a day that comes', () => {
  it('is told as near as it is', () => {
    const now = at(2026, 11, 22, 23)
    const words = (language: string, day: number): string => formatIn(language).dayAhead(at(2026, 11, day, 1), now)
    expect([22, 23, 24, 28, 29].map(day => words('en', day))).toEqual([
      'today',
      'tomorrow',
      'Tuesday',
      'Saturday',
      'Nov 29',
    ])
    expect([22, 23, 24, 29].map(day => words('ko', day))).toEqual(['오늘', '내일', '화요일', '11월 29일'])
  })
})
