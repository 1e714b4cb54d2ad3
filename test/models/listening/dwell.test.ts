// Dwell from events: laws that hold for every story, and the small stories behind them.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CLOCK_TOLERANCE, HEARTBEAT_MS, hearing } from '../../../models/listening/dwell.ts'
import type { ListeningEvent } from '../../../models/listening/events.ts'
import { day0, story, told } from './stories.ts'

const settings = { numRuns: 300 }
const started = (durationMs = 200_000, positionMs = 0): ListeningEvent => ({
  kind: 'started',
  seq: 0,
  at: day0,
  positionMs,
  durationMs,
})
const at = (seconds: number) => day0 + seconds * 1000

describe('dwell', () => {
  it('is the time truly heard, whatever the listener did', () => {
    fc.assert(
      fc.property(story, tale => {
        const { events, heardMs } = told(tale)
        expect(hearing(events)?.dwellMs).toBe(heardMs)
      }),
      settings,
    )
  })

  it('never outgrows the clock, however wrong the positions are', () => {
    const wrong = fc.array(
      fc.record({
        step: fc.integer({ min: -60_000, max: 60_000 }),
        positionMs: fc.integer({ min: 0, max: 10_000_000 }),
      }),
      { maxLength: 30 },
    )
    fc.assert(
      fc.property(wrong, steps => {
        let clock = day0
        let mostMs = 0
        const events: ListeningEvent[] = [started()]
        for (const [i, { step, positionMs }] of steps.entries()) {
          clock += step
          mostMs += (step < 0 ? HEARTBEAT_MS : step) * CLOCK_TOLERANCE + 1
          events.push({ kind: 'heartbeat', seq: i + 1, at: clock, positionMs })
        }
        const heard = hearing(events)
        expect(heard?.dwellMs).toBeLessThanOrEqual(mostMs)
        expect(heard?.dwellMs).toBeGreaterThanOrEqual(0)
      }),
      settings,
    )
  })

  it('never shrinks as the story goes on', () => {
    fc.assert(
      fc.property(story, tale => {
        const { events } = told(tale)
        const dwells = events.map((_, i) => hearing(events.slice(0, i + 1))?.dwellMs ?? 0)
        expect(dwells).toEqual([...dwells].sort((a, b) => a - b))
      }),
      settings,
    )
  })

  it('does not count pauses', () => {
    const heard = hearing([
      started(),
      { kind: 'paused', seq: 1, at: at(10), positionMs: 10_000 },
      { kind: 'resumed', seq: 2, at: at(70), positionMs: 10_000 },
      { kind: 'ended', seq: 3, at: at(80), positionMs: 20_000, cause: 'skip' },
    ])
    expect(heard).toMatchObject({ dwellMs: 20_000, furthestMs: 20_000, cause: 'skip', heardUntil: at(80) })
  })

  it('counts a passage again when the listener goes back to hear it again', () => {
    const heard = hearing([
      started(),
      { kind: 'seeked', seq: 1, at: at(30), positionMs: 30_000, toMs: 0 },
      { kind: 'ended', seq: 2, at: at(60), positionMs: 30_000, cause: 'skip' },
    ])
    expect(heard).toMatchObject({ dwellMs: 60_000, furthestMs: 30_000 })
  })

  it('does not believe a jump whose seek was lost', () => {
    const heard = hearing([started(), { kind: 'heartbeat', seq: 4, at: at(5), positionMs: 195_000 }])
    expect(heard).toMatchObject({ dwellMs: 5250, furthestMs: 5250, reachedEnd: false })
  })

  it('takes a heartbeat during a pause as the word that it sounds again', () => {
    const heard = hearing([
      started(),
      { kind: 'paused', seq: 1, at: at(10), positionMs: 10_000 },
      { kind: 'heartbeat', seq: 3, at: at(40), positionMs: 12_000 },
      { kind: 'heartbeat', seq: 4, at: at(45), positionMs: 17_000 },
    ])
    expect(heard?.dwellMs).toBe(15_000)
  })

  it('believes one heartbeat at most when the clock was set back', () => {
    const heard = hearing([
      started(),
      { kind: 'heartbeat', seq: 1, at: at(-3600), positionMs: 5000 },
      { kind: 'heartbeat', seq: 2, at: at(-3595), positionMs: 10_000 },
    ])
    expect(heard).toMatchObject({ dwellMs: 10_000, heardUntil: at(0) })
  })

  it('says nothing more after the end', () => {
    const events: ListeningEvent[] = [
      started(),
      { kind: 'ended', seq: 1, at: at(10), positionMs: 10_000, cause: 'skip' },
      { kind: 'heartbeat', seq: 2, at: at(20), positionMs: 20_000 },
    ]
    expect(hearing(events)).toEqual(hearing(events.slice(0, 2)))
  })

  it('is unknown without a start', () => {
    expect(hearing([{ kind: 'heartbeat', seq: 1, at: at(1), positionMs: 5 }])).toBeNull()
  })

  it('tells the end reached by listening from the end reached by a seek', () => {
    const reaches = (seekTo: number, heardS: number) =>
      hearing([
        started(),
        { kind: 'seeked', seq: 1, at: at(20), positionMs: 20_000, toMs: seekTo },
        { kind: 'ended', seq: 2, at: at(20 + heardS), positionMs: seekTo + heardS * 1000, cause: 'skip' },
      ])?.reachedEnd
    expect(reaches(175_000, 17)).toBe(true)
    expect(reaches(175_000, 14)).toBe(false)
    expect(reaches(191_000, 8)).toBe(false)
  })

  it('does not take the first note of an interlude for its last ten seconds', () => {
    const interlude = [started(10_000), { kind: 'ended', seq: 1, at: at(1), positionMs: 1000, cause: 'skip' }] as const
    expect(hearing(interlude)?.reachedEnd).toBe(false)
  })
})
