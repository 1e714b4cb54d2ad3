// A history brought along: seen before anything is written, written as a whole, taken out and brought back as a whole.
import { statSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { importId } from '../../../preload/contract/history.ts'
import { played } from '../listening/listener.ts'
import { noon } from '../store/profiles.ts'
import { home, learned, own, spotify } from './home.ts'

const minute = 60_000
/** How long a machine that does other things as well may take. */
const day = 86_400_000

const plays = [
  { artist: 'Mira', title: 'Harbour', at: noon - 9 * day, ms: 200_000 },
  { artist: 'Mira', title: 'Harbour', at: noon - 8 * day, ms: 4_000, end: 'fwdbtn', start: 'trackdone', shuffle: true },
  { artist: 'Mira', title: 'Nobody Owns This', at: noon - 7 * day, ms: 180_000, end: 'endplay' },
  { artist: 'Strangers', title: 'Far Away', at: noon - 6 * day, ms: 150_000 },
]

async function withSpotify() {
  const at = await home()
  own(at.store, [{ artist: 'Mira', title: 'Harbour', album: 'An album' }])
  const path = at.file('Streaming_History_Audio_2025_1.json', JSON.stringify(plays.map(spotify)))
  return { at, path }
}

describe('a Spotify history', () => {
  it('is shown with what matches before anything is written', async () => {
    const { at, path } = await withSpotify()
    const preview = await at.ask('history.preview', { path })
    expect(preview).toMatchObject({
      format: 'spotify',
      rows: 4,
      broken: 0,
      duplicates: 0,
      plays: 4,
      matchedPlays: 2,
      tracks: 3,
      matchedTracks: 1,
      how: { exact: 1, folded: 0, version: 0, typo: 0 },
      matchedSamples: [{ artist: 'Mira', title: 'Harbour', matched: 'Mira · Harbour', plays: 2 }],
    })
    expect(at.store.db.prepare('SELECT count(*) FROM imports').pluck().get()).toBe(0)
    expect(at.store.db.prepare('SELECT count(*) FROM ghosts').pluck().get()).toBe(0)
  })

  it('teaches what was heard to its end, what was skipped, and artists of whom nothing more is owned', async () => {
    const { at, path } = await withSpotify()
    const { previewId } = await at.ask('history.preview', { path })
    const made = await at.ask('history.import', { previewId })
    expect(made).toMatchObject({ plays: 4, matchedPlays: 2, from: noon - 9 * day - 200_000, undoneAt: null })
    const [whole, skipped, ghost, stranger] = learned(at.store)
    expect(whole).toMatchObject({
      track_id: 1,
      ghost_id: null,
      dwell_ms: 200_000,
      cause: 'finished',
      outcome: 'TP',
      sat: 1,
      origin: 'hand',
    })
    expect(skipped).toMatchObject({
      track_id: 1,
      dwell_ms: 4_000,
      cause: 'skip',
      outcome: 'FP',
      sat: 0,
      origin: 'shuffle',
    })
    expect(ghost).toMatchObject({ track_id: null, cause: 'stopped', outcome: 'TP' })
    const artistOf = at.store.db.prepare('SELECT artist_id FROM ghosts WHERE id = ?').pluck()
    expect(artistOf.get(ghost?.ghost_id)).toBe(1)
    expect(artistOf.get(stranger?.ghost_id)).toBe(null)
  })

  it('is taken out as a whole and brought back as a whole', async () => {
    const { at, path } = await withSpotify()
    const { id } = await at.ask('history.import', { previewId: (await at.ask('history.preview', { path })).previewId })
    await at.ask('history.undo', { id })
    expect(learned(at.store)).toEqual([])
    expect(await at.ask('history.imports', undefined)).toMatchObject([{ id, undoneAt: noon }])
    await at.ask('history.redo', { id })
    expect(learned(at.store)).toHaveLength(4)
  })

  it('brought along twice is recognised, and an undone one is not brought back beside its copy', async () => {
    const { at, path } = await withSpotify()
    const first = await at.ask('history.import', { previewId: (await at.ask('history.preview', { path })).previewId })
    const again = await at.ask('history.preview', { path })
    expect(again).toMatchObject({ duplicates: 4, plays: 0 })
    await expect(at.ask('history.import', { previewId: again.previewId })).rejects.toThrow('nothing new')
    await at.ask('history.undo', { id: first.id })
    await at.ask('history.import', { previewId: (await at.ask('history.preview', { path })).previewId })
    await expect(at.ask('history.redo', { id: first.id })).rejects.toThrow('meanwhile')
    expect(learned(at.store)).toHaveLength(4)
  })

  it('previewed while its copy was undone is not brought in beside the copy that came back', async () => {
    const { at, path } = await withSpotify()
    const { id } = await at.ask('history.import', { previewId: (await at.ask('history.preview', { path })).previewId })
    await at.ask('history.undo', { id })
    const { previewId } = await at.ask('history.preview', { path })
    await at.ask('history.redo', { id })
    await expect(at.ask('history.import', { previewId })).rejects.toMatchObject({ code: 'not-found' })
    expect(learned(at.store)).toHaveLength(4)
  })

  it('and a Last.fm account that told of the same listening count it once', async () => {
    const { at, path } = await withSpotify()
    await at.ask('history.import', { previewId: (await at.ask('history.preview', { path })).previewId })
    const seconds = (ms: number) => Math.floor(ms / 1000)
    const csv = [
      'uts,utc_time,artist,artist_mbid,album,album_mbid,track,track_mbid',
      `"${seconds(noon - 9 * day - 200_000 + 30_000)}","x","MIRA","","An album","","Harbour","" `,
      `"${seconds(noon - 6 * day - 150_000 - 20_000)}","x","Strangers","","","","Far away","" `,
      `"${seconds(noon - 5 * day)}","x","Strangers","","","","Far Away","" `,
    ].join('\n')
    const preview = await at.ask('history.preview', { path: at.file('scrobbles.csv', csv) })
    expect(preview).toMatchObject({ format: 'lastfm', rows: 3, duplicates: 2, plays: 1 })
  })

  it('leaves out what Dwell itself heard in the same minute', async () => {
    const { at } = await withSpotify()
    await at.hear('listening.report', { events: played(1, noon - 3 * minute, 60_000, 'skip') })
    const path = at.file(
      'endsong_0.json',
      JSON.stringify([
        spotify({ artist: 'Mira', title: 'Harbour', at: noon - 2 * minute, ms: 60_000 }),
        spotify({ artist: 'Mira', title: 'Harbour', at: noon - day, ms: 60_000 }),
      ]),
    )
    expect(await at.ask('history.preview', { path })).toMatchObject({ duplicates: 1, plays: 1 })
  })

  it('of many plays leaves no long log beside the database, and the core to bring in what is written after it', async () => {
    const at = await home()
    const many = Array.from({ length: 12_000 }, (_, n) =>
      spotify({
        artist: `Artist ${n % 900}`,
        title: `Song ${(n * 7919) % 6000}`,
        at: noon - (12_000 - n) * 200_000,
        ms: 150_000,
      }),
    )
    const path = at.file('endsong_0.json', JSON.stringify(many))
    await at.ask('history.import', { previewId: (await at.ask('history.preview', { path })).previewId })
    expect(at.store.db.prepare('SELECT count(*) FROM imported_plays').pluck().get()).toBe(12_000)
    expect(statSync(`${at.store.file}-wal`).size).toBeLessThan(8 * 2 ** 20)
    expect(at.store.db.pragma('wal_autocheckpoint', { simple: true })).toBe(1000)
  })

  it('gives its plays to a track that is bought later', async () => {
    const { at, path } = await withSpotify()
    await at.ask('history.import', { previewId: (await at.ask('history.preview', { path })).previewId })
    const [id] = own(at.store, [{ artist: 'Strangers', title: 'Far Away (2019 Remaster)' }])
    at.history.scanned()
    await expect.poll(() => learned(at.store).at(-1)).toMatchObject({ track_id: id, ghost_id: null })
  })
})

describe('an import that is cut off', () => {
  it('counts for nothing and is gone after the next start', async () => {
    const { at, path } = await withSpotify()
    const { id } = await at.ask('history.import', { previewId: (await at.ask('history.preview', { path })).previewId })
    // As a kill in the middle leaves it: some plays are there, the import is not whole.
    at.store.db.prepare("UPDATE imports SET state = 'writing' WHERE id = ?").run(id)
    expect(learned(at.store)).toEqual([])
    expect(await at.ask('history.imports', undefined)).toEqual([])
    await at.leave()
    const next = await home(at.dir)
    for (const table of ['imports', 'imported_plays', 'ghosts'])
      expect(next.store.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0)
  })

  it('by the listener leaves nothing behind', async () => {
    const at = await home()
    const many = Array.from({ length: 20_000 }, (_, n) =>
      spotify({ artist: `Artist ${n % 300}`, title: `Song ${n % 4000}`, at: noon - (n + 1) * 5 * minute, ms: 60_000 }),
    )
    const { previewId } = await at.ask('history.preview', { path: at.file('endsong_0.json', JSON.stringify(many)) })
    const run = at.ask('history.import', { previewId })
    const failed = expect(run).rejects.toMatchObject({ code: 'cancelled' })
    await expect
      .poll(async () => (await at.ask('history.progress', undefined)).done, { interval: 1 })
      .toBeGreaterThan(0)
    await at.ask('history.cancel', undefined)
    await failed
    expect(at.store.db.prepare('SELECT count(*) FROM imported_plays').pluck().get()).toBe(0)
    expect(await at.ask('history.imports', undefined)).toEqual([])
    await expect(at.ask('history.undo', { id: importId.parse(1) })).rejects.toMatchObject({ code: 'not-found' })
  })
})
