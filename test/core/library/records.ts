// A library told in a few words, for tests of lists and of the search: rows as the scanner leaves them.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CoreContext } from '../../../main/core/service.ts'
import { openStore, type Store } from '../../../main/core/store/open.ts'
import { indexTracks } from '../../../main/core/store/tables/search.ts'
import { fold, sortKey } from '../../../main/core/text/fold.ts'
import { workerEntries } from '../../../main/core/workers.ts'
import type { EventName } from '../../../preload/contract/contract.ts'

export interface Song {
  readonly title: string
  readonly artist?: string
  /** The people in it, where the artist as printed is more than one. */
  readonly people?: readonly string[]
  readonly album?: string
  readonly albumArtist?: string
  readonly year?: number | null
  readonly disc?: number
  readonly track?: number
  readonly genres?: readonly string[]
  readonly durationMs?: number
  readonly addedAt?: number
  /** Folders of its copies, inside the root '/music'. */
  readonly folders?: readonly string[]
  readonly plays?: number
  readonly heardMs?: number
  readonly lastHeardAt?: number
  readonly fractions?: number
  readonly likedAt?: number
  readonly available?: boolean
  readonly listed?: boolean
  readonly playable?: boolean
  readonly art?: string
}

/** Writes songs; ids count on from those that are there. Returns them, indexed for the search. */
export function shelve({ db }: Store, songs: readonly Song[]): Int32Array {
  const ids = db.transaction(() => {
    db.prepare("INSERT OR IGNORE INTO roots (id, path, name, added_at) VALUES (1, '/music', 'music', 0)").run()
    folderOf('')
    return songs.map(put)
  })()
  indexTracks(db, Int32Array.from(ids))
  return Int32Array.from(ids)

  function one(sql: string, ...values: unknown[]): number {
    return Number(db.prepare(sql).pluck().get(values))
  }

  function folderOf(path: string): number {
    const known = db.prepare('SELECT id FROM folders WHERE root_id = 1 AND path = ?').pluck().get(path)
    if (known !== undefined) return Number(known)
    const cut = path.lastIndexOf('/')
    const name = path.slice(cut + 1)
    const parent = path === '' ? null : folderOf(cut < 0 ? '' : path.slice(0, cut))
    const sql = 'INSERT INTO folders (root_id, parent_id, path, name, sort_name) VALUES (1, ?, ?, ?, ?) RETURNING id'
    return one(sql, parent, path, name, sortKey(name))
  }

  function artistOf(name: string): number {
    const sql =
      'INSERT INTO artists (name, fold, sort_name) VALUES (?, ?, ?) ON CONFLICT (fold) DO UPDATE SET fold = fold RETURNING id'
    return one(sql, name, fold(name), sortKey(name))
  }

  function put(song: Song): number {
    const artist = song.artist ?? 'Nobody'
    const albumArtist = song.albumArtist ?? artist
    const album =
      song.album === undefined
        ? null
        : one(
            `INSERT INTO albums (title, artist, artist_id, fold, sort_title, sort_artist, year, art) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
             ON CONFLICT (fold) DO UPDATE SET fold = fold RETURNING id`,
            song.album,
            albumArtist,
            artistOf(albumArtist),
            `${fold(albumArtist)}\u001f${fold(song.album)}`,
            sortKey(song.album),
            sortKey(albumArtist),
            song.year ?? null,
            song.art ?? null,
          )
    const id = one(
      `INSERT INTO tracks (title, artist, album_id, album_artist, disc, track, year, genre, duration_ms, identity, sort_title, sort_artist, sort_album,
        art, codec, playable, added_at, available, listed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'flac', ?, ?, ?, ?) RETURNING id`,
      song.title,
      artist,
      album,
      song.album === undefined ? null : albumArtist,
      song.disc ?? 1,
      song.track ?? 1,
      song.year ?? null,
      song.genres?.[0] ?? null,
      song.durationMs ?? 180_000,
      fold(song.title),
      sortKey(song.title),
      sortKey(artist),
      song.album === undefined ? '' : sortKey(song.album),
      song.art ?? null,
      song.playable === false ? 0 : 1,
      song.addedAt ?? 0,
      song.available === false ? 0 : 1,
      song.listed === false ? 0 : 1,
    )
    for (const [position, person] of (song.people ?? [artist]).entries())
      db.prepare('INSERT INTO track_artists VALUES (?, ?, ?)').run(id, position, artistOf(person))
    for (const genre of song.genres ?? []) {
      const genreId = one(
        'INSERT INTO genres (name, fold) VALUES (?, ?) ON CONFLICT (fold) DO UPDATE SET fold = fold RETURNING id',
        genre,
        fold(genre),
      )
      db.prepare('INSERT INTO track_genres VALUES (?, ?)').run(id, genreId)
    }
    for (const [copy, folder] of (song.folders ?? ['']).entries())
      db.prepare(
        'INSERT INTO files (root_id, folder_id, name, size, mtime_ms, track_id, found_at) VALUES (1, ?, ?, 1, 0, ?, 0)',
      ).run(folderOf(folder), `${id} ${copy}.flac`, id)
    if (song.plays !== undefined || song.heardMs !== undefined)
      db.prepare('INSERT INTO track_stats VALUES (?, ?, ?, ?, ?)').run(
        id,
        song.plays ?? 1,
        song.heardMs ?? 0,
        song.lastHeardAt ?? 0,
        song.fractions ?? 0,
      )
    if (song.likedAt !== undefined)
      db.prepare("INSERT INTO wishes (kind, target, target_id, at) VALUES ('like', 'track', ?, ?)").run(
        id,
        song.likedAt,
      )
    return id
  }
}

export interface Told {
  readonly name: EventName
  readonly payload: unknown
}

export interface House {
  readonly context: CoreContext
  readonly store: Store
  /** Events sent to the windows, in order. */
  readonly told: Told[]
  /** Warnings and errors that were logged. */
  readonly complaints: string[]
  now: number
  close(): void
}

/** A core's surroundings on a real database in a folder of its own. */
export function house(): House {
  const dir = mkdtempSync(join(tmpdir(), 'dwell-library-'))
  const store = openStore({ file: join(dir, 'dwell.db') })
  const told: Told[] = []
  const complaints: string[] = []
  const complain = (message: string): void => void complaints.push(message)
  const at = { now: Date.UTC(2026, 10, 22) }
  const context: CoreContext = {
    store,
    now: () => at.now,
    log: { info: () => {}, warn: complain, error: complain },
    emit: (name, payload) => void told.push({ name, payload }),
    profileDir: dir,
    cacheDir: dir,
    workers: workerEntries(),
  }
  return Object.assign(at, {
    context,
    store,
    told,
    complaints,
    close() {
      store.close()
      rmSync(dir, { recursive: true, force: true })
    },
  })
}
