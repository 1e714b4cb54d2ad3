// A recording that was moved, re-tagged and re-encoded at once is known again by its sound, with its whole past; strangers and rivals are left alone.
import { afterEach, describe, expect, it } from 'vitest'
import { createReunite } from '../../../main/core/sound/reunion.ts'
import { soundTable } from '../../../main/core/store/tables/sound.ts'
import { SUMMARY_SIZE } from '../../../models/sound/summary.ts'
import { House } from '../library/scan/pretend.ts'

let house: House
afterEach(() => house.close())

const print = (seed: number) =>
  Uint32Array.from({ length: 300 }, (_, n) => Math.imul(seed * 7919 + n, 2_654_435_761) >>> 0)
/** The same sound through another encoder: every tenth bit or so is another. */
const encodedAnew = (words: Uint32Array) =>
  words.map((word, n) => (word ^ (1 << (n % 32)) ^ (1 << ((n * 7) % 32)) ^ (1 << ((n * 13 + 5) % 32))) >>> 0)
const sound = print(1)

/** As the ears write it. */
function heard(trackId: number, fingerprint: Uint32Array, durationMs: number): void {
  const summary = new Float32Array(SUMMARY_SIZE)
  soundTable(house.store.db).writeHeard({ trackId, at: 0, durationMs, summary, fingerprint })
}

const row = (id: number) =>
  house.store.db
    .prepare(
      'SELECT title, artist, listed, available, added_at AS addedAt, duration_ms AS durationMs FROM tracks WHERE id = ?',
    )
    .get(id)
const idOf = (title: string): number =>
  house.store.db.prepare<[string], number>('SELECT max(id) FROM tracks WHERE title = ?').pluck().get(title) ?? 0

function play(trackId: number): void {
  house.store.db.exec(`
    INSERT INTO play_keys (id, play_id) VALUES (${trackId}, 'play of ${trackId}');
    INSERT INTO sessions VALUES (${trackId}, 0, 1, 1, 1);
    INSERT INTO plays VALUES (${trackId}, ${trackId}, ${trackId}, 0, 1, 1, NULL, 1, 1, 1, 1, 'hand', 'finished', 'TP', 1, 1)`)
}

/** What may hang on a track, and how it comes to. */
const belongings: readonly (readonly [what: string, give: (id: number) => void])[] = [
  ['a play', play],
  [
    'a like',
    (id: number) =>
      void house.store.db.exec(`INSERT INTO wishes (kind, target, target_id, at) VALUES ('like', 'track', ${id}, 0)`),
  ],
  [
    'a place in a playlist',
    (id: number) =>
      void house.store.db.exec(`INSERT INTO playlists VALUES (1, 'x', 0, 0, NULL);
          INSERT INTO playlist_items (playlist_id, position, track_id, added_at) VALUES (1, 1, ${id}, 0)`),
  ],
  [
    'a place in the queue',
    (id: number) =>
      void house.store.db.exec(`INSERT INTO queue_items (id, track_id, origin, by_hand) VALUES (1, ${id}, 'hand', 1)`),
  ],
]

/** A track with a play, heard, then lost; and a file that has nothing in common with it but its sound. Ids of both. */
async function lostAndFound(between: (oldId: number) => void = play): Promise<{ oldId: number; newId: number }> {
  house = new House()
  house.addRoot()
  house.put('old/Song.mp3', { title: 'Song', sound: 'mp3', durationMs: 180_000 })
  for (let n = 0; n < 3; n++) house.put(`others/${n}.mp3`, { title: `Other ${n}`, sound: `o${n}`, durationMs: 180_000 })
  await house.scan()
  const oldId = idOf('Song')
  heard(oldId, sound, 180_000)
  between(oldId)
  house.remove('old/Song.mp3')
  await house.scan()
  house.put('new/Lied.flac', {
    title: 'Lied',
    artist: 'Someone Else',
    album: 'Another',
    sound: 'flac',
    codec: 'flac',
    durationMs: 180_900,
    genres: ['Folk'],
  })
  await house.scan()
  const newId = idOf('Lied')
  heard(newId, encodedAnew(sound), 180_900)
  return { oldId, newId }
}

const reunite = (newId: number, fingerprint = encodedAnew(sound), durationMs = 180_900): number | null =>
  createReunite(house.store.db)(newId, durationMs, fingerprint)

describe('a recording known again by its sound', () => {
  it('is the track it was, under its new name, with its plays; the new track is no longer shown', async () => {
    const { oldId, newId } = await lostAndFound()
    expect(newId).not.toBe(oldId)
    expect(row(oldId)).toMatchObject({ listed: 0, available: 0 })
    const before = row(oldId) as { addedAt: number }
    expect(reunite(newId)).toBe(oldId)
    expect(row(oldId)).toEqual({
      title: 'Lied',
      artist: 'Someone Else',
      listed: 1,
      available: 1,
      addedAt: before.addedAt,
      durationMs: 180_900,
    })
    expect(row(newId)).toMatchObject({ listed: 0, available: 0 })
    expect(house.writer.tables.files.media(oldId)).toMatchObject([{ folder: 'new', name: 'Lied.flac' }])
    const { db } = house.store
    expect(db.prepare('SELECT count(*) FROM plays WHERE track_id = ?').pluck().get(oldId)).toBe(1)
    expect(db.prepare('SELECT track_id FROM track_sound ORDER BY 1').pluck().all()).toEqual([oldId])
    const people = db.prepare(
      'SELECT a.name FROM track_artists t JOIN artists a ON a.id = t.artist_id WHERE t.track_id = ?',
    )
    expect(people.pluck().all(oldId)).toEqual(['Someone Else'])
    expect(db.pragma('foreign_key_check')).toEqual([])
  })

  it('stays that track in later scans, and when it is re-encoded once more', async () => {
    const { oldId, newId } = await lostAndFound()
    reunite(newId)
    await house.scan()
    expect(row(oldId)).toMatchObject({ listed: 1, available: 1 })
    const next = { title: 'Lied', artist: 'Someone Else', album: 'Another', sound: 'opus', durationMs: 181_000 }
    house.remove('new/Lied.flac')
    house.put('newer/Lied.opus', { ...next, codec: 'opus' })
    await house.scan()
    expect(row(oldId)).toMatchObject({ listed: 1, available: 1 })
    expect(row(newId)).toMatchObject({ listed: 0, available: 0 })
  })

  it('comes back to its old name when the old file does', async () => {
    const { oldId, newId } = await lostAndFound()
    reunite(newId)
    house.put('old/Song.mp3', { title: 'Song', sound: 'mp3', durationMs: 180_000 })
    await house.scan()
    expect(house.writer.tables.files.media(oldId)).toHaveLength(2)
    expect(row(newId)).toMatchObject({ listed: 0 })
  })

  it('is known by a wish or a place in a playlist alone', async () => {
    const wished = await lostAndFound(id =>
      house.store.db.exec(`INSERT INTO wishes (kind, target, target_id, at) VALUES ('like', 'track', ${id}, 0)`),
    )
    expect(reunite(wished.newId)).toBe(wished.oldId)
  })
})

describe('a track is left alone', () => {
  it.each(belongings)('that has %s of its own', async (_what, give) => {
    const { oldId, newId } = await lostAndFound()
    give(newId)
    expect(reunite(newId)).toBeNull()
    expect(row(newId)).toMatchObject({ listed: 1 })
    expect(row(oldId)).toMatchObject({ listed: 0 })
  })

  it('when it sounds otherwise, lasts longer, or says nothing', async () => {
    const { newId } = await lostAndFound()
    expect(reunite(newId, print(2))).toBeNull()
    expect(reunite(newId, encodedAnew(sound), 183_000)).toBeNull()
    expect(reunite(newId, new Uint32Array())).toBeNull()
  })

  it('when the one that sounds alike has nothing to remember', async () => {
    const { newId } = await lostAndFound(() => {})
    expect(reunite(newId)).toBeNull()
  })

  it('when the one that sounds alike is still there, or may come back with its disk', async () => {
    const { oldId, newId } = await lostAndFound()
    house.put('old/Song.mp3', { title: 'Song', sound: 'mp3', durationMs: 180_000 })
    await house.scan()
    expect(row(oldId)).toMatchObject({ listed: 1 })
    expect(reunite(newId)).toBeNull()
    house.store.db.exec("UPDATE tracks SET available = 0; UPDATE roots SET state = 'absent'")
    expect(reunite(newId)).toBeNull()
  })
})
