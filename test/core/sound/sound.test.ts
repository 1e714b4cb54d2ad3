// The ears at work on a library: everything is listened to once, in a useful order, politely, whatever files or sidecars do.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createSketches } from '../../../main/core/sound/sketches.ts'
import { heardIn, heardOf, library } from './room.ts'

const all = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

describe('a library in the ears', () => {
  it('is listened to whole, each track once', async () => {
    const it = library()
    const progress = await it.settled()
    expect(progress).toMatchObject({ done: 20, of: 20, failed: 0, current: null, msLeft: null, why: null })
    expect([...it.asked].sort((a, b) => a - b)).toEqual(all(20))
    expect(heardIn(it.store)).toEqual(all(20))
  })

  it('keeps what was heard: summary, fingerprint, length, and the sketch as a file', async () => {
    const it = library({ tracks: 3 })
    await it.settled()
    expect(heardIn(it.store)).toEqual([1, 2, 3])
    const summary = it.store.db.prepare<[], Buffer>('SELECT summary FROM track_sound WHERE track_id = 2').pluck().get()
    expect(new Float32Array(new Uint8Array(summary ?? []).buffer)).toEqual(heardOf(2).summary)
    const row = it.store.db
      .prepare('SELECT state, duration_ms, length(fingerprint) AS bytes FROM track_sound WHERE track_id = 2')
      .get()
    expect(row).toEqual({ state: 'ok', duration_ms: 180_000, bytes: 1200 })
    const sketches = createSketches(it)
    const clips = await sketches.read([2, 99])
    expect([...clips.keys()]).toEqual([2])
    expect(clips.get(2)).toMatchObject({ steps: 10 })
    expect([...(await sketches.ids())].sort()).toEqual([1, 2, 3])
  })

  it('begins with what is queued, goes on with what was played, then with what was added last', async () => {
    const it = library({
      tracks: 8,
      first({ db }) {
        db.exec(`
          UPDATE tracks SET added_at = id;
          INSERT INTO track_stats VALUES (2, 1, 1000, 50, 1), (6, 1, 1000, 70, 1);
          INSERT INTO queue_items (id, track_id, origin, by_hand) VALUES (1, 4, 'hand', 1), (2, 1, 'hand', 1);`)
        const upcoming = Buffer.alloc(4)
        upcoming.writeInt32LE(2)
        db.prepare(
          "INSERT INTO queue (id, version, past, current_item, upcoming, position_ms, shuffle, repeat) VALUES (1, 1, x'', 1, ?, 0, 0, 'off')",
        ).run(upcoming)
      },
    })
    await it.settled()
    expect(it.asked).toEqual([4, 1, 6, 2, 8, 7, 5, 3])
  })

  it('goes on after a kill with what is left', async () => {
    const before = library({ doing: trackId => (trackId === 12 ? 'hang' : 'hear') })
    await expect.poll(() => before.asked.includes(12)).toBe(true)
    const done = heardIn(before.store)
    expect(done.length).toBeLessThan(20)
    const after = await before.restart()
    after.doing = () => 'hear'
    expect(await after.settled()).toMatchObject({ done: 20, of: 20 })
    expect([...after.asked].sort((a, b) => a - b)).toEqual(all(20).filter(id => !done.includes(id)))
  })

  it('listens again to what an older analysis heard, and to nothing else', async () => {
    const it = library({
      tracks: 4,
      first: ({ db }) =>
        void db.exec(
          "INSERT INTO track_sound SELECT id, CASE WHEN id = 3 THEN 0 ELSE 1 END, 'ok', NULL, NULL, 0, 1, x'00000000', x'' FROM tracks",
        ),
    })
    await it.settled()
    expect(it.asked).toEqual([3])
  })

  it('leaves out what is not there, not shown, or of no format that plays', async () => {
    const it = library({
      tracks: 5,
      first: ({ db }) =>
        void db.exec(
          'UPDATE tracks SET available = 0 WHERE id = 1; UPDATE tracks SET listed = 0 WHERE id = 2; UPDATE tracks SET playable = 0 WHERE id = 3',
        ),
    })
    expect(await it.settled()).toMatchObject({ done: 2, of: 2 })
  })

  it('is looked at again when the library changed', async () => {
    const it = library({ tracks: 5, first: ({ db }) => void db.exec('UPDATE tracks SET listed = 0 WHERE id > 3') })
    expect(await it.settled()).toMatchObject({ of: 3 })
    it.store.db.exec('UPDATE tracks SET listed = 1')
    it.sound.libraryChanged()
    await expect.poll(() => it.progress().done === 5).toBe(true)
    expect([...it.asked].sort()).toEqual(all(5))
  })

  it('waits for the end of a scan', async () => {
    const it = library({ tracks: 5, first: ({ db }) => void db.exec('UPDATE tracks SET listed = 0 WHERE id > 1') })
    await it.settled()
    const scan = { rootId: null, found: 0, done: 0, failed: 0, current: null, msLeft: null, startedAt: null }
    it.sound.scanned({ ...scan, state: 'reading' })
    it.store.db.exec('UPDATE tracks SET listed = 1')
    it.sound.libraryChanged()
    expect(await it.settled('waiting')).toMatchObject({ why: 'busy', done: 1, of: 5 })
    it.sound.scanned({ ...scan, state: 'idle' })
    expect(await it.settled()).toMatchObject({ done: 5 })
  })
})

describe('a file that cannot be heard', () => {
  it('is marked with the reason, and the rest goes on', async () => {
    const it = library({ doing: trackId => (trackId === 7 ? 'fail' : 'hear') })
    expect(await it.settled()).toMatchObject({ done: 19, failed: 1, of: 20 })
    expect(it.sound.handlers['sound.failures']({ limit: 10 })).toEqual([
      { trackId: 7, title: 'Track 7', artist: 'Artist 4', code: 'file-broken', message: 'track 7 is damaged' },
    ])
    expect(it.asked.filter(id => id === 7)).toHaveLength(1)
  })

  it('is not tried again by itself, but when the listener asks', async () => {
    const it = library({ tracks: 4, doing: trackId => (trackId === 2 ? 'fail' : 'hear') })
    await it.settled()
    const after = await it.restart()
    after.doing = () => 'hear'
    expect(await after.settled()).toMatchObject({ failed: 1 })
    expect(after.asked).toEqual([])
    await after.sound.handlers['sound.retry'](undefined)
    expect(await after.sound.handlers['sound.progress'](undefined)).toMatchObject({ failed: 0, of: 4 })
    expect(await after.settled()).toMatchObject({ done: 4, failed: 0 })
    expect(after.asked).toEqual([2])
  })

  it('that hangs the decoder costs a room, is marked, and the rest goes on in another', async () => {
    const it = library({
      first: ({ db }) => void db.exec('UPDATE tracks SET duration_ms = 1 WHERE id = 5'),
      doing: trackId => (trackId === 5 ? 'hang' : 'hear'),
      pace: { limitMs: durationMs => (durationMs === 1 ? 40 : 60_000), restMs: 60_000 },
    })
    expect(await it.settled()).toMatchObject({ done: 19, failed: 1 })
    expect(it.sidecars.opened).toBe(2)
    expect(await it.sound.handlers['sound.failures']({ limit: 1 })).toMatchObject([
      { trackId: 5, message: expect.stringContaining('longer than') },
    ])
  })

  it('that ends the room twice is its own fault', async () => {
    const it = library({ doing: trackId => (trackId === 5 ? 'die' : 'hear') })
    expect(await it.settled()).toMatchObject({ done: 19, failed: 1 })
    expect(it.asked.filter(id => id === 5)).toHaveLength(2)
    expect(it.sidecars.opened).toBe(3)
  })

  it('is not to blame when the room is killed under it once', async () => {
    const it = library({ doing: (trackId, time) => (trackId === 5 && time === 1 ? 'die' : 'hear') })
    expect(await it.settled()).toMatchObject({ done: 20, failed: 0 })
  })

  it('is not blamed for sidecars that end whatever they are given: after a few it is tried again later', async () => {
    const it = library({ doing: () => 'die', pace: { againMs: 60_000 } })
    expect(await it.settled('unsupported')).toMatchObject({ done: 0, failed: 1, of: 20 })
    expect(it.asked).toHaveLength(4)
  })

  it('that is merely gone for now is no failure', async () => {
    const it = library({ tracks: 4, doing: trackId => (trackId === 3 ? 'gone' : 'hear') })
    expect(await it.settled()).toMatchObject({ done: 3, failed: 0 })
    it.doing = () => 'hear'
    it.sound.libraryChanged()
    await expect.poll(() => it.progress().done === 4).toBe(true)
  })

  it('makes ears that talk nonsense be replaced', async () => {
    const it = library({ tracks: 4, doing: (trackId, time) => (trackId === 3 && time === 1 ? 'babble' : 'hear') })
    expect(await it.settled()).toMatchObject({ done: 4, failed: 0 })
    expect(it.sidecars.opened).toBe(2)
  })
})

describe('polite ears', () => {
  it('do nothing on battery, unless they may', async () => {
    const it = library({ machine: { onBattery: true } })
    expect(await it.settled('waiting')).toMatchObject({ why: 'battery', done: 0, of: 20, msLeft: null })
    expect(it.sidecars.opened).toBe(0)
    it.settings = { ...it.settings, analyseOnBattery: true }
    it.sound.settingsChanged()
    expect(await it.settled()).toMatchObject({ done: 20 })
  })

  it('wait while the machine is busy, and go on by themselves', async () => {
    const it = library({ machine: { busy: true } })
    expect(await it.settled('waiting')).toMatchObject({ why: 'busy', done: 0 })
    it.machine({ busy: false })
    expect(await it.settled()).toMatchObject({ done: 20 })
  })

  it('do nothing when they are switched off', async () => {
    const it = library({ settings: { analyseSound: false } })
    expect(await it.settled('paused')).toMatchObject({ done: 0, of: 20 })
    expect(it.sidecars.opened).toBe(0)
    it.settings = { ...it.settings, analyseSound: true }
    it.sound.settingsChanged()
    expect(await it.settled()).toMatchObject({ done: 20 })
  })

  it('stop after the track in hand when the listener pauses them', async () => {
    const it = library()
    it.doing = () => {
      if (it.asked.length === 3) void it.sound.handlers['sound.setPaused']({ paused: true })
      return 'hear'
    }
    expect(await it.settled('paused')).toMatchObject({ of: 20 })
    await expect.poll(() => it.progress().done === 3).toBe(true)
    expect(it.asked).toHaveLength(3)
    void it.sound.handlers['sound.setPaused']({ paused: false })
    expect(await it.settled()).toMatchObject({ done: 20 })
  })

  it('listen to one track at a time, and to two only when nobody has been there for long', async () => {
    const there = library({ doing: () => 'hang' })
    await expect.poll(() => there.asked.length > 0).toBe(true)
    expect(there.sidecars.opened).toBe(1)
    there.machine({ idleS: 900 })
    await expect.poll(() => there.asked.length === 2).toBe(true)
    expect(there.sidecars.opened).toBe(2)
    const onBattery = library({
      doing: () => 'hang',
      machine: { idleS: 900, onBattery: true },
      settings: { analyseOnBattery: true },
    })
    await expect.poll(() => onBattery.asked.length > 0).toBe(true)
    expect(onBattery.sidecars.opened).toBe(1)
  })

  it('give the room back after a rest, and open none without need', async () => {
    const it = library({ tracks: 2, pace: { restMs: 40 } })
    await it.settled()
    await expect.poll(() => it.sidecars.open === 0).toBe(true)
    expect(it.sidecars.opened).toBeGreaterThan(0)
    const again = await it.restart()
    await again.settled()
    expect(again.sidecars.opened).toBe(0)
  })

  it('say so where there are none, and try again later', async () => {
    const it = library({ sidecars: 'none' })
    expect(await it.settled('unsupported')).toMatchObject({ done: 0, of: 20, msLeft: null })
  })
})

describe('the windows', () => {
  it('are told of progress that only grows, with the title in the ears and the time left', async () => {
    const it = library({ tracks: 12 })
    await it.settled()
    await expect.poll(() => it.told.some(({ payload }) => (payload as { done: number }).done === 12)).toBe(true)
    const news = it.told.map(({ name, payload }) => {
      expect(name).toBe('sound.progressed')
      return payload as ReturnType<typeof it.progress>
    })
    const done = news.map(one => one.done)
    expect(done).toEqual([...done].sort((a, b) => a - b))
    expect(news.some(one => /^Track \d+$/.test(one.current ?? ''))).toBe(true)
    for (const one of news) if (one.msLeft !== null) expect(one.msLeft).toBeGreaterThanOrEqual(0)
  })

  it('are told at most so often', async () => {
    const it = library({ tracks: 20, pace: { tellMs: 60_000 } })
    await it.settled()
    expect(it.told).toHaveLength(1)
  })
})

describe('sketches', () => {
  it('stay within their budget, the oldest going first', async () => {
    const { cacheDir } = library({ tracks: 0 })
    const sketches = createSketches({ cacheDir, budget: 64 * 10 })
    for (const id of all(10)) await sketches.write(id, new Uint8Array(64).fill(id))
    await sketches.write(3, new Uint8Array(64).fill(33))
    await sketches.write(11, new Uint8Array(64))
    await sketches.write(12, new Uint8Array(64))
    const kept = [...(await sketches.ids())].sort((a, b) => a - b)
    expect(kept.length).toBeLessThanOrEqual(10)
    expect(kept).not.toContain(1)
    expect(kept).toEqual(expect.arrayContaining([3, 11, 12]))
    expect((await sketches.read([3])).get(3)?.values[0]).toBeCloseTo(33 * 0.07)
  })

  it('of another version are not read, and make room first', async () => {
    const { cacheDir } = library({ tracks: 0 })
    mkdirSync(join(cacheDir, 'sketches'))
    writeFileSync(join(cacheDir, 'sketches', '5.v0'), new Uint8Array(640))
    const sketches = createSketches({ cacheDir, budget: 700 })
    expect(await sketches.ids()).toEqual([])
    await sketches.write(6, new Uint8Array(64))
    await sketches.write(7, new Uint8Array(64))
    expect(readdirSync(join(cacheDir, 'sketches')).sort()).toEqual(['6.v1', '7.v1'])
  })
})
