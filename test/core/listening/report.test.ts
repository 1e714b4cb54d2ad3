// Reporting plays: what the window says is kept once, told once, and survives the window, the core and a wrong clock.
import { describe, expect, it } from 'vitest'
import type { PlayEvent } from '../../../preload/contract/listening.ts'
import { count, noon } from '../store/profiles.ts'
import { derived, listener, minute, newPlayId, played, second, type TestListener, toldOf } from './listener.ts'

const report = (one: TestListener, events: readonly PlayEvent[]) => one.ask('listening.report', { events: [...events] })
const session = (one: TestListener) => one.ask('listening.session', undefined)
const recent = (one: TestListener, limit = 10, before?: number) =>
  one.ask('listening.recent', before === undefined ? { limit } : { limit, before })
const totals = (one: TestListener) => one.ask('listening.totals', undefined)

describe('a play', () => {
  it('is told to the windows when it ends, and its track when its numbers change', async () => {
    const one = listener()
    const events = played(3, noon, 20_000, 'skip')
    await report(one, events.slice(0, -1))
    expect(one.told).toEqual([])
    await report(one, events.slice(-1))
    expect(toldOf(one.told, 'listening.played')).toEqual([
      {
        playId: events[0]?.playId,
        trackId: 3,
        title: 'Track 3',
        artist: 'Artist 4',
        art: null,
        startedAt: noon,
        durationMs: 180_000,
        dwellMs: 20_000,
        fraction: Math.round((20 / 180) * 2 ** 20) / 2 ** 20,
        cause: 'skip',
        origin: 'hand',
        outcome: 'FP',
        sat: 0,
      },
    ])
    expect(toldOf(one.told, 'library.tracksChanged')).toEqual([{ ids: Int32Array.of(3) }])
  })

  it('that is reported twice is one play, told once', async () => {
    const one = listener()
    const events = played(3, noon, 20_000)
    await report(one, events)
    const once = derived(one.store)
    await report(one, events)
    await report(one, [...events, ...events])
    expect(derived(one.store)).toEqual(once)
    expect(toldOf(one.told, 'listening.played')).toHaveLength(1)
  })

  it('whose events come in any order, with holes, is the same as far as it is known', async () => {
    const one = listener()
    const events = played(3, noon, 20_000)
    for (const event of [...events].reverse()) await report(one, [event])
    expect(await recent(one)).toMatchObject([{ dwellMs: 20_000, cause: 'skip' }])
    const other = listener()
    await report(
      other,
      events.filter((_, at) => at !== 2),
    )
    expect(await recent(other)).toMatchObject([{ dwellMs: 20_000, cause: 'skip' }])
  })

  it('is not kept when nobody knows its track, and the rest of the report is', async () => {
    const one = listener()
    await report(one, [...played(999, noon, 20_000), ...played(4, noon + minute, 20_000)])
    expect(await recent(one)).toMatchObject([{ trackId: 4 }])
    expect(one.log.lines.join()).toContain('999')
  })

  it('with positions that cannot be is cut to what can be', async () => {
    const one = listener()
    const [started, beat, ...rest] = played(3, noon, 20_000)
    if (started === undefined || beat === undefined) throw new Error('no events')
    await report(one, [started, { ...beat, positionMs: 1e300 }, ...rest])
    expect((await recent(one))[0]?.dwellMs).toBeLessThanOrEqual(21_000)
    const positions = one.store.db.prepare('SELECT max(position_ms) FROM events').pluck().get()
    expect(positions).toBe(7 * 86_400_000)
  })

  it('survives a clock that is set back an hour in the middle of it', async () => {
    const one = listener()
    const events = played(3, noon, 20_000).map((event, at) =>
      at < 2 ? event : { ...event, at: event.at - 60 * minute },
    )
    await report(one, events)
    expect(await recent(one)).toMatchObject([{ dwellMs: 20_000, startedAt: noon, cause: 'skip' }])
  })

  it('counts for its track: plays, hours, when last, and the mean share of it that was heard', async () => {
    const one = listener()
    await report(one, [...played(3, noon, 90_000), ...played(3, noon + 5 * minute, 180_000, 'finished')])
    expect(one.store.db.prepare('SELECT * FROM track_stats').all()).toEqual([
      { track_id: 3, plays: 2, heard_ms: 270_000, last_heard_at: noon + 8 * minute, fraction_sum: 1.5 },
    ])
    expect(await totals(one)).toEqual({
      plays: 2,
      heardMs: 270_000,
      sessions: 1,
      tracksHeard: 1,
      firstAt: noon,
    })
  })
})

describe('a kill in the middle of a play', () => {
  it('leaves a play that ends where it was last heard, and says nothing about the track', async () => {
    const one = listener()
    await report(one, played(3, noon, 50_000, null))
    one.now = noon + 10 * minute
    const next = one.restart()
    expect(await recent(next)).toMatchObject([{ dwellMs: 45_000, cause: 'interrupted', outcome: 'neither', sat: null }])
    expect(next.told).toEqual([])
    expect(
      next.restart().store.db.prepare("SELECT count(*) FROM events WHERE cause = 'interrupted'").pluck().get(),
    ).toBe(1)
  })

  it('of the core alone is no end: the window goes on with the same play', async () => {
    const one = listener()
    const events = played(3, noon, 170_000, 'finished')
    await report(one, events.slice(0, 10))
    const next = one.restart()
    expect(await recent(next)).toMatchObject([{ cause: 'interrupted' }])
    await report(next, events.slice(10, 20))
    expect(await recent(next)).toMatchObject([{ cause: null, dwellMs: 95_000 }])
    const last = next.restart()
    await report(last, events.slice(20))
    expect(await recent(last)).toMatchObject([{ cause: 'finished', dwellMs: 170_000, outcome: 'TP', sat: 1 }])
    expect(toldOf(last.told, 'listening.played')).toHaveLength(1)
  })
})

describe('the session', () => {
  it('shows its plays oldest first, the one that sounds included, and is over after twenty minutes of silence', async () => {
    const one = listener()
    await report(one, [...played(1, noon, 60_000), ...played(2, noon + minute, 30_000, null)])
    one.now = noon + 2 * minute
    expect(await session(one)).toMatchObject([
      { trackId: 1, cause: 'skip' },
      { trackId: 2, cause: null },
    ])
    one.now = noon + 21 * minute
    expect(await session(one)).toHaveLength(2)
    one.now = noon + 22 * minute
    expect(await session(one)).toEqual([])
    expect((await totals(one)).sessions).toBe(1)
  })

  it('is put together again when the play between two halves comes late', async () => {
    const one = listener()
    await report(one, [...played(1, noon, 60_000), ...played(3, noon + 30 * minute, 60_000)])
    expect(count(one.store.db, 'sessions')).toBe(2)
    await report(one, played(2, noon + 15 * minute, 60_000))
    expect(count(one.store.db, 'sessions')).toBe(1)
    expect(one.store.db.prepare('SELECT * FROM sessions').get()).toEqual({
      id: noon,
      started_at: noon,
      ended_at: noon + 31 * minute,
      plays: 3,
      heard_ms: 180_000,
    })
  })
})

describe('the history', () => {
  it('is answered newest first, a page at a time', async () => {
    const one = listener()
    for (let n = 0; n < 30; n++) await report(one, played((n % 20) + 1, noon + n * minute, 30_000))
    const first = await recent(one, 10)
    expect(first.map(play => play.startedAt)).toEqual(Array.from({ length: 10 }, (_, n) => noon + (29 - n) * minute))
    const next = await recent(one, 25, first.at(-1)?.startedAt)
    expect(next).toHaveLength(20)
    expect(next[0]?.startedAt).toBe(noon + 19 * minute)
  })
})

describe('the threshold of the listener', () => {
  /** Two days of a listener who skips within about three seconds or stays for minutes, and once leaves after twelve seconds. */
  const twoDays = () => [
    ...Array.from({ length: 260 }, (_, n) =>
      played((n % 20) + 1, noon + n * 5 * minute, n % 3 === 0 ? 2500 + (n % 7) * 200 : 100_000 + n * 100),
    ).flat(),
    ...played(1, noon + 261 * 5 * minute, 22_000),
  ]

  it('is worked out once a day, and what a play meant moves with it', async () => {
    const one = listener()
    const events = twoDays()
    for (let from = 0; from < events.length; from += 1000) await report(one, events.slice(from, from + 1000))
    expect((await recent(one, 1))[0]?.outcome).toBe('FP')
    one.now = noon + 2 * 86_400_000
    await report(one, played(2, one.now, second))
    const [threshold] = one.store.db.prepare("SELECT value FROM upkeep WHERE name = 'threshold'").pluck().all()
    expect(JSON.parse(String(threshold)).ms).toBeGreaterThanOrEqual(5000)
    expect(JSON.parse(String(threshold)).ms).toBeLessThan(22_000)
    expect((await recent(one, 2))[1]?.outcome).toBe('TP')
  })

  it('is the same after a rebuild', async () => {
    const one = listener()
    const events = twoDays()
    for (let from = 0; from < events.length; from += 1000) await report(one, events.slice(from, from + 1000))
    one.now = noon + 2 * 86_400_000
    await report(one, played(2, one.now, second, 'skip', newPlayId()))
    const live = derived(one.store)
    one.store.db.exec('DELETE FROM plays; DELETE FROM sessions; DELETE FROM track_stats; DELETE FROM upkeep')
    one.listening.rebuildPlays()
    expect(derived(one.store)).toEqual(live)
  })
})

describe('another version of the rule', () => {
  it('derives every play again after the start, while the core goes on', async () => {
    const one = listener()
    for (let n = 0; n < 120; n++) await report(one, played((n % 20) + 1, noon + n * minute, 30_000))
    const right = derived(one.store)
    one.store.db.exec(
      "UPDATE plays SET dwell_ms = 1, outcome = 'TP', rule_version = 0; INSERT OR REPLACE INTO upkeep VALUES ('rule', '0')",
    )
    const next = one.restart()
    await next.listening.ready
    expect(derived(next.store)).toEqual(right)
    expect(count(next.store.db, 'upkeep')).toBe(2)
  })
})
