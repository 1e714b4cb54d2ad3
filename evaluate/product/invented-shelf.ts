// An invented record collection in a real database: artists of six styles with the genres, years and times of arrival that a shelf has. No sound.
import type { HeardTrack } from '../../main/core/demo/listener.ts'
import { seededRandom } from '../../main/core/demo/random.ts'
import type { StyleName } from '../../main/core/demo/styles.ts'
import type { Store } from '../../main/core/store/open.ts'
import { indexTracks } from '../../main/core/store/tables/search.ts'
import { fold, sortKey } from '../../main/core/text/fold.ts'
import { trackId } from '../../preload/contract/ids.ts'

/** Genres as taggers write them, and the years that a style's records come from. */
const styles: Readonly<
  Record<StyleName, { readonly genres: readonly string[]; readonly from: number; readonly to: number }>
> = {
  ambient: { genres: ['Ambient', 'Drone'], from: 1985, to: 2024 },
  chiptune: { genres: ['Chiptune', 'Soundtrack'], from: 2000, to: 2022 },
  house: { genres: ['House', 'Electronic'], from: 1990, to: 2025 },
  jazz: { genres: ['Jazz', 'Soul'], from: 1956, to: 2015 },
  folk: { genres: ['Folk', 'Singer-Songwriter'], from: 1965, to: 2024 },
  rock: { genres: ['Rock', 'Alternative'], from: 1968, to: 2020 },
}
const styleNames = ['ambient', 'chiptune', 'house', 'jazz', 'folk', 'rock'] as const satisfies readonly StyleName[]
const DAY_MS = 86_400_000
const TRACKS_A_RECORD = 5
/** One record in ten carries no genre, as on every shelf. */
const UNTAGGED = 0.1

export interface ShelfSize {
  readonly tracks: number
  /** Most records of an artist. */
  readonly records: number
  readonly seed: number
  /** ms since 1970: the last record arrived shortly before. */
  readonly at: number
}

/** Writes the collection and answers what its listener knows of each track. Five tracks a record. */
export function inventedShelf(db: Store['db'], { tracks, records, seed, at }: ShelfSize): readonly HeardTrack[] {
  const random = seededRandom(seed)
  const heard: HeardTrack[] = []
  const below = (count: number) => Math.floor(random() * count)
  const add = writerOf(db, at)
  db.transaction(() => {
    for (let person = 0; heard.length < tracks; person++) {
      const style = styleNames[person % styleNames.length] ?? 'folk'
      const artist = `Player ${person + 1}`
      const { genres, from, to } = styles[style]
      for (let record = 1 + below(records); record > 0 && heard.length < tracks; record--) {
        const album = add.album({
          artist,
          title: `Record ${record}`,
          year: from + below(to - from + 1),
          genre: random() < UNTAGGED ? null : (genres[below(genres.length)] ?? null),
          addedAt: at - DAY_MS * (1 + below(700)),
        })
        for (let number = 1; number <= TRACKS_A_RECORD && heard.length < tracks; number++) {
          const durationMs = 120_000 + below(180_000)
          heard.push({ id: trackId.parse(album.track(number, durationMs)), artist, style, durationMs })
        }
      }
    }
  })()
  indexTracks(
    db,
    Int32Array.from(heard, ({ id }) => id),
  )
  return heard
}

interface Album {
  readonly artist: string
  readonly title: string
  readonly year: number
  readonly genre: string | null
  readonly addedAt: number
}

/** Rows as the scanner leaves them. */
function writerOf(db: Store['db'], at: number) {
  const root = db.prepare('INSERT INTO roots (path, name, added_at, last_scan_at) VALUES (?, ?, ?, ?)')
  const folder = db.prepare('INSERT INTO folders (root_id, path, name, sort_name) VALUES (?, ?, ?, ?)')
  const artist = db.prepare('INSERT OR IGNORE INTO artists (name, fold, sort_name) VALUES (?, ?, ?)')
  const artistOf = db.prepare('SELECT id FROM artists WHERE fold = ?').pluck()
  const genre = db.prepare('INSERT OR IGNORE INTO genres (name, fold) VALUES (?, ?)')
  const genreOf = db.prepare('SELECT id FROM genres WHERE fold = ?').pluck()
  const album = db.prepare(
    'INSERT INTO albums (title, artist, artist_id, fold, sort_title, sort_artist, year) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  const track = db.prepare(`INSERT INTO tracks
    (title, artist, album_id, album_artist, disc, track, year, genre, duration_ms, identity, sort_title, sort_artist, sort_album, codec, playable, added_at)
    VALUES (@title, @artist, @album, @artist, 1, @number, @year, @genre, @durationMs, @identity, @sortTitle, @sortArtist, @sortAlbum, 'flac', 1, @addedAt)`)
  const person = db.prepare('INSERT INTO track_artists (track_id, position, artist_id) VALUES (?, 0, ?)')
  const kind = db.prepare('INSERT INTO track_genres (track_id, genre_id) VALUES (?, ?)')
  const file = db.prepare(
    'INSERT INTO files (root_id, folder_id, name, size, mtime_ms, track_id, codec, playable, mime, found_at) VALUES (?, ?, ?, 1000, 0, ?, ?, 1, ?, ?)',
  )
  const rootId = root.run('/invented', 'invented', at, at).lastInsertRowid
  return {
    album({ artist: name, title, year, genre: tag, addedAt }: Album) {
      artist.run(name, fold(name), sortKey(name))
      const artistId = artistOf.get(fold(name))
      if (tag !== null) genre.run(tag, fold(tag))
      const genreId = tag === null ? null : genreOf.get(fold(tag))
      const key = [fold(name), fold(title)].join('\u001f')
      const albumId = album.run(title, name, artistId, key, sortKey(title), sortKey(name), year).lastInsertRowid
      const folderId = folder.run(rootId, `${name}/${title}`, title, sortKey(title)).lastInsertRowid
      return {
        track(number: number, durationMs: number): number {
          const song = `${title.replace('Record', 'Song')}.${number}`
          const { lastInsertRowid: id } = track.run({
            title: song,
            artist: name,
            album: albumId,
            number,
            year,
            genre: tag,
            durationMs,
            identity: [fold(name), fold(song), fold(title), 1, number].join('\u001f'),
            sortTitle: sortKey(song),
            sortArtist: sortKey(name),
            sortAlbum: sortKey(title),
            addedAt,
          })
          person.run(id, artistId)
          if (genreId !== null) kind.run(id, genreId)
          file.run(rootId, folderId, `0${number} ${song}.flac`, id, 'flac', 'audio/flac', addedAt)
          return Number(id)
        },
      }
    },
  }
}
