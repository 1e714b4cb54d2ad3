// A listener's folder of pretend music: each file says in JSON what its tags and sound are, so that a test can re-tag, re-encode and move at will.
import { createHash } from 'node:crypto'
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { FolderPictures } from '../../../../main/core/library/scan/listing.ts'
import type { ScanCounts, ScanOutcome } from '../../../../main/core/library/scan/outcome.ts'
import { type ScanScope, scan } from '../../../../main/core/library/scan/scan.ts'
import { type Walk, walkHere } from '../../../../main/core/library/scan/walker.ts'
import { createWriter, type Writer } from '../../../../main/core/library/scan/writer.ts'
import type { FileToRead, Reading, Tagged, TagPool } from '../../../../main/core/library/tags/tagged.ts'
import { openStore, type Store } from '../../../../main/core/store/open.ts'
import { indexTracks } from '../../../../main/core/store/tables/search.ts'

export interface Song {
  readonly title?: string | null
  readonly artist?: string | null
  readonly album?: string | null
  readonly albumArtist?: string | null
  readonly compilation?: boolean
  readonly disc?: number | null
  readonly track?: number | null
  readonly year?: number | null
  readonly genres?: readonly string[]
  readonly artists?: readonly string[]
  readonly artistSort?: string | null
  readonly durationMs?: number
  readonly codec?: string
  readonly bitrate?: number
  readonly playable?: boolean
  /** What it sounds like: equal words are the same encoded sound; null cannot be told. */
  readonly sound?: string | null
  readonly picture?: string
}

export function taggedOf(song: Song): Tagged {
  const playable = song.playable ?? true
  return {
    ok: true,
    title: song.title === undefined ? 'Untold' : song.title,
    artist: song.artist === undefined ? 'Somebody' : song.artist,
    artists: song.artists ?? (song.artist === null ? [] : [song.artist ?? 'Somebody']),
    artistSort: song.artistSort ?? null,
    album: song.album === undefined ? 'A Record' : song.album,
    albumSort: null,
    albumArtist: song.albumArtist === undefined ? 'Somebody' : song.albumArtist,
    albumArtistSort: null,
    titleSort: null,
    compilation: song.compilation ?? false,
    disc: song.disc ?? null,
    track: song.track ?? null,
    year: song.year ?? null,
    genres: song.genres ?? [],
    rating: null,
    trackGainDb: null,
    trackPeak: null,
    albumGainDb: null,
    albumPeak: null,
    durationMs: song.durationMs ?? 180_000,
    codec: song.codec ?? 'mp3',
    mime: 'audio/mpeg',
    bitrate: song.bitrate ?? 192_000,
    sampleRate: 44_100,
    channels: 2,
    playable,
    unplayableReason: playable ? null : 'wma',
    audioKey:
      song.sound === null
        ? null
        : createHash('md5')
            .update(song.sound ?? JSON.stringify(song))
            .digest(),
    picture:
      song.picture === undefined
        ? null
        : { hash: createHash('md5').update(song.picture).digest('hex'), mime: 'image/png', bytes: 9 },
    warning: null,
  }
}

/** Reads pretend files; counts what it read. */
export interface PretendPool extends TagPool {
  readonly asked: string[]
  /** Called with each path before it is read. */
  before: (path: string) => void | Promise<void>
}

export function pretendPool(): PretendPool {
  const pool: PretendPool = {
    asked: [],
    before: () => undefined,
    read: batch => Promise.all(batch.map(file => readOne(pool, file))),
    close: async () => undefined,
  }
  return pool
}

async function readOne(pool: PretendPool, { path }: FileToRead): Promise<Reading> {
  const name = typeof path === 'string' ? path : Buffer.from(path).toString('latin1')
  pool.asked.push(name)
  await pool.before(name)
  try {
    const text = readFileSync(typeof path === 'string' ? path : Buffer.from(path), 'utf8')
    if (text === '') return { ok: false, code: 'file-empty', message: 'The file is empty.' }
    // Written by `House.put` below.
    return taggedOf(JSON.parse(text) as Song)
  } catch (error) {
    if (error instanceof SyntaxError) return { ok: false, code: 'file-not-audio', message: 'This is no audio.' }
    const code = error instanceof Error && 'code' in error ? error.code : ''
    return code === 'ENOENT'
      ? { ok: false, code: 'file-missing', message: 'The file is gone.' }
      : { ok: false, code: 'file-unreadable', message: 'The file cannot be opened.' }
  }
}

/** Folders of music in a temporary place, the library that scans them, and ways to ask what it knows. */
export class House {
  readonly place = realpathSync(mkdtempSync(join(tmpdir(), 'dwell-scan-')))
  readonly pool = pretendPool()
  readonly store: Store
  writer: Writer
  walk: Walk = walkHere
  /** The monotonic clock: who turns it fast gets small commits. */
  tick: () => number = () => performance.now()
  pictures: FolderPictures | null = null
  #now = 1_700_000_000_000
  #mtime = 1_600_000_000

  constructor(file = ':memory:') {
    this.store = openStore({ file })
    this.writer = createWriter(this.store.db, indexTracks)
  }

  path(path: string): string {
    return join(this.place, path)
  }

  /** Writes a pretend song; its time of change moves on with each one. */
  put(path: string, song: Song | string): void {
    mkdirSync(dirname(this.path(path)), { recursive: true })
    writeFileSync(this.path(path), typeof song === 'string' ? song : JSON.stringify(song))
    this.#mtime += 10
    utimesSync(this.path(path), this.#mtime, this.#mtime)
  }

  move(from: string, to: string): void {
    mkdirSync(dirname(this.path(to)), { recursive: true })
    renameSync(this.path(from), this.path(to))
  }

  remove(path: string): void {
    rmSync(this.path(path), { recursive: true })
  }

  /** Adds a folder to the library. Its root's id. */
  addRoot(path = ''): number {
    const absolute = path === '' ? this.place : this.path(path)
    mkdirSync(absolute, { recursive: true })
    return this.writer.tables.roots.add(absolute, path, this.#now).id
  }

  roots(): readonly ScanScope[] {
    return this.writer.tables.roots.all().map(root => ({ rootId: root.id, starts: null }))
  }

  async scan(
    scopes = this.roots(),
    { signal = new AbortController().signal, onProgress = (_counts: ScanCounts): void => undefined } = {},
  ): Promise<ScanOutcome> {
    this.#now += 1000
    this.pool.asked.length = 0
    const tools = {
      writer: this.writer,
      pool: this.pool,
      walk: this.walk,
      pictures: this.pictures,
      now: () => this.#now,
      tick: this.tick,
    }
    return scan(tools, scopes, signal, { onProgress, onCommit: () => undefined })
  }

  ask<T = Record<string, unknown>>(sql: string, ...values: unknown[]): readonly T[] {
    // The test names the columns it asks for.
    return this.store.db.prepare(sql).all(...values) as T[]
  }

  /** Where each present file lies and which track it is. */
  shelf(): Readonly<Record<string, number | null>> {
    const rows = this.ask<{ path: string; folder: string; name: string; track: number | null }>(
      `SELECT r.name AS path, d.path AS folder, f.name, f.track_id AS track FROM files f JOIN folders d ON d.id = f.folder_id
       JOIN roots r ON r.id = f.root_id WHERE f.present = 1 ORDER BY f.id`,
    )
    return Object.fromEntries(
      rows.map(row => [[row.path, row.folder, row.name].filter(part => part !== '').join('/'), row.track]),
    )
  }

  /** The track of the file at this path. */
  trackAt(path: string): number {
    const found = this.shelf()[path]
    if (found === undefined || found === null) throw new Error(`no track at ${path}: ${JSON.stringify(this.shelf())}`)
    return found
  }

  track(id: number): Record<string, unknown> {
    const [row] = this.ask('SELECT * FROM tracks WHERE id = ?', id)
    if (row === undefined) throw new Error(`no track ${id}`)
    return row
  }

  count(sql: string): number {
    return Number(this.store.db.prepare(sql).pluck().get())
  }

  close(): void {
    this.store.close()
    rmSync(this.place, { recursive: true, force: true })
  }
}
