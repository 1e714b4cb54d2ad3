// What is reported of a play, told as a listener's evening; and that the core's rule makes the same of it as the window shows.
import { describe, expect, it } from 'vitest'
import { hearing } from '../../../models/listening/dwell.ts'
import { type PlayId, playId } from '../../../preload/contract/ids.ts'
import { type PlayEvent, playEvent } from '../../../preload/contract/listening.ts'
import type { LogEntry } from '../../../renderer/player/machine.ts'
import { createPlayLog } from '../../../renderer/player/play-log.ts'
import { item } from './builders.ts'

function evening() {
  let now = 1_700_000_000_000
  let ids = 0
  const events: PlayEvent[] = []
  const newPlayId = (): PlayId => {
    ids += 1
    return playId.parse(`00000000-0000-4000-8000-${String(ids).padStart(12, '0')}`)
  }
  const log = createPlayLog({ now: () => now, newPlayId }, event => void events.push(event))
  return {
    log,
    events,
    passes: (ms: number) => {
      now += ms
    },
    note: (entry: LogEntry, positionMs: number, deck = 1) => log.note(deck, entry, positionMs),
    /** Kind, number and position of each, as they were sent. */
    get told() {
      return events.map(event => [event.kind, event.seq, event.positionMs])
    },
  }
}

const started = (durationMs = 180_000): LogEntry => ({
  what: 'started',
  origin: 'album',
  item: item(4),
  durationMs,
})

describe('a play', () => {
  it('is told from its start to its end, numbered, in words that the core understands', () => {
    const e = evening()
    e.note(started(), 0)
    e.passes(4000)
    e.note({ what: 'heartbeat' }, 3990.4)
    e.passes(1000)
    e.note({ what: 'paused' }, 4990)
    e.passes(60_000)
    e.note({ what: 'resumed' }, 5040)
    e.passes(2000)
    e.note({ what: 'seeked', toMs: 120_000 }, 6990)
    e.passes(3000)
    e.note({ what: 'ended', cause: 'skip' }, 122_980)
    expect(e.told).toEqual([
      ['started', 0, 0],
      ['heartbeat', 1, 3990],
      ['paused', 2, 4990],
      // Exactly where it was paused: anything else would look like a jump.
      ['resumed', 3, 4990],
      ['seeked', 4, 6990],
      ['ended', 5, 122_980],
    ])
    for (const event of e.events) expect(playEvent.safeParse(event).success).toBe(true)
    expect(hearing(e.events)).toMatchObject({ dwellMs: 3990 + 1000 + 2000 + 2980, cause: 'skip' })
  })

  it('ends where it was paused when the listener leaves during the pause', () => {
    const e = evening()
    e.note(started(), 0)
    e.passes(9000)
    e.note({ what: 'paused' }, 9000)
    e.passes(5000)
    e.note({ what: 'ended', cause: 'quit' }, 0)
    expect(e.told.at(-1)).toEqual(['ended', 2, 9000])
  })

  it('is over when it has ended: nothing is told twice', () => {
    const e = evening()
    e.note(started(), 0)
    e.note({ what: 'ended', cause: 'error', message: 'x'.repeat(900) }, 0)
    e.note({ what: 'ended', cause: 'skip' }, 10)
    e.note({ what: 'heartbeat' }, 10)
    expect(e.told.map(([kind]) => kind)).toEqual(['started', 'ended'])
    const last = e.events.at(-1)
    expect(last?.kind === 'ended' && last.message?.length).toBe(500)
  })

  it('goes on beside another during a crossfade, each with its own name and numbers', () => {
    const e = evening()
    e.note(started(), 0, 1)
    e.note(started(), 0, 2)
    e.note({ what: 'heartbeat' }, 4000, 1)
    e.note({ what: 'ended', cause: 'finished' }, 180_000, 1)
    e.note({ what: 'heartbeat' }, 4000, 2)
    expect(new Set(e.events.map(event => event.playId)).size).toBe(2)
    expect(e.told.map(([, seq]) => seq)).toEqual([0, 0, 1, 2, 1])
  })
})

describe('the ring', () => {
  it('fills by what is heard, and is full at nine tenths', () => {
    const e = evening()
    e.note(started(100_000), 0)
    e.passes(45_000)
    expect(e.log.heard(1, 45_000)).toEqual({ dwellMs: 45_000, ring: { fill: 0.5, passed: false } })
    e.passes(45_000)
    expect(e.log.heard(1, 90_000).ring).toEqual({ fill: 1, passed: true })
  })

  it('stands still in a pause and takes no seek for listening', () => {
    const e = evening()
    e.note(started(100_000), 0)
    e.passes(10_000)
    e.note({ what: 'seeked', toMs: 50_000 }, 10_000)
    expect(e.log.heard(1, 50_000).dwellMs).toBe(10_000)
    e.passes(5000)
    e.note({ what: 'paused' }, 55_000)
    e.passes(600_000)
    expect(e.log.heard(1, 55_000).dwellMs).toBe(15_000)
  })

  it('is empty when nothing plays', () => {
    expect(evening().log.heard(9, 1000)).toEqual({ dwellMs: 0, ring: { fill: 0, passed: false } })
  })
})
