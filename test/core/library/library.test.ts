// The library as a whole, on real files: a folder is added, read by the real readers, listed, searched, lost and found again.
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createLibrary, type Library } from '../../../main/core/library/index.ts'
import { createTagPool } from '../../../main/core/library/tags/pool.ts'
import type { TagPool } from '../../../main/core/library/tags/tagged.ts'
import { openStore, type Store } from '../../../main/core/store/open.ts'
import { workerEntries } from '../../../main/core/workers.ts'
import type { RootId, TrackId } from '../../../preload/contract/ids.ts'
import { custom, id3v2, text } from '../../fixtures/audio/id3.ts'
import { mpegStream } from '../../fixtures/audio/mpeg.ts'
import { mediaArchives, needsMedia } from '../../fixtures/audio/tools.ts'
import { flac } from '../../fixtures/audio/vorbis.ts'
import { needsLinux, needsNoRoot, needsPosix } from '../../needs.ts'
import { until } from '../../until.ts'

const workers = workerEntries(new URL('../../../main/core/workers.ts', import.meta.url).href)
const posix = process.platform !== 'win32'
const _asRoot = process.getuid?.() === 0

let place: string
let music: string
let store: Store
let tags: TagPool
let library: Library
let events: string[]

function open(): void {
  store = openStore({ file: join(place, 'library.db') })
  tags = createTagPool({ entry: workers.tags, workers: 1 })
  library = createLibrary(
    {
      store,
      now: Date.now,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      emit: name => events.push(name),
      profileDir: place,
      cacheDir: join(place, 'cache'),
      workers,
    },
    { tags, artwork: { read: async () => null, file: () => Promise.reject(new Error('no pictures in this test')) } },
  )
}

async function close(): Promise<void> {
  await library.close()
  await tags.close()
  store.close()
}

beforeEach(() => {
  place = realpathSync(mkdtempSync(join(tmpdir(), 'dwell-library-')))
  music = join(place, 'music')
  mkdirSync(music)
  events = []
  open()
})
afterEach(async () => {
  await close()
  rmSync(place, { recursive: true, force: true })
})

interface Words {
  readonly title: string
  readonly artist?: string
  readonly sound?: number
  readonly frames?: number
}

const mp3 = ({ title, artist = 'Ada', sound = title.length, frames = 200 }: Words) =>
  Buffer.concat([
    id3v2([text('TIT2', title), text('TPE1', artist), text('TPE2', artist), text('TALB', 'A Record')]),
    mpegStream({ frames, sound, header: 'Info' }),
  ])

function put(path: string, bytes: Buffer | string): string {
  mkdirSync(dirname(join(music, path)), { recursive: true })
  writeFileSync(join(music, path), bytes)
  return join(music, path)
}

const fill = (songs: number) => {
  for (let i = 0; i < songs; i++) put(`${i % 9}/${i}.mp3`, mp3({ title: `Song ${i}`, sound: i }))
}
const ids = async () => [...(await library.handlers['library.trackIds']({ filter: { of: 'all' } })).ids]
const titles = async () => library.handlers['library.tracks']({ ids: Int32Array.from(await ids()) })
const root = async (): Promise<RootId> => {
  const [first] = await library.handlers['library.roots']()
  if (first === undefined) throw new Error('no root')
  return first.id
}
const settled = () => until(() => expect(library.handlers['library.progress']()).toMatchObject({ state: 'idle' }))
/** Lists are read anew a little after a change. */
const shows = (count: number) => until(async () => expect(await ids()).toHaveLength(count))

describe('a listener', () => {
  it('adds a folder, and soon browses and finds what is in it', async () => {
    fill(40)
    expect(await library.handlers['library.addRoot']({ path: music })).toMatchObject({
      name: 'music',
      state: 'present',
    })
    await shows(40)
    await settled()
    expect(library.handlers['library.progress']()).toMatchObject({ found: 40, done: 40, failed: 0 })
    await until(async () =>
      expect(await library.handlers['library.counts']()).toMatchObject({ tracks: 40, failed: 0, unavailable: 0 }),
    )
    const [row] = await titles()
    const found = await library.handlers['library.search']({ words: row?.title ?? '', limit: 50 })
    expect(found.tracks.map(track => track.id)).toContain(row?.id)
    expect(row).toMatchObject({ available: true, playable: true })
    expect(row?.durationMs).toBeGreaterThan(5000)
    await until(async () =>
      expect(await library.handlers['library.folders']({ parentId: null })).toMatchObject([
        { name: 'music', tracks: 40 },
      ]),
    )
    await until(async () =>
      expect(await library.handlers['library.roots']()).toMatchObject([
        { name: 'music', tracks: 40, failed: 0, state: 'present' },
      ]),
    )
    expect(events).toContain('library.progressed')
    await until(() => expect(events).toContain('library.changed'))
  })

  it('closes Dwell and finds everything again, nothing read twice', async () => {
    fill(25)
    await library.scanFolder(music)
    const before = await ids()
    await close()
    open()
    const read = vi.spyOn(tags, 'read')
    library.start({ watch: false })
    await settled()
    await until(() => expect(events.filter(name => name === 'library.progressed').length).toBeGreaterThan(1))
    expect(await ids()).toEqual(before)
    expect(read).not.toHaveBeenCalled()
  })

  it('copies an album into a folder that is watched, and it is there', async () => {
    put('one.mp3', mp3({ title: 'One' }))
    await library.handlers['library.addRoot']({ path: music })
    library.start({ watch: true })
    await shows(1)
    // The watch is taken up in its own time; until then there is the scan at the start.
    await until(
      async () => {
        put('Album/two.mp3', mp3({ title: 'Two!' }))
        expect(await ids()).toHaveLength(2)
      },
      { everyMs: 500 },
    )
    rmSync(join(music, 'one.mp3'))
    await shows(1)
  })

  it('cannot add a folder inside or around another, and adding one again changes nothing', async () => {
    mkdirSync(join(music, 'inner'))
    const { id } = await library.handlers['library.addRoot']({ path: music })
    await expect(library.handlers['library.addRoot']({ path: join(music, 'inner') })).rejects.toMatchObject({
      code: 'root-overlaps',
    })
    await expect(library.handlers['library.addRoot']({ path: place })).rejects.toMatchObject({ code: 'root-overlaps' })
    await expect(library.handlers['library.addRoot']({ path: join(place, 'nowhere') })).rejects.toMatchObject({
      code: 'root-missing',
    })
    expect(await library.handlers['library.addRoot']({ path: `${music}/` })).toMatchObject({ id })
    if (posix) {
      symlinkSync(music, join(place, 'link'))
      expect(await library.handlers['library.addRoot']({ path: join(place, 'link') })).toMatchObject({ id })
    }
  })

  it('takes a folder out and in again: hidden, then back with its history', async () => {
    put('one.mp3', mp3({ title: 'One' }))
    put('two.mp3', mp3({ title: 'Two!' }))
    await library.scanFolder(music)
    await shows(2)
    const before = await ids()
    await library.handlers['library.removeRoot']({ id: await root() })
    await shows(0)
    expect(await library.handlers['library.roots']()).toEqual([])
    await library.handlers['library.addRoot']({ path: music })
    await shows(2)
    expect(await ids()).toEqual(before)
  })

  it('loses most of a folder, is told, and says that it is so', async () => {
    for (let i = 0; i < 12; i++) put(`${i}.mp3`, mp3({ title: `Song ${i}`, sound: i * 9, frames: 100 + i * 60 }))
    await library.scanFolder(music)
    for (let i = 0; i < 8; i++) rmSync(join(music, `${i}.mp3`))
    library.handlers['library.rescan']({})
    await until(() =>
      expect(store.health.notices()).toMatchObject([{ kind: 'root-shrunken', root: 'music', missing: 8, of: 12 }]),
    )
    await shows(12)
    expect((await titles()).filter(row => row.available)).toHaveLength(4)
    await library.handlers['library.acceptAbsence']({ id: await root() })
    await shows(4)
    expect(store.health.notices()).toEqual([])
    await until(async () =>
      expect(await library.handlers['library.roots']()).toMatchObject([{ state: 'present', tracks: 4 }]),
    )
  })

  it('unplugs a disk, hears of it at the next start, and believes it emptied only when saying so', async () => {
    put('one.mp3', mp3({ title: 'One' }))
    await library.scanFolder(music)
    renameSync(join(music, 'one.mp3'), join(place, 'kept.mp3'))
    await library.scanFolder(music)
    expect(await library.handlers['library.roots']()).toMatchObject([{ state: 'empty' }])
    await shows(1)
    await library.handlers['library.acceptAbsence']({ id: await root() })
    await shows(0)
    renameSync(join(place, 'kept.mp3'), join(music, 'one.mp3'))
    await library.scanFolder(music)
    await shows(1)
  })

  it('plays the best copy that is really there', async () => {
    const low = put('low/song.mp3', mp3({ title: 'Song', frames: 383 }))
    const high = put(
      'high/song.flac',
      flac({
        comments: [
          ['TITLE', 'Song'],
          ['ARTIST', 'Ada'],
          ['ALBUMARTIST', 'Ada'],
          ['ALBUM', 'A Record'],
        ],
        samples: 441_000,
      }),
    )
    expect(await library.scanFolder(music)).toMatchObject({ files: 2, tracks: 2, recordings: 1, copies: 1, failed: [] })
    await shows(1)
    const [id] = (await ids()) as TrackId[]
    if (id === undefined) throw new Error('no track')
    expect(await library.handlers['library.mediaFile']({ id })).toMatchObject({
      path: high,
      size: readFileSync(high).length,
    })
    rmSync(high)
    expect(await library.handlers['library.mediaFile']({ id })).toMatchObject({ path: low })
    rmSync(low)
    await expect(async () => library.handlers['library.mediaFile']({ id })).rejects.toMatchObject({
      code: 'file-missing',
    })
  })

  it('cancels a scan, and goes on with it later', async () => {
    fill(300)
    await library.handlers['library.addRoot']({ path: music })
    await until(async () => expect((await library.handlers['library.progress']()).done).toBeGreaterThan(0))
    library.handlers['library.cancelScan']()
    await settled()
    library.handlers['library.rescan']({})
    await shows(300)
  })
})

describe('bad files', () => {
  it('zero bytes, a jpg called mp3, nonsense and half a file are listed with their reasons; the rest is there', async () => {
    put('empty.mp3', '')
    put(
      'picture.mp3',
      Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]), Buffer.from('JFIF'), Buffer.alloc(5000, 3)]),
    )
    put('nonsense.flac', 'this is a letter, not a song. '.repeat(100))
    put('half.flac', flac({}).subarray(0, 30))
    put('fine.mp3', mp3({ title: 'Fine' }))
    const report = await library.scanFolder(music)
    expect(report).toMatchObject({ files: 5, tracks: 1 })
    const codes = Object.fromEntries(report.failed.map(({ path, code }) => [path, code]))
    expect(codes).toMatchObject({ 'empty.mp3': 'file-empty', 'picture.mp3': 'file-not-audio' })
    expect(Object.keys(codes).sort()).toEqual(['empty.mp3', 'half.flac', 'nonsense.flac', 'picture.mp3'])
    expect((await library.handlers['library.failures']({ limit: 2 })).length).toBe(2)
    expect(await library.handlers['library.failures']({ limit: 10 })).toContainEqual(
      expect.objectContaining({ rootName: 'music', file: 'empty.mp3', code: 'file-empty' }),
    )
  })

  it('two sparse gigabytes hold nothing up', async () => {
    truncateSync(put('sparse.mp3', ''), 2 ** 31)
    truncateSync(put('sparse.wav', 'RIFF'), 2 ** 31)
    put('fine.mp3', mp3({ title: 'Fine' }))
    const report = await library.scanFolder(music)
    expect(report.files).toBe(3)
    expect(report.tracks).toBeGreaterThanOrEqual(1)
  })

  it('fifty megabytes of tags before the sound are no reason to lose the song', async () => {
    const big = id3v2([text('TIT2', 'Heavy'), text('TPE1', 'Ada'), custom('LYRICS', 'la '.repeat(17_000_000))])
    put('heavy.mp3', Buffer.concat([big, mpegStream({ frames: 200, header: 'Info' })]))
    const report = await library.scanFolder(music)
    expect(report).toMatchObject({ files: 1 })
  })

  it(
    'a file without permission is listed, and read once it has it (root may read everything)',
    needsNoRoot,
    async () => {
      chmodSync(put('locked.mp3', mp3({ title: 'Locked' })), 0)
      expect((await library.scanFolder(music)).failed).toMatchObject([{ path: 'locked.mp3', code: 'file-unreadable' }])
      chmodSync(join(music, 'locked.mp3'), 0o644)
      expect(await library.scanFolder(music)).toMatchObject({ tracks: 1, failed: [] })
    },
  )

  it('pipes called music hold nothing up (Windows has none)', needsPosix, async () => {
    execFileSync('mkfifo', [join(music, 'pipe.mp3')])
    put('fine.mp3', mp3({ title: 'Fine' }))
    expect(await library.scanFolder(music)).toMatchObject({ files: 1, tracks: 1 })
  })

  it('a name that is no valid UTF-8 is read, listed and played (only Linux has them)', needsLinux, async () => {
    const bytes = Buffer.concat([Buffer.from(`${music}/`), Buffer.from([0x63, 0x61, 0x66, 0xe9]), Buffer.from('.mp3')])
    writeFileSync(bytes, mp3({ title: 'Café' }))
    expect(await library.scanFolder(music)).toMatchObject({ files: 1, tracks: 1, failed: [] })
    await shows(1)
    const [id] = (await ids()) as TrackId[]
    const media = id === undefined ? null : await library.handlers['library.mediaFile']({ id })
    expect(Buffer.from(media?.bytes ?? []).equals(bytes)).toBe(true)
  })

  it('a name of 255 bytes is read and played', async () => {
    const path = put(`${'x'.repeat(251)}.mp3`, mp3({ title: 'Long' }))
    expect(basename(path)).toHaveLength(255)
    expect(await library.scanFolder(music)).toMatchObject({ tracks: 1 })
    await shows(1)
    const [id] = (await ids()) as TrackId[]
    expect(id === undefined ? null : await library.handlers['library.mediaFile']({ id })).toMatchObject({ path })
  })

  it(
    'every file of the test media is a track or is listed (they lie beside the project for measuring)',
    needsMedia,
    async () => {
      for (const archive of mediaArchives()) {
        const folder = join(music, basename(archive, '.tar.gz'))
        mkdirSync(folder)
        execFileSync('tar', ['xzf', archive, '-C', folder])
      }
      const report = await library.scanFolder(music)
      const named = readdirSync(music, { recursive: true, withFileTypes: true }).filter(
        entry =>
          entry.isFile() &&
          /\.(mp[123]|flac|og[ga]|opus|spx|m4[ab]|aac|wav|aiff?|wma|ape|wv|mpc|dsf|dff|mka|weba)$/i.test(entry.name) &&
          !entry.name.startsWith('.'),
      )
      expect(report.files).toBe(named.length)
      expect(report.tracks).toBeGreaterThan(report.failed.length)
      // Again: nothing changes, and nothing is read but what could not be opened.
      expect(await library.scanFolder(music)).toMatchObject({ files: report.files, tracks: report.tracks })
    },
  )
})

it('a copy of a copied file is known by its sound under any name', async () => {
  const one = put('one.mp3', mp3({ title: 'Song' }))
  copyFileSync(one, join(music, 'two.mp3'))
  expect(await library.scanFolder(music)).toMatchObject({ files: 2, recordings: 1, copies: 1 })
})
