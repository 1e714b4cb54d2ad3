// Writes a made library of N tracks straight into a database: rows as the scanner would leave them, with plays and likes.

import type { Store } from '../../main/core/store/open.ts'
import { indexTracks } from '../../main/core/store/tables/search.ts'
import { fold, sortKey } from '../../main/core/text/fold.ts'
import { type Names, names, type Script } from './names.ts'
import { type Random, seeded } from './random.ts'

const day = 86_400_000
export const madeAt = Date.UTC(2026, 10, 1)
const genreNames =
  `Rock Pop Jazz Folk Metal Punk Ambient House Techno Hip-Hop R&B Soul Funk Blues Country Classical Opera Soundtrack K-Pop
  발라드 인디 J-Pop 演歌 Chanson Fado Samba Reggae Dub Shoegaze Post-Rock Math-Rock Krautrock Drone Noise`.split(/\s+/)
const codecs = ['mp3', 'mp3', 'flac', 'vorbis', 'opus', 'aac'] as const

/** Fills an empty store; the same `tracks` and `seed` give the same rows. About 12 tracks an album, 2 albums an artist, one track in three heard. */
export function libraryOf(store: Store, tracks: number, seed = 1): void {
  const random = seeded(seed)
  const shelf = names(random, Math.max(200, Math.floor(tracks / 4)))
  store.db.transaction(() => write(store, tracks, random, shelf))()
  const ids = Int32Array.from({ length: tracks }, (_, index) => index + 1)
  for (let from = 0; from < tracks; from += 10_000) indexTracks(store.db, ids.subarray(from, from + 10_000))
  store.db.pragma('wal_checkpoint(TRUNCATE)')
}

function write({ db }: Store, tracks: number, random: Random, shelf: Names): void {
  const addRoot = db.prepare('INSERT INTO roots (path, name, added_at) VALUES (?, ?, ?)')
  const addFolder = db.prepare(
    'INSERT INTO folders (id, root_id, parent_id, path, name, sort_name) VALUES (?, 1, ?, ?, ?, ?)',
  )
  const addArtist = db.prepare('INSERT INTO artists (id, name, fold, sort_name) VALUES (?, ?, ?, ?)')
  const addGenre = db.prepare('INSERT INTO genres (id, name, fold) VALUES (?, ?, ?)')
  const addAlbum = db.prepare(
    'INSERT INTO albums (id, title, artist, artist_id, fold, sort_title, sort_artist, year, compilation, art) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const addTrack = db.prepare(
    `INSERT INTO tracks (id, title, artist, album_id, album_artist, disc, track, year, genre, duration_ms, identity, sort_title, sort_artist,
     sort_album, art, codec, playable, added_at, available) VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)`,
  )
  const addTrackArtist = db.prepare('INSERT INTO track_artists (track_id, position, artist_id) VALUES (?, ?, ?)')
  const addTrackGenre = db.prepare('INSERT OR IGNORE INTO track_genres (track_id, genre_id) VALUES (?, ?)')
  const addFile = db.prepare(
    'INSERT INTO files (root_id, folder_id, name, size, mtime_ms, track_id, mime, found_at) VALUES (1, ?, ?, ?, ?, ?, ?, ?)',
  )
  const addStats = db.prepare(
    'INSERT INTO track_stats (track_id, plays, heard_ms, last_heard_at, fraction_sum) VALUES (?, ?, ?, ?, ?)',
  )
  const addLike = db.prepare("INSERT INTO wishes (kind, target, target_id, at) VALUES ('like', 'track', ?, ?)")

  addRoot.run('/made', 'made', madeAt)
  addFolder.run(1, null, '', 'made', sortKey('made'))
  for (const [index, name] of genreNames.entries()) addGenre.run(index + 1, name, fold(name))

  const people: { id: number; name: string; script: Script; folder: number }[] = []
  const known = new Map<string, number>()
  let folders = 1
  const artistCount = Math.max(3, Math.floor(tracks / 25))
  for (let id = 1; id <= artistCount; id += 1) {
    const dice = random.next()
    const script: Script = dice < 0.7 ? 'latin' : dice < 0.87 ? 'korean' : 'japanese'
    let name = random.next() < 0.5 ? shelf.person(script) : shelf.band(script)
    while (known.has(fold(name))) name += ` ${known.size}`
    known.set(fold(name), id)
    addArtist.run(id, name, fold(name), sortKey(name))
    folders += 1
    addFolder.run(folders, 1, name, name, sortKey(name))
    people.push({ id, name, script, folder: folders })
  }

  let track = 0
  for (let albumId = 1; track < tracks; albumId += 1) {
    const person = random.pick(people, 1.3)
    const title = shelf.title(person.script)
    const year = 1960 + random.below(66)
    const art = `${albumId}`.padStart(32, '0')
    const addedAt = madeAt - random.below(2000) * day
    addAlbum.run(
      albumId,
      title,
      person.name,
      person.id,
      `${fold(person.name)}\u001f${fold(title)}\u001f${albumId}`,
      sortKey(title),
      sortKey(person.name),
      year,
      0,
      art,
    )
    folders += 1
    addFolder.run(folders, person.folder, `${person.name}/${title} ${albumId}`, `${title} ${albumId}`, sortKey(title))
    const genre = random.below(genreNames.length)
    const fond = random.next() < 0.5
    for (
      let number = 1 + random.below(3), last = number + 8 + random.below(8);
      number < last && track < tracks;
      number += 1
    ) {
      track += 1
      const guest = random.next() < 0.08 ? random.pick(people) : null
      const song = shelf.title(person.script)
      const artist = guest ? `${person.name} feat. ${guest.name}` : person.name
      const durationMs = 90_000 + random.below(300_000)
      const codec = random.pick(codecs)
      addTrack.run(
        track,
        song,
        artist,
        albumId,
        person.name,
        number,
        year,
        genreNames[genre] ?? null,
        durationMs,
        [fold(artist), fold(song), fold(title), 1, number].join('\u001f'),
        sortKey(song),
        sortKey(person.name),
        sortKey(title),
        art,
        codec,
        addedAt + number,
        random.next() < 0.99 ? 1 : 0,
      )
      addTrackArtist.run(track, 0, person.id)
      if (guest && guest.id !== person.id) addTrackArtist.run(track, 1, guest.id)
      addTrackGenre.run(track, genre + 1)
      if (random.next() < 0.2) addTrackGenre.run(track, 1 + random.below(genreNames.length))
      addFile.run(
        folders,
        `${number} ${song}.${codec}`,
        4_000_000 + random.below(9_000_000),
        addedAt,
        track,
        `audio/${codec}`,
        addedAt,
      )
      if (fond && random.next() < 0.66) {
        const plays = 1 + Math.floor(random.next() ** 3 * 40)
        const fraction = 0.2 + 0.8 * random.next()
        addStats.run(
          track,
          plays,
          Math.floor(plays * fraction * durationMs),
          madeAt - random.below(900) * day,
          plays * fraction,
        )
        if (random.next() < 0.06) addLike.run(track, madeAt - random.below(900) * day)
      }
    }
  }
}
