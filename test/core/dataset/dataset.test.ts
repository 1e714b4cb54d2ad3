// The dataset: what the models read is what was logged, in slices, and nothing that the listener kept from them.
import { describe, expect, it } from 'vitest'
import { createDataset, type Dataset } from '../../../main/core/dataset/dataset.ts'
import { learningRows } from '../../../main/core/store/tables/learning-rows.ts'
import { joinPlays, joinTracks } from '../../../models/column-slices.ts'
import { historyOf } from '../../../models/columns.ts'
import { EARS_VERSION } from '../../../preload/contract/audio-analysis.ts'
import { addLibrary, addLog, type LoggedPlay, memoryStore } from '../learning/logged.ts'

const minute = 60_000
const start = Date.UTC(2026, 0, 5, 20)

const shape = {
  tracks: 2500,
  artistOf: (track: number) => 1 + (track % 300),
  albumOf: (track: number) => 1 + (track % 600),
  genreOf: (track: number) => 1 + (track % 7),
}

async function all<T>(slices: AsyncIterable<T>): Promise<T[]> {
  const read: T[] = []
  for await (const slice of slices) read.push(slice)
  return read
}

const tracksOf = async (dataset: Dataset) => joinTracks(await all(dataset.tracks()))
const playsOf = async (dataset: Dataset) => joinPlays(await all(dataset.plays()))

/** One play a quarter of an hour, a new session after every tenth. */
const logOf = (count: number): LoggedPlay[] =>
  Array.from({ length: count }, (_, index) => ({
    track: 1 + ((index * 37) % shape.tracks),
    at: start + index * 5 * minute + Math.floor(index / 10) * 60 * minute,
    heardMs: index % 3 === 0 ? 20_000 : 200_000,
    sat: index % 3 === 0 ? 0 : 1,
    fp: index % 3 === 0,
    origin: ['hand', 'album', 'shuffle', 'restored'][index % 4] ?? 'hand',
  }))

describe('the dataset', () => {
  it('gives every listed track once, whatever the slices, with the ids that its numbers stand for', async () => {
    const { db } = memoryStore()
    addLibrary(db, shape)
    const slices = await all(createDataset(db).tracks())
    expect(slices.length).toBeGreaterThan(2)
    const tracks = joinTracks(slices)
    expect(Array.from(tracks.ids)).toEqual(Array.from({ length: shape.tracks }, (_, index) => index + 1))
    expect(tracks).toMatchObject({ artists: 300, albums: 600, genres: 7, folders: 0 })
    for (const [row, id] of tracks.ids.entries()) {
      expect(tracks.artistIds[tracks.artist[row] ?? -1]).toBe(shape.artistOf(id))
      expect(tracks.albumIds[tracks.album[row] ?? -1]).toBe(shape.albumOf(id))
      expect(tracks.genreIds[tracks.genre[row] ?? -1]).toBe(shape.genreOf(id))
    }
  })

  it('gives plays in order of their starts, with sessions cut by twenty minutes of silence', async () => {
    const { db } = memoryStore()
    addLibrary(db, shape)
    const log = logOf(1500)
    addLog(db, log.toReversed())
    const dataset = createDataset(db)
    const tracks = await tracksOf(dataset)
    const history = historyOf(tracks, await playsOf(dataset))
    expect(history.plays.map(play => tracks.ids[play.track])).toEqual(log.map(play => play.track))
    expect(history.plays.map(play => play.session)).toEqual(log.map((_, index) => Math.floor(index / 10)))
    expect(history.plays.map(play => play.sat)).toEqual(log.map(play => play.sat))
    expect(history.plays.slice(0, 4).map(play => [play.byHand, play.shuffle])).toEqual([
      [true, false],
      [false, false],
      [false, true],
      [null, null],
    ])
  })

  it('goes on from a mark as if it had read everything at once', async () => {
    const { db } = memoryStore()
    addLibrary(db, shape)
    const log = logOf(900)
    addLog(db, log.slice(0, 455))
    const dataset = createDataset(db)
    const before = await all(dataset.plays())
    addLog(db, log.slice(455))
    const mark = before.at(-1)?.mark
    if (mark === undefined) throw new Error('nothing was read')
    const joined = joinPlays([...before, ...(await all(dataset.plays(mark)))])
    expect(joined).toEqual(await playsOf(createDataset(db)))
  })

  it('loses no play where many started in one moment, as in a history that knows minutes only', async () => {
    const { db } = memoryStore()
    addLibrary(db, shape)
    addLog(
      db,
      Array.from({ length: 1000 }, (_, index) => ({ track: 1 + index, at: start, heardMs: 200_000, sat: 1 as const })),
    )
    addLog(db, [{ track: 2000, at: start + minute, heardMs: 200_000, sat: 1 }])
    expect((await playsOf(createDataset(db))).track.length).toBe(1001)
  })

  it('leaves out what was heard while learning was paused, even in part', async () => {
    const { db } = memoryStore()
    addLibrary(db, shape)
    addLog(db, logOf(40))
    db.prepare('INSERT INTO learning_pauses (from_at, to_at) VALUES (?, ?)').run(
      start + 6 * minute,
      start + 16 * minute,
    )
    const kept = await playsOf(createDataset(db))
    expect(kept.track.length).toBe(37)
    db.prepare('INSERT INTO learning_pauses (from_at, to_at) VALUES (?, NULL)').run(start + 60 * minute)
    expect((await playsOf(createDataset(db))).track.length).toBe(7)
  })

  it('keeps the history of a track that is gone, as one that cannot be played', async () => {
    const { db } = memoryStore()
    addLibrary(db, shape)
    addLog(db, [{ track: 5, at: start, heardMs: 200_000, sat: 1 }])
    db.prepare('UPDATE tracks SET listed = 0 WHERE id IN (5, 6)').run()
    const dataset = createDataset(db)
    const tracks = await tracksOf(dataset)
    expect(tracks.ids.length).toBe(shape.tracks - 1)
    expect(tracks.ids.includes(6)).toBe(false)
    const plays = await playsOf(dataset)
    expect(tracks.ids[plays.track[0] ?? -1]).toBe(0)
    expect(tracks.artistIds[tracks.artist[plays.track[0] ?? -1] ?? -1]).toBe(shape.artistOf(5))
  })

  it('leaves out a play that broke off at once by itself', async () => {
    const { db } = memoryStore()
    addLibrary(db, shape)
    addLog(db, [
      { track: 1, at: start, heardMs: 0, sat: null },
      { track: 2, at: start + minute, heardMs: 60_000, sat: null },
    ])
    const plays = await playsOf(createDataset(db))
    expect(Array.from(plays.track)).toEqual([1])
    expect(Array.from(plays.sat)).toEqual([-1])
  })

  it('teaches artists by plays of tracks that are not owned', async () => {
    const { db } = memoryStore()
    addLibrary(db, shape)
    addLog(db, [{ track: 1, at: start + minute, heardMs: 200_000, sat: 1 }])
    db.exec(`
      INSERT INTO imports VALUES (1, 'spotify', 'a.json', 0, 'whole', 3, 0, 0, 0, NULL), (2, 'lastfm', 'b.csv', 0, 'whole', 1, 0, 0, 0, 5);
      INSERT INTO ghosts VALUES (1, 'artist 2', 'x', 'artist 2', 'x', 2, NULL), (2, 'Stranger', 'y', 'stranger', 'y', NULL, NULL),
        (3, 'Stranger', 'z', 'stranger', 'z', NULL, NULL), (4, 'artist 9', 'track 9', 'artist 9', 'w', 9, 9), (5, 'undone', 'u', 'undone', 'u', NULL, NULL);
      INSERT INTO imported_plays (import_id, ghost_id, started_at, ended_at, dwell_ms, duration_ms, origin, cause, outcome, sat)
        SELECT CASE g.id WHEN 5 THEN 2 ELSE 1 END, g.id, ${start} + g.id, ${start} + g.id + 9000, 9000, 9000, 'imported', 'finished', 'TP', 1 FROM ghosts g;`)
    const dataset = createDataset(db)
    const tracks = await tracksOf(dataset)
    const plays = await playsOf(dataset)
    expect(tracks.ids.length).toBe(shape.tracks + 3)
    const heard = Array.from(plays.track, row => [
      tracks.ids[row],
      tracks.artistIds[tracks.artist[row] ?? -1],
      tracks.artist[row],
    ])
    expect(heard.map(([id, artist]) => [id, artist])).toEqual([
      [0, 2],
      [0, 0],
      [0, 0],
      [9, shape.artistOf(9)],
      [1, shape.artistOf(1)],
    ])
    expect(heard[1]?.[2]).toBe(heard[2]?.[2])
    expect(new Set(plays.session).size).toBe(1)
  })

  it('gives what today’s ears heard, and nothing of those before them or of files that they could not hear', async () => {
    const { db } = memoryStore()
    addLibrary(db, shape)
    const add = db.prepare(
      'INSERT INTO track_sound (track_id, version, state, code, message, analysed_at, duration_ms, summary, fingerprint) VALUES (?, ?, ?, NULL, NULL, 0, 1, ?, NULL)',
    )
    const summary = new Uint8Array(Float32Array.of(1, 2).buffer)
    add.run(1, EARS_VERSION, 'ok', summary)
    add.run(2, EARS_VERSION - 1, 'ok', summary)
    add.run(3, EARS_VERSION, 'failed', null)
    const dataset = createDataset(db)
    const heard = (await all(dataset.summaries())).flatMap(({ track }) => Array.from(track))
    expect(heard).toEqual([dataset.placeOf(1)])
    expect(learningRows(db).countSummaries()).toBe(1)
  })

  it('reads playlists in their order, without those that were deleted', async () => {
    const { db } = memoryStore()
    addLibrary(db, shape)
    db.exec(`INSERT INTO playlists VALUES (1, 'a', 0, 0, NULL), (2, 'b', 0, 0, 5), (3, 'c', 0, 0, NULL);
      INSERT INTO playlist_items (playlist_id, position, track_id, added_at) VALUES (1, 2, 10, 0), (1, 1, 20, 0), (2, 1, 30, 0), (3, 1, 10, 0)`)
    expect((await all(createDataset(db).playlists())).map(list => Array.from(list))).toEqual([[19, 9], [9]])
  })
})
