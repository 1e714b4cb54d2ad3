// A profile as a listener leaves it: a made library whose files all lie on disk, a few that really sound, and a queue to go on with.
import { mkdirSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { encodeFlac } from '../../main/core/demo/flac.ts'
import { createCore } from '../../main/core/index.ts'
import { databaseFile } from '../../main/core/store/damage.ts'
import { openStore, type Store } from '../../main/core/store/open.ts'
import { workerEntries } from '../../main/core/workers.ts'
import type { TrackId } from '../../preload/contract/ids.ts'
import { libraryOf } from './library-of.ts'
import { listened, shelfOf } from './listened.ts'

const rate = 44_100
const seconds = 20
const audible = 5
/** Endings of the made library's codecs as files carry them. */
const endings: Readonly<Record<string, string>> = { vorbis: 'ogg', aac: 'm4a' }

/**
 * Makes the folder `profile` and, in `music`, a file for each row of its library: the size and time that the rows say and nothing in it,
 * so that a start looks at all of them as it does at a real library and finds nothing new. No tracks at all is a listener who has just
 * begun: a profile without folders. `plays`: so many are in the log.
 */
export async function listenerProfile(profile: string, music: string, tracks: number, plays = 0): Promise<void> {
  mkdirSync(profile, { recursive: true })
  let heard: ReturnType<typeof shelfOf> = new Map()
  if (tracks > 0) {
    const store = openStore({ file: databaseFile(profile) })
    libraryOf(store, tracks)
    layOnDisk(store, join(music, 'made'))
    heard = shelfOf(store)
    store.close()
  }
  const core = await createCore({
    profileDir: profile,
    cacheDir: join(profile, 'remade'),
    workers: workerEntries(),
    log: { info: () => {}, warn: console.warn, error: console.error },
    emit: () => {},
    access: 'alone',
  })
  try {
    await core.handlers['settings.set']({ onboarded: true })
    if (tracks === 0) return
    await listened(core, heard, plays, Date.now() - 24 * 3_600_000)
    const folder = join(music, 'heard')
    writeSounds(folder)
    const { tracks: found } = await core.library.scanFolder(folder)
    if (found !== audible) throw new Error(`${found} of ${audible} made files were taken in`)
    // Added just now, so they come first; behind them the queue goes on through everything, as after a double click in the list.
    const { ids } = await core.handlers['library.trackIds']({ filter: { of: 'all' }, sort: 'added', descending: true })
    const source = { kind: 'tracks' as const, name: 'All' }
    await core.handlers['queue.play']({ ids: Int32Array.from(ids), startAt: 0, origin: 'hand', source })
    const { current } = await core.handlers['queue.state']()
    if (current?.track.id !== (ids[0] as TrackId | undefined)) throw new Error('the queue was not kept')
  } finally {
    await core.close()
  }
}

/** Tones that begin at once: the first sample that leaves the player is not silence. */
function writeSounds(folder: string): void {
  mkdirSync(folder, { recursive: true })
  for (let number = 1; number <= audible; number += 1) {
    const samples = new Int16Array(2 * rate * seconds)
    for (let at = 0; at < samples.length / 2; at += 1) {
      const value = Math.round(8000 * Math.cos((2 * Math.PI * (200 + 40 * number) * at) / rate))
      samples[2 * at] = value
      samples[2 * at + 1] = value
    }
    const comments = [
      ['TITLE', `Tone ${number}`],
      ['ARTIST', 'The Tones'],
      ['ALBUM', 'Heard'],
      ['TRACKNUMBER', String(number)],
    ] as const
    writeFileSync(join(folder, `${number}.flac`), encodeFlac(samples, rate, { comments, picture: null }))
  }
}

function layOnDisk({ db }: Store, root: string): void {
  const rename = db.prepare('UPDATE files SET name = ? WHERE id = ?')
  // As the scanner would have left it: its time tells a restart that nothing is unfinished.
  db.prepare("UPDATE roots SET path = ?, name = 'made', last_scan_at = added_at WHERE id = 1").run(root)
  // Rows of the query below, by its columns.
  const folders = db.prepare('SELECT id, path FROM folders').all() as { id: number; path: string }[]
  const files = db.prepare('SELECT id, folder_id AS folder, name, size, mtime_ms AS mtimeMs FROM files').all() as {
    id: number
    folder: number
    name: string
    size: number
    mtimeMs: number
  }[]
  const pathOf = new Map(folders.map(({ id, path }) => [id, join(root, path)]))
  for (const path of pathOf.values()) mkdirSync(path, { recursive: true })
  db.transaction(() => {
    for (const { id, folder, name, size, mtimeMs } of files) {
      const dot = name.lastIndexOf('.') + 1
      const real = name.slice(0, dot) + (endings[name.slice(dot)] ?? name.slice(dot))
      if (real !== name) rename.run(real, id)
      const path = join(pathOf.get(folder) ?? root, real)
      writeFileSync(path, '')
      truncateSync(path, size)
      utimesSync(path, mtimeMs / 1000, mtimeMs / 1000)
    }
  })()
  db.pragma('wal_checkpoint(TRUNCATE)')
}
