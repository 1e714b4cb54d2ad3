// A listener's home for tests: a real profile in a folder, listening and history over it, a clock moved by hand, files of invented histories.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createHistory, type HistoryService } from '../../../main/core/history/index.ts'
import { createListening, type Listening } from '../../../main/core/listening/index.ts'
import type { CoreContext } from '../../../main/core/service.ts'
import type { Store } from '../../../main/core/store/open.ts'
import { workerEntries } from '../../../main/core/workers.ts'
import type { EventName, Output, Parsed, Payload } from '../../../preload/contract/contract.ts'
import { noon, notedLog, open, temporaryFolder } from '../store/profiles.ts'

export interface Home {
  readonly dir: string
  readonly store: Store
  readonly listening: Listening
  readonly history: HistoryService
  readonly told: EventName[]
  now: number
  ask<N extends keyof HistoryService['handlers']>(name: N, input: Parsed<N>): Promise<Output<N>>
  hear<N extends keyof Listening['handlers']>(name: N, input: Parsed<N>): Promise<Output<N>>
  /** A file in the home's folder. */
  file(name: string, content: string | Uint8Array): string
  /** Closes the rooms, as at the end; the next home at `dir` opens what is there. */
  leave(): Promise<void>
}

export async function home(dir = temporaryFolder(), at = noon): Promise<Home> {
  const profile = open(dir)
  const told: EventName[] = []
  const clock = { now: at }
  const context: CoreContext = {
    store: profile.store,
    now: () => clock.now,
    log: notedLog(),
    emit: <N extends EventName>(name: N, _payload: Payload<N>) => void told.push(name),
    profileDir: dir,
    cacheDir: dir,
    workers: workerEntries(),
  }
  const listening = createListening(context)
  const history = createHistory(context, {
    onTracks: () => {},
    recount: listening.recount,
    recountRest: listening.recountRest,
  })
  await history.ready
  let left = false
  const leave = async () => {
    if (left) return
    left = true
    await history.close()
    listening.close()
    await profile.close()
  }
  onTestFinished(leave)
  return {
    dir,
    store: profile.store,
    listening,
    history,
    told,
    get now() {
      return clock.now
    },
    set now(moment) {
      clock.now = moment
    },
    // `name` picks the one handler whose input and answer these are
    ask: async (name, input) => history.handlers[name](input as never) as never,
    hear: async (name, input) => listening.handlers[name](input as never) as never,
    file(name, content) {
      const path = join(dir, name)
      writeFileSync(path, content)
      return path
    },
    leave,
  }
}

export interface OwnedTrack {
  readonly artist: string
  readonly title: string
  readonly album?: string
  readonly durationMs?: number
}

/** Puts tracks into the library as a scan would; answers their ids. */
export function own(store: Store, owned: readonly OwnedTrack[]): readonly number[] {
  const { db } = store
  const artist = db.prepare(
    'INSERT INTO artists (name, fold, sort_name) VALUES (@name, lower(@name), lower(@name)) ON CONFLICT DO NOTHING',
  )
  const artistId = db.prepare<[string], number>('SELECT id FROM artists WHERE fold = lower(?)').pluck()
  const album = db.prepare(`INSERT INTO albums (title, artist, artist_id, fold, sort_title, sort_artist)
    VALUES (?, ?, ?, lower(?) || char(31) || lower(?), '', '') ON CONFLICT DO NOTHING`)
  const albumId = db
    .prepare<[string, string], number>('SELECT id FROM albums WHERE fold = lower(?) || char(31) || lower(?)')
    .pluck()
  const track = db.prepare(`
    INSERT INTO tracks (title, artist, album_id, duration_ms, identity, sort_title, sort_artist, sort_album, codec, playable, added_at)
    VALUES (?, ?, ?, ?, ?, '', '', '', 'flac', 1, 0)`)
  const credit = db.prepare('INSERT INTO track_artists (track_id, position, artist_id) VALUES (?, 0, ?)')
  return db.transaction(() =>
    owned.map(one => {
      artist.run({ name: one.artist })
      const by = artistId.get(one.artist) ?? 0
      if (one.album !== undefined) album.run(one.album, one.artist, by, one.artist, one.album)
      const on = one.album === undefined ? null : (albumId.get(one.artist, one.album) ?? null)
      const { lastInsertRowid } = track.run(
        one.title,
        one.artist,
        on,
        one.durationMs ?? 200_000,
        `${one.artist}\u001f${one.title}`,
      )
      credit.run(lastInsertRowid, by)
      return Number(lastInsertRowid)
    }),
  )()
}

export interface SpotifyPlay {
  readonly artist: string
  readonly title: string
  readonly album?: string
  /** When it stopped. */
  readonly at: number
  readonly ms: number
  readonly end?: string
  readonly start?: string
  readonly shuffle?: boolean
}

/** A row as Spotify writes it. */
export const spotify = ({
  artist,
  title,
  album = 'An album',
  at,
  ms,
  end = 'trackdone',
  start = 'clickrow',
  shuffle = false,
}: SpotifyPlay) => ({
  ts: new Date(at).toISOString().replace('.000Z', 'Z'),
  platform: 'linux',
  ms_played: ms,
  conn_country: 'KR',
  ip_addr: '192.0.2.1',
  master_metadata_track_name: title,
  master_metadata_album_artist_name: artist,
  master_metadata_album_album_name: album,
  spotify_track_uri: 'spotify:track:0000000000000000000000',
  episode_name: null,
  episode_show_name: null,
  reason_start: start,
  reason_end: end,
  shuffle,
  skipped: false,
  offline: false,
  incognito_mode: false,
})

/** What learners read. */
export const learned = (store: Store) =>
  store.db
    .prepare<
      [],
      {
        id: number
        track_id: number | null
        ghost_id: number | null
        started_at: number
        dwell_ms: number
        outcome: string
        sat: number | null
        cause: string | null
        origin: string
      }
    >('SELECT * FROM learned_plays ORDER BY started_at, id')
    .all()
