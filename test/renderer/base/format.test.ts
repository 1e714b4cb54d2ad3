// Times, numbers and dates as each language writes them.
import { describe, expect, it } from 'vitest'
import { clock, formatIn } from '../../../renderer/base/format.ts'

const [en, ko] = [formatIn('en'), formatIn('ko')]
const noon = new Date(2026, 10, 22, 12).getTime()
const hourMs = 3_600_000
const dayMs = 24 * hourMs

describe('a clock', () => {
  it.each([
    [0, '0:00'],
    [999, '0:00'],
    [61_000, '1:01'],
    [3_600_000, '1:00:00'],
    [-5, '0:00'],
  ])('shows %i ms as %s', (ms, words) => {
    expect(clock(ms)).toBe(words)
  })
})

describe('a length of listening', () => {
  it('is told in its natural unit', () => {
    expect([40_000, 12 * 60_000, 3.5 * hourMs, 84 * hourMs].map(en.time)).toEqual([
      '40 sec',
      '12 min',
      '3.5 hr',
      '84 hr',
    ])
    expect([40_000, 12 * 60_000, 3.5 * hourMs, 84 * hourMs].map(ko.time)).toEqual(['40초', '12분', '3.5시간', '84시간'])
  })

  it('of a whole library is told in days', () => {
    expect(en.length(13.8 * dayMs)).toBe('13.8 days')
    expect(ko.length(13.8 * dayMs)).toBe('13.8일')
    expect(en.length(2 * dayMs)).toBe('48 hr')
  })
})

describe('a day in the past', () => {
  it('is coarser the further it is away', () => {
    const told = (at: number): string => en.ago(at, noon)
    expect(told(noon - 5 * 60_000)).toBe('5 min. ago')
    expect(told(noon - 5 * hourMs)).toBe('today')
    expect(told(noon - 13 * hourMs)).toBe('yesterday')
    expect(told(noon - 7 * dayMs)).toBe('7 days ago')
    expect(told(noon - 40 * dayMs)).toBe('Oct 13')
    expect(told(noon - 400 * dayMs)).toBe('Oct 18, 2025')
    expect(ko.ago(noon - 13 * hourMs, noon)).toBe('어제')
    expect(ko.ago(noon - 40 * dayMs, noon)).toBe('10월 13일')
  })

  it('that lies ahead of a clock that was set back is today', () => {
    expect(en.ago(noon + 3 * dayMs, noon)).toBe('now')
  })
})
