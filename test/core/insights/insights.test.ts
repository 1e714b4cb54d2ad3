// What the pictures say of a listener, against sums done another way over the same plays.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createInsights, type Insights } from '../../../main/core/insights/index.ts'
import { rngOf } from '../../../models/rng.ts'
import type { Belief } from '../../../preload/contract/insights.ts'
import { type House, house, shelve } from '../library/records.ts'
import { artefactOf, champions, type FakeChampions, type Heard, hear } from './heard.ts'

let home: House
let insights: Insights
let models: FakeChampions
let forgotten: Belief[]

const local = (year: number, month: number, day: number, hour = 12, minute = 0, second = 0) =>
  new Date(year, month - 1, day, hour, minute, second).getTime()

beforeEach(() => {
  home = house()
  home.now = local(2026, 11, 22)
  models = champions()
  forgotten = []
  insights = createInsights(home.context, {
    champions: models,
    forgetBelief(belief) {
      forgotten.push(belief)
      return Number(
        home.store.db
          .prepare("INSERT INTO forgets (kind, label, plays, from_at, to_at, at) VALUES ('belief', 'x', 0, 1, 0, 0)")
          .run().lastInsertRowid,
      )
    },
  })
})

afterEach(async () => {
  await insights.close()
  home.close()
})

/** Twenty tracks by four artists; tracks 1 to 10 are jazz, the others techno. */
const shelf = (): void =>
  void shelve(
    home.store,
    Array.from({ length: 20 }, (_, n) => ({
      title: `Track ${n + 1}`,
      artist: `Artist ${Math.floor(n / 5) + 1}`,
      genres: [n < 10 ? 'Jazz' : 'Techno'],
    })),
  )

describe('the clock of the week', () => {
  it('gives each hour the time that was heard in it, a play over the turn to both', async () => {
    shelf()
    // A Friday, 22:58 to 23:02; a Sunday on the turn to Monday.
    hear(home.store, [
      { track: 1, at: local(2026, 11, 20, 22, 58), dwellMs: 240_000 },
      { track: 2, at: local(2026, 11, 15, 23, 59), dwellMs: 120_000 },
      { track: 3, at: local(2026, 1, 5), dwellMs: 60_000 },
    ])
    const { heardMs, from } = await insights.handlers['insights.clock']({ days: 90 })
    const heard = [...heardMs.entries()].filter(([, ms]) => ms > 0)
    expect(heard).toEqual([
      [0, 60_000],
      [4 * 24 + 22, 120_000],
      [4 * 24 + 23, 120_000],
      [6 * 24 + 23, 60_000],
    ])
    expect(from).toBe(local(2026, 11, 15, 23, 59))
  })

  it('counts over years when asked to, and a new play at once', async () => {
    shelf()
    hear(home.store, [{ track: 3, at: local(2025, 1, 6), dwellMs: 60_000 }])
    const sum = async () =>
      (await insights.handlers['insights.clock']({ days: 3650 })).heardMs.reduce((total, ms) => total + ms, 0)
    expect(await sum()).toBe(60_000)
    hear(home.store, [{ track: 3, at: local(2026, 11, 21), dwellMs: 5000 }])
    insights.changed()
    expect(await sum()).toBe(65_000)
  })

  it('knows nothing of what was forgotten, nor of a time when learning was paused', async () => {
    shelf()
    hear(home.store, [
      { track: 1, at: local(2026, 11, 20, 10) },
      { track: 2, at: local(2026, 11, 20, 11) },
      { track: 3, at: local(2026, 11, 20, 14), dwellMs: 1000 },
    ])
    home.store.db
      .prepare(
        "INSERT INTO forgets (kind, label, plays, from_at, to_at, track_id, at) VALUES ('track', 'x', 1, 0, ?, 1, 0)",
      )
      .run(home.now)
    home.store.db
      .prepare('INSERT INTO learning_pauses (from_at, to_at) VALUES (?, ?)')
      .run(local(2026, 11, 20, 10, 50), local(2026, 11, 20, 13))
    const { heardMs } = await insights.handlers['insights.clock']({ days: 30 })
    expect(heardMs.reduce((total, ms) => total + ms, 0)).toBe(1000)
  })
})

describe('the dwell histogram', () => {
  it('counts plays heard out and broken off in bins of equal ratio, and leaves out what says nothing', async () => {
    shelf()
    const plays: Heard[] = Array.from({ length: 60 }, (_, n) => ({
      track: (n % 20) + 1,
      at: local(2026, 11, 1) + n * 600_000,
      dwellMs: 2000 + n * 3000,
      cause: n % 3 === 0 ? 'skip' : 'finished',
      sat: n % 3 === 0 ? 0 : 1,
    }))
    hear(home.store, [...plays, { track: 1, at: local(2026, 11, 2, 20), dwellMs: 9000, cause: 'error', sat: null }])
    const found = await insights.handlers['insights.dwell']()
    expect(found.plays).toBe(60)
    expect(found.edgesMs).toHaveLength(found.stayed.length + 1)
    for (const [bin, stayed] of found.stayed.entries()) {
      const [from = 0, to = 0] = [found.edgesMs[bin], found.edgesMs[bin + 1]]
      const within = plays.filter(({ dwellMs = 0 }) => dwellMs >= from && dwellMs < to)
      expect([stayed, found.left[bin]]).toEqual([
        within.filter(({ sat }) => sat === 1).length,
        within.filter(({ sat }) => sat === 0).length,
      ])
    }
    expect(found).toMatchObject({ thresholdMs: 30_000, thresholdBy: 'default' })
  })

  it('draws the line that is in force', async () => {
    shelf()
    hear(
      home.store,
      Array.from({ length: 250 }, (_, n) => ({ track: 1, at: local(2026, 10, 1) + n * 600_000, dwellMs: 9000 })),
    )
    home.store.db.prepare("INSERT INTO upkeep VALUES ('threshold', ?)").run(JSON.stringify({ ms: 11_500, day: 1 }))
    expect(await insights.handlers['insights.dwell']()).toMatchObject({ thresholdMs: 11_500, thresholdBy: 'own' })
  })
})

describe('discovery by month', () => {
  it('counts artists when they are met, whether they stayed, and whether they went; quiet months too', async () => {
    shelf()
    hear(home.store, [
      // Artist 1 in May, stayed with, and never again: gone.
      { track: 1, at: local(2026, 5, 3) },
      // Artist 2 in May, left.
      { track: 6, at: local(2026, 5, 4), cause: 'skip', sat: 0 },
      // Artist 3 in August, stayed with later, still heard.
      { track: 11, at: local(2026, 8, 1), cause: 'skip', sat: 0 },
      { track: 12, at: local(2026, 11, 20) },
    ])
    const found = await insights.handlers['insights.discovery']()
    expect(found.map(({ month, ...counts }) => [new Date(month).getMonth() + 1, counts])).toEqual([
      [5, { met: 2, stayed: 1, gone: 1 }],
      [6, { met: 0, stayed: 0, gone: 0 }],
      [7, { met: 0, stayed: 0, gone: 0 }],
      [8, { met: 1, stayed: 1, gone: 0 }],
      [9, { met: 0, stayed: 0, gone: 0 }],
      [10, { met: 0, stayed: 0, gone: 0 }],
      [11, { met: 0, stayed: 0, gone: 0 }],
    ])
  })

  it('knows an artist that was only heard elsewhere', async () => {
    shelf()
    home.store.db.exec(`
      INSERT INTO imports VALUES (1, 'lastfm', 'x.csv', 1, 'whole', 2, 1, 0, 1, NULL);
      INSERT INTO ghosts VALUES (1, 'Nobody', 'One', 'nobody', 'one', NULL, NULL), (2, 'Nobody', 'Two', 'nobody', 'two', NULL, NULL),
        (3, 'Somebody', 'One', 'somebody', 'one', NULL, NULL);`)
    const write = home.store.db.prepare(
      "INSERT INTO imported_plays VALUES (?, 1, NULL, ?, ?, ?, 90000, 0, 'imported', NULL, 'TP', NULL)",
    )
    for (const [index, ghost] of [1, 2, 3].entries()) {
      const at = local(2026, 11, 1 + index)
      write.run(index + 1, ghost, at, at + 90_000)
    }
    expect(await insights.handlers['insights.discovery']()).toMatchObject([{ met: 2, stayed: 0, gone: 0 }])
  })
})

describe('taste by month', () => {
  const rng = rngOf(8)
  const vectors = new Map(
    Array.from({ length: 20 }, (_, n) => [
      n + 1,
      Array.from({ length: 4 }, (_, k) => rng.normal() + (k === 0 ? 1 : 0)),
    ]),
  )
  const unit = (id: number) => {
    const vector = vectors.get(id) ?? []
    const norm = Math.hypot(...vector)
    return vector.map(value => value / norm)
  }
  /** Vectors are kept in bytes: right to a hundredth. Mean cosine over all pairs of two different plays, its root: what the score of few plays is an estimate of. */
  function byPairs(tracks: readonly number[]): number {
    let [sum, pairs] = [0, 0]
    for (const [a, one] of tracks.entries())
      for (const [b, other] of tracks.entries()) {
        if (a === b) continue
        sum += unit(one).reduce((dot, value, k) => dot + value * (unit(other)[k] ?? 0), 0)
        pairs += 1
      }
    return Math.sqrt(Math.max(0, sum / pairs))
  }
  const plays: readonly Heard[] = Array.from({ length: 90 }, (_, n) => ({
    track: rng.below(20) + 1,
    at: local(2026, n < 60 ? 9 : 10, 1, 0, 30) + (n % 60) * 6 * 3_600_000,
    origin: n % 2 === 0 ? 'hand' : 'companion',
    outcome: n % 9 === 0 ? 'FP' : 'TP',
  }))

  it('is the root of the mean cosine between plays, for all, by hand and queued; nothing where there are too few', async () => {
    shelf()
    hear(home.store, plays)
    models.replace(1, artefactOf(vectors))
    const found = await insights.handlers['insights.taste']()
    expect(found.map(({ month }) => month)).toEqual([
      local(2026, 9, 1, 0),
      local(2026, 10, 1, 0),
      local(2026, 11, 1, 0),
    ])
    const counted = plays.filter(({ outcome }) => outcome !== 'FP')
    for (const [index, month] of [9, 10].entries()) {
      const here = counted.filter(({ at }) => new Date(at).getMonth() + 1 === month)
      const score = (of: readonly Heard[]) => (of.length < 20 ? null : expect.closeTo(byPairs(of.map(p => p.track)), 2))
      expect(found[index]).toEqual({
        month: local(2026, month, 1, 0),
        plays: here.length,
        all: score(here),
        byHand: score(here.filter(({ origin }) => origin === 'hand')),
        queued: score(here.filter(({ origin }) => origin === 'companion')),
      })
    }
    expect(found[2]).toEqual({ month: local(2026, 11, 1, 0), plays: 0, all: null, byHand: null, queued: null })
  })

  it('is empty while nothing was trained', async () => {
    shelf()
    hear(home.store, plays)
    expect(await insights.handlers['insights.taste']()).toEqual([])
  })
})

describe('what Dwell thinks of a listener', () => {
  const steady = (track: number, count: number, sat: 0 | 1, hour = 12): Heard[] =>
    Array.from({ length: count }, (_, n) => ({
      track,
      at: local(2026, 10, 1 + n, hour),
      sat,
      cause: sat === 1 ? 'finished' : 'skip',
    }))

  it('names counts that are true, and says nothing that few plays do not carry', async () => {
    shelf()
    hear(home.store, [...steady(1, 12, 1, 9), ...steady(6, 9, 0, 10), ...steady(11, 3, 1, 11)])
    const found = await insights.handlers['insights.beliefs']()
    expect(found.find(({ kind }) => kind === 'artistStay')).toMatchObject({ artist: 'Artist 1', stayed: 12, of: 12 })
    expect(found.find(({ kind }) => kind === 'artistLeave')).toMatchObject({ artist: 'Artist 2', left: 9, of: 9 })
    expect(found.find(({ kind }) => kind === 'trackLoved')).toMatchObject({ trackId: 1, title: 'Track 1', plays: 12 })
    expect(found.filter(belief => 'artist' in belief && belief.artist === 'Artist 3')).toEqual([])
  })

  it('knows the hours of a genre, over midnight too', async () => {
    shelf()
    hear(home.store, [
      ...Array.from({ length: 40 }, (_, n) => ({ track: 11, at: local(2026, 10, 1 + (n % 20), n % 2 === 0 ? 23 : 1) })),
      ...Array.from({ length: 200 }, (_, n) => ({ track: 1, at: local(2026, 10, 1 + (n % 20), 6 + (n % 16)) })),
    ])
    const found = await insights.handlers['insights.beliefs']()
    const hours = found.find(({ kind }) => kind === 'genreHours')
    expect(hours).toMatchObject({ genre: 'Techno', share: 1, toHour: 2 })
  })

  it('loses a line when what it rests on is forgotten, by its own forgetting', async () => {
    shelf()
    hear(home.store, steady(1, 12, 1))
    const { forgetId } = await insights.handlers['insights.removeBelief']({ id: 'artistStay:1' })
    expect(forgetId).toBeGreaterThan(0)
    expect(forgotten).toMatchObject([{ kind: 'artistStay', artistId: 1 }])
    await expect(insights.handlers['insights.removeBelief']({ id: 'artistStay:99' })).rejects.toThrow(
      'Dwell does not think this any more.',
    )
  })

  it('loses a line about all of listening by itself, until that is undone', async () => {
    shelf()
    hear(
      home.store,
      Array.from({ length: 60 }, (_, n) => ({
        track: 1 + (n % 10),
        at: local(2026, 11, 1) + n * 600_000,
        origin: 'album',
      })),
    )
    const has = async () => (await insights.handlers['insights.beliefs']()).some(({ id }) => id === 'albumListener')
    expect(await has()).toBe(true)
    const { forgetId } = await insights.handlers['insights.removeBelief']({ id: 'albumListener' })
    expect(await has()).toBe(false)
    home.store.db.prepare('UPDATE forgets SET undone_at = 1 WHERE id = ?').run(forgetId)
    insights.changed()
    expect(await has()).toBe(true)
  })
})

describe('the map', () => {
  const rng = rngOf(4)
  const styles = [0, 1].map(() => Array.from({ length: 8 }, () => rng.normal()))
  const vectorOf = (id: number) => (styles[id <= 10 ? 0 : 1] ?? []).map(value => value + 0.2 * rng.normal())
  const trained = (count = 20) => artefactOf(new Map(Array.from({ length: count }, (_, n) => [n + 1, vectorOf(n + 1)])))
  const laid = (times: number) =>
    expect.poll(() => home.told.filter(({ name }) => name === 'insights.mapChanged').length).toBe(times)

  it('is empty until there are vectors, then laid out aside, told, and kept', async () => {
    shelf()
    insights.start()
    expect(await insights.handlers['insights.map']()).toMatchObject({ version: 0, madeAt: null })
    models.replace(7, trained())
    await laid(1)
    const map = await insights.handlers['insights.map']()
    expect(map).toMatchObject({ version: 1, madeAt: home.now, groups: ['Jazz', 'Techno'] })
    expect([...map.ids]).toEqual(Array.from({ length: 20 }, (_, n) => n + 1))
    expect([...map.group]).toEqual(Array.from({ length: 20 }, (_, n) => (n < 10 ? 0 : 1)))
    expect([...map.x, ...map.y].every(value => Math.abs(value) <= 1)).toBe(true)
  })

  it('does not move much with the next training, knows the hours heard, and drops tracks that are gone', async () => {
    shelf()
    insights.start()
    models.replace(7, trained())
    await laid(1)
    const before = await insights.handlers['insights.map']()
    models.replace(8, trained())
    await laid(2)
    hear(home.store, [{ track: 2, at: local(2026, 11, 1), dwellMs: 1_800_000 }])
    home.store.db.exec('UPDATE tracks SET listed = 0 WHERE id = 20')
    insights.changed()
    const after = await insights.handlers['insights.map']()
    expect(after.ids).toHaveLength(19)
    expect(after.hours[1]).toBeCloseTo(0.5)
    // The two styles stay on their sides.
    const side = ({ x, y }: typeof before, id: number) => [x[id - 1] ?? 0, y[id - 1] ?? 0] as const
    for (const id of [1, 5, 12, 15]) {
      const [was, is] = [side(before, id), side(after, id)]
      expect(Math.hypot(was[0] - is[0], was[1] - is[1])).toBeLessThan(0.5)
    }
  })

  it('is not laid out again from vectors that it is of', async () => {
    shelf()
    models.replace(7, trained())
    insights.start()
    await laid(1)
    await insights.close()
    const again = createInsights(home.context, { champions: models, forgetBelief: () => 1 })
    again.start()
    models.replace(9, trained())
    await laid(2)
    await again.close()
  })

  it('says in the log that vectors could not be read, and stays as it was', async () => {
    shelf()
    models.replace(7, Uint8Array.of(1, 2, 3))
    insights.start()
    await expect.poll(() => home.complaints).toEqual(['the map of the library could not be laid out'])
    expect(await insights.handlers['insights.map']()).toMatchObject({ version: 0 })
  })
})

describe('twenty thousand plays', () => {
  it('are counted aside: the core goes on meanwhile', async () => {
    shelf()
    hear(
      home.store,
      Array.from({ length: 20_000 }, (_, n) => ({ track: (n % 20) + 1, at: local(2024, 1, 1) + n * 600_000 })),
    )
    let turns = 0
    let over = false
    const turn = () => {
      turns += 1
      if (!over) setImmediate(turn)
    }
    setImmediate(turn)
    const { plays } = await insights.handlers['insights.dwell']()
    over = true
    expect(plays).toBe(2000)
    expect(turns).toBeGreaterThan(1)
  })
})
