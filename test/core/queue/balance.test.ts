// The listener's hand on the queue: sliders, anchor, boosts and their undo; what was offered, and a scorer that dies, on a real database.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { boostTable } from '../../../main/core/store/tables/boosts.ts'
import type { TrackId } from '../../../preload/contract/ids.ts'
import type { QueueState } from '../../../preload/contract/queue.ts'
import { artistOf, type Desk, genreOf, openDesk, stacked } from './desk.ts'

let folder: string
let desk: Desk

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dwell-balance-'))
  desk = openDesk(folder)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await desk.close()
  rmSync(folder, { recursive: true })
})

const start = () => desk.queueAfter(desk.queue.handlers['queue.companion']({ from: null }))
const companions = (state: QueueState) => state.upcoming.filter(item => item.origin === 'companion' && !item.byHand)
const tracks = (state: QueueState) => companions(state).map(item => Number(item.track.id))
// an id of the library's own
const trackOf = (id: number) => id as TrackId
const DAY_MS = 86_400_000

/** A listener who has heard half of the artists and stays with the even ones. */
async function listened(plays = 30): Promise<void> {
  for (let play = 0; play < plays; play++) {
    const track = ((play * 7) % 100) + 1
    await desk.hearTrack(track, artistOf(track) % 2 === 0)
  }
  desk.now += DAY_MS
}

describe('the balance', () => {
  it('previews other sliders and changes nothing, and sets what it previewed', async () => {
    stacked(desk.store.db, 40)
    desk.settings = { ...desk.settings, randomSlots: false }
    await listened()
    const before = await start()
    const { balance } = await desk.queue.handlers['balance.state']()
    const wanted = { ...balance, adventure: 0.9, discovery: 1, exposure: 0 }
    const mix = await desk.queue.handlers['balance.preview'](wanted)
    expect(mix.counts.discovery).toBeGreaterThan(0)
    expect(await desk.state()).toEqual({ ...before, version: (await desk.state()).version })
    const after = await desk.balanceAfter(
      desk.queue.handlers['balance.set']({ adventure: 0.9, discovery: 1, exposure: 0 }),
    )
    expect(after.balance).toEqual(wanted)
    expect(after.mix).toEqual(mix)
    expect(tracks(await desk.state()).slice(0, 20)).toEqual(mix.items.map(item => Number(item.trackId)))
  })

  it('orders by likelihood alone while locked in', async () => {
    stacked(desk.store.db, 40)
    desk.settings = { ...desk.settings, artistSpread: 0 }
    await listened()
    await start()
    const { mix } = await desk.balanceAfter(
      desk.queue.handlers['balance.set']({ adventure: 0, discovery: 1, boost: 1 }),
    )
    const sats = mix.items.map(item => item.sat)
    expect(sats).toEqual([...sats].sort((a, b) => b - a))
    expect(mix.items).toHaveLength(20)
  })

  it('takes moves back step by step: those within two seconds are one', async () => {
    stacked(desk.store.db, 20)
    await start()
    const set = desk.queue.handlers['balance.set']
    const { balance: first, canUndo } = await desk.queue.handlers['balance.state']()
    expect(canUndo).toBe(false)
    for (const adventure of [0.6, 0.7, 0.8]) {
      await set({ adventure })
      desk.now += 500
    }
    desk.now += 5000
    await set({ discovery: 1 })
    const undo = () => desk.balanceAfter(desk.queue.handlers['balance.undo']())
    expect((await undo()).balance).toEqual({ ...first, adventure: 0.8 })
    const back = await undo()
    expect(back.balance).toEqual(first)
    expect(back.canUndo).toBe(false)
  })

  it('keeps its sliders and what can be taken back over a restart', async () => {
    stacked(desk.store.db, 20)
    await desk.queue.handlers['balance.set']({ adventure: 0.8 })
    await desk.close()
    desk = openDesk(folder)
    const state = await desk.queue.handlers['balance.state']()
    expect(state.balance.adventure).toBe(0.8)
    expect((await desk.balanceAfter(desk.queue.handlers['balance.undo']())).balance.adventure).toBe(0.5)
  })

  it('stays near a seed while it is told to, and names it', async () => {
    stacked(desk.store.db, 120, 6)
    await start()
    // The anchor is told at once, the queue that follows it when there are other candidates.
    await desk.queue.handlers['balance.set']({ anchor: { kind: 'seed', trackId: trackOf(301) } })
    await desk.renewed()
    const { seed, balance } = await desk.queue.handlers['balance.state']()
    expect(seed).toEqual({ trackId: 301, title: 'Track 301', artist: 'Artist 61' })
    expect(balance.anchor).toEqual({ kind: 'seed', trackId: 301 })
    const near = tracks(await desk.state())
    const share = (of: readonly number[]) => of.filter(id => genreOf(id, 6) === genreOf(301, 6)).length / of.length
    expect(share(near)).toBeGreaterThan(0.45)
  })

  it('begins where the settings say', async () => {
    desk.settings = { ...desk.settings, defaultAdventure: 0.2, defaultBoost: 1 }
    const { balance } = await desk.queue.handlers['balance.state']()
    expect(balance).toMatchObject({ adventure: 0.2, boost: 1, anchor: { kind: 'vibe' } })
  })
})

describe('boosts', () => {
  it('bring what they are about, say so, and end', async () => {
    stacked(desk.store.db, 60)
    await listened()
    await start()
    const until = desk.now + 2 * DAY_MS
    const told = desk.renewed()
    const rule = await desk.queue.handlers['boosts.add']({ target: { of: 'artist', id: 46 as never }, until })
    expect(rule).toMatchObject({ label: 'Artist 46', tracks: 5, until })
    await told
    const boosted = (state: QueueState) => companions(state).filter(item => item.decided?.objectives.includes('boost'))
    const now = boosted(await desk.state())
    expect(now.length).toBeGreaterThan(0)
    for (const { track, reason } of now) {
      expect(artistOf(Number(track.id))).toBe(46)
      if (reason?.kind !== 'drawn')
        expect(reason).toEqual({ kind: 'boosted', target: rule.target, label: 'Artist 46', until })
    }
    desk.now = until + 1
    await desk.hear(true)
    expect(boosted(await desk.state())).toHaveLength(0)
    expect(await desk.queue.handlers['boosts.all']()).toEqual([])
    expect(boostTable(desk.store.db).named(rule.id, desk.now)).toBeNull()
  })

  it('are about genres, folders, decades, playlists and what came lately, and count their tracks', async () => {
    stacked(desk.store.db, 40, 4, desk.now - 5 * DAY_MS)
    desk.store.db.exec(`
      INSERT INTO playlists (id, name, created_at, changed_at) VALUES (1, 'Evening', 0, 0);
      INSERT INTO playlist_items (playlist_id, position, track_id, added_at) VALUES (1, 1, 7, 0), (1, 2, 9, 0)`)
    const add = (target: object) =>
      // each is a target of the contract
      desk.queue.handlers['boosts.add']({ target: target as never, until: null })
    const found = [
      await add({ of: 'genre', id: 2 }),
      await add({ of: 'album', id: 1 }),
      await add({ of: 'folder', id: 1 }),
      await add({ of: 'playlist', id: 1 }),
      await add({ of: 'decade', from: 1990 }),
      await add({ of: 'addedLately', days: 7 }),
    ]
    expect(found.map(({ label, tracks }) => [label, tracks])).toEqual([
      ['Genre 2', 50],
      ['Album 0 · Various Artists', 10],
      ['music', 10],
      ['Evening', 2],
      ['', 100],
      ['', 200],
    ])
    await expect(async () => add({ of: 'artist', id: 9999 })).rejects.toThrow(/no longer in the library/)
  })

  it('are taken back and restored', async () => {
    stacked(desk.store.db, 10)
    const { id } = await desk.queue.handlers['boosts.add']({ target: { of: 'artist', id: 3 as never }, until: null })
    await desk.queue.handlers['boosts.remove']({ id })
    expect(await desk.queue.handlers['boosts.all']()).toEqual([])
    expect(boostTable(desk.store.db).named(id, desk.now)).toBeNull()
    await desk.queue.handlers['boosts.restore']({ id })
    expect((await desk.queue.handlers['boosts.all']()).map(rule => rule.id)).toEqual([id])
    expect(boostTable(desk.store.db).named(id, desk.now)).toEqual({
      target: { of: 'artist', id: 3 },
      label: 'Artist 3',
      until: null,
    })
  })
})

describe('what was offered', () => {
  it('is noted with its chance, its place and the play that came of it', async () => {
    stacked(desk.store.db, 40)
    await start()
    await desk.queue.handlers['balance.set']({ adventure: 0.7 })
    for (let play = 0; play < 12; play++) await desk.hear(play % 3 !== 0)
    interface Row {
      readonly track: number
      readonly played: number
      readonly sat: number
      readonly drawn: number
      readonly propensity: number
      readonly candidates: Uint8Array
      readonly eps: number
    }
    const rows = desk.store.db
      .prepare<[], Row>(`
      SELECT i.track_id AS track, p.track_id AS played, p.sat, i.drawn, i.propensity, d.candidates, d.eps
      FROM impressions i JOIN decisions d ON d.id = i.decision JOIN plays p ON p.id = i.play ORDER BY i.id`)
      .all()
    expect(rows.length).toBeGreaterThanOrEqual(11)
    for (const row of rows) {
      expect(row.played).toBe(row.track)
      expect(row.propensity).toBeGreaterThan(0)
      expect(row.propensity).toBeLessThanOrEqual(1)
      expect(row.candidates.length % 16).toBe(0)
    }
    expect(rows.some(row => row.sat === 0)).toBe(true)
    expect(rows.at(-1)?.eps).toBeCloseTo((0.7 - 0.15) / 0.85)
  })
})

describe('a scorer that dies', () => {
  it('is started again with all it must know, and the queue goes on', async () => {
    stacked(desk.store.db, 30)
    await start()
    await desk.hear(true)
    const before = await desk.state()
    const { now } = desk
    await desk.close()
    const deaths = join(folder, 'deaths')
    const scorer = new URL('../scoring/dying-scorer-worker.ts', import.meta.url)
    vi.stubEnv('DWELL_TEST_DEATHS', deaths)
    writeFileSync(deaths, '2')
    desk = openDesk(folder, { scorer })
    desk.now = now
    expect((await desk.state()).upcoming).toEqual(before.upcoming)
    await desk.hear(true)
    const after = await desk.state()
    expect(companions(after)).toHaveLength(50)
    expect(desk.log.filter(line => line.includes('the scorer ended'))).toHaveLength(2)
    // It knows what was heard before it was born.
    expect((await desk.queue.handlers['balance.state']()).knowing).toBe('little')
  })

  it('is left alone when it dies over and over: what is laid out still plays', async () => {
    stacked(desk.store.db, 30)
    await start()
    const { now } = desk
    await desk.close()
    const deaths = join(folder, 'deaths')
    const scorer = new URL('../scoring/dying-scorer-worker.ts', import.meta.url)
    vi.stubEnv('DWELL_TEST_DEATHS', deaths)
    writeFileSync(deaths, '1000')
    desk = openDesk(folder, { scorer })
    desk.now = now
    const state = await start()
    expect(state.companion).toBe(true)
    expect(desk.log.filter(line => line.includes('the scorer ended'))).toHaveLength(4)
  })
})
