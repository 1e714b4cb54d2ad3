// The rows under the library: roots, folders, files, tracks, albums and names, as the scanner writes and asks them.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStore, type Store } from '../../../main/core/store/open.ts'
import { createAlbums } from '../../../main/core/store/tables/albums.ts'
import { createNames } from '../../../main/core/store/tables/artists.ts'
import { createFiles, type FileSound, type Files } from '../../../main/core/store/tables/files.ts'
import { createFolders, type Folders } from '../../../main/core/store/tables/folders.ts'
import { createRoots, type Roots } from '../../../main/core/store/tables/roots.ts'
import { createTracks, type Tracks, type TrackValues } from '../../../main/core/store/tables/tracks.ts'

let store: Store
let roots: Roots
let folders: Folders
let files: Files
let tracks: Tracks
beforeEach(() => {
  store = openStore({ file: ':memory:' })
  roots = createRoots(store.db)
  folders = createFolders(store.db)
  files = createFiles(store.db)
  tracks = createTracks(store.db)
})
afterEach(() => store.close())

const rain: TrackValues = {
  title: 'Rain',
  artist: 'Ada',
  albumId: null,
  albumArtist: null,
  disc: null,
  track: null,
  year: null,
  genre: null,
  durationMs: 1000,
  identity: 'ada|rain',
  sortTitle: '2rain',
  sortArtist: '2ada',
  sortAlbum: '',
  art: null,
  rating: null,
  codec: 'mp3',
  playable: true,
  unplayableReason: null,
  trackGainDb: -3.5,
  trackPeak: 0.9,
  albumGainDb: null,
  albumPeak: null,
}
const key = (n: number) => new Uint8Array(16).fill(n)
const sound = (trackId: number, of: Partial<FileSound> = {}): FileSound => ({
  trackId,
  audioKey: key(1),
  codec: 'mp3',
  playable: true,
  unplayableReason: null,
  quality: 100,
  mime: 'audio/mpeg',
  bitrate: 128_000,
  sampleRate: 44_100,
  channels: 2,
  ...of,
})
const state = { size: 10, mtimeMs: 20 }
const folder = (rootId: number, path: string, parentId: number | null = null) =>
  folders.add({ rootId, parentId, path, raw: null, name: path, sortName: path })

describe('roots', () => {
  it('removed are hidden, and added again are the same with all they knew', () => {
    const { id } = roots.add('/m', 'm', 1)
    roots.remove(id, 2)
    expect([roots.all(), roots.one(id), roots.unsettled(), roots.someAway()]).toEqual([[], null, [id], true])
    expect(roots.add('/m', 'm', 3)).toMatchObject({ id, settling: 1 })
    roots.settled(id)
    expect([roots.all().length, roots.someAway()]).toEqual([1, false])
  })

  it('count what should be there, what is missing but doubted, and what failed in them', () => {
    const { id } = roots.add('/m', 'm', 1)
    const at = folder(id, '')
    const track = tracks.add(rain, 1)
    for (const name of ['a', 'b']) files.add({ rootId: id, folderId: at, name, rawName: null }, state, sound(track), 1)
    const lost = files.add({ rootId: id, folderId: at, name: 'c', rawName: null }, state, sound(tracks.add(rain, 1)), 1)
    files.setPresence(lost, false, true)
    files.addFailed(
      { rootId: id, folderId: at, name: 'd', rawName: null },
      state,
      { code: 'file-empty', message: 'Empty.' },
      1,
    )
    folders.setError(at, 'file-unreadable', 'No.')
    expect(roots.failed(id)).toBe(2)
    expect([files.census(id), files.doubted(id)]).toEqual([4, 1])
    expect(files.tally(id)).toEqual({ tracks: 2, recordings: 1 })
    expect(files.failures(10).map(({ name, code }) => [name, code])).toEqual([
      ['d', 'file-empty'],
      ['', 'file-unreadable'],
    ])
  })
})

describe('folders and files', () => {
  it('are read in slices, each once', () => {
    const { id } = roots.add('/m', 'm', 1)
    const other = roots.add('/n', 'n', 1).id
    const paths = ['', 'a', 'a/b', 'c']
    const ids = paths.map(path => folder(id, path))
    folder(other, '')
    const seen: string[] = []
    for (let after: string | null = null; ; ) {
      const some = folders.after(id, after, 2)
      seen.push(...some.map(one => one.path))
      after = some.at(-1)?.path ?? null
      if (some.length < 2) break
    }
    expect(seen).toEqual(paths)
    for (let i = 0; i < 7; i++)
      files.add(
        { rootId: i === 3 ? other : id, folderId: ids[0] ?? 0, name: `${i}`, rawName: null },
        state,
        sound(tracks.add(rain, 1)),
        1,
      )
    const names: string[] = []
    for (let from = 0; from < files.lastId(); from += 3)
      names.push(...files.known(id, from, from + 3).map(file => file.name))
    expect(names).toEqual(['0', '1', '2', '4', '5', '6'])
  })

  it('a moved file keeps its row, a failed one its track', () => {
    const { id } = roots.add('/m', 'm', 1)
    const [one, two] = [folder(id, 'one'), folder(id, 'two')]
    const track = tracks.add(rain, 1)
    const file = files.add({ rootId: id, folderId: one, name: 'x.mp3', rawName: null }, state, sound(track), 1)
    files.move(
      file,
      { rootId: id, folderId: two, name: 'y.mp3', rawName: key(3) },
      { size: 11, mtimeMs: 21 },
      sound(track),
    )
    expect(files.media(track)).toMatchObject([{ root: '/m', folder: 'two', name: 'y.mp3', size: 11 }])
    files.fail(file, { size: 12, mtimeMs: 22 }, { code: 'file-broken', message: 'Broken.' })
    expect(files.inFolder(two)).toMatchObject([{ trackId: track, errorCode: 'file-broken', size: 12 }])
    expect(files.media(track)).toEqual([])
  })

  it('that are gone are found by their sound; those of roots that are away when asked for', () => {
    const { id } = roots.add('/m', 'm', 1)
    const at = folder(id, 'f')
    const track = tracks.add(rain, 1)
    const file = files.add({ rootId: id, folderId: at, name: 'x.mp3', rawName: null }, state, sound(track), 1)
    expect(files.gone(key(1), false)).toEqual([])
    roots.setState(id, 'absent')
    expect([files.gone(key(1), false), files.gone(key(1), true).length]).toEqual([[], 1])
    roots.setState(id, 'present')
    files.setPresence(file, false, false)
    expect(files.gone(key(1), false)).toEqual([{ id: file, trackId: track, folder: 'f', name: 'x.mp3' }])
    expect([files.hasSound(track, key(1)), files.hasSound(track, key(2))]).toEqual([true, false])
  })
})

describe('tracks', () => {
  it('follow their best copy that can be reached', () => {
    const { id } = roots.add('/m', 'm', 1)
    const at = folder(id, '')
    const track = tracks.add(rain, 1)
    const place = (name: string) => ({ rootId: id, folderId: at, name, rawName: null })
    const flac = files.add(place('a'), state, sound(track, { codec: 'flac', quality: 900 }), 1)
    const wma = files.add(
      place('b'),
      state,
      sound(track, { codec: 'wma', quality: 50, playable: false, unplayableReason: 'WMA' }),
      1,
    )
    const row = () =>
      store.db.prepare('SELECT codec, playable, unplayable_reason AS reason, available, listed FROM tracks').get()
    const settle = () => tracks.settle(track, roots.reach())
    expect([settle(), settle(), tracks.bestQuality(track)]).toEqual(['reach', null, 900])
    expect(row()).toEqual({ codec: 'flac', playable: 1, reason: null, available: 1, listed: 1 })
    files.setPresence(flac, false, false)
    settle()
    expect(row()).toEqual({ codec: 'wma', playable: 0, reason: 'WMA', available: 1, listed: 1 })
    files.setPresence(wma, false, true)
    settle()
    expect(row()).toMatchObject({ available: 0, listed: 1 })
    files.setPresence(wma, false, false)
    settle()
    expect(row()).toMatchObject({ available: 0, listed: 0 })
    expect([tracks.settle(4711, roots.reach()), tracks.bestQuality(track)]).toEqual([null, -1])
  })

  it('know their loudness, and those who ask for another are told nothing', () => {
    const track = tracks.add(rain, 1)
    expect(tracks.loudness(track)).toEqual({ trackGainDb: -3.5, trackPeak: 0.9, albumGainDb: null, albumPeak: null })
    expect(tracks.loudness(4711)).toBeNull()
  })

  it('of a root come in order, each once, slice by slice', () => {
    const [one, two] = [roots.add('/m', 'm', 1).id, roots.add('/n', 'n', 1).id]
    const [inOne, inTwo] = [folder(one, ''), folder(two, '')]
    const ids = Array.from({ length: 5 }, (_, i) => {
      const track = tracks.add(rain, 1)
      files.add(
        { rootId: i % 2 ? two : one, folderId: i % 2 ? inTwo : inOne, name: `${i}`, rawName: null },
        state,
        sound(track),
        1,
      )
      return track
    })
    expect(tracks.ofRoot(one, 0, 2)).toEqual([ids[0], ids[2]])
    expect(tracks.ofRoot(one, ids[2] ?? 0, 2)).toEqual([ids[4]])
  })
})

describe('names', () => {
  it('are one however they are typed, and a tagged order wins over a made one', () => {
    const names = createNames(store.db)
    const ada = { name: 'Ada', fold: 'ada', sort: '2ada', sortIsTagged: false }
    const id = names.artist(ada)
    expect(names.artist({ ...ada, name: 'ADA', sort: '2lovelace ada', sortIsTagged: true })).toBe(id)
    expect(names.artist({ ...ada })).toBe(id)
    expect(store.db.prepare('SELECT name, sort_name AS sort FROM artists').all()).toEqual([
      { name: 'Ada', sort: '2lovelace ada' },
    ])
    expect(names.genre('Rock', 'rock')).toBe(names.genre('ROCK', 'rock'))
  })

  it('that were rolled back are forgotten', () => {
    const names = createNames(store.db)
    const ada = { name: 'Ada', fold: 'ada', sort: '2ada', sortIsTagged: false }
    expect(() =>
      store.db.transaction(() => {
        names.artist(ada)
        names.genre('Rock', 'rock')
        throw new Error('no')
      })(),
    ).toThrow('no')
    names.forget()
    names.artist(ada)
    names.genre('Rock', 'rock')
    expect(
      store.db.prepare('SELECT (SELECT count(*) FROM artists) + (SELECT count(*) FROM genres)').pluck().get(),
    ).toBe(2)
  })
})

it('an album shows its listed tracks in the order of the record, or all when none is listed', () => {
  const albums = createAlbums(store.db)
  const id = albums.add({
    title: 'R',
    artist: 'Ada',
    artistId: null,
    fold: 'ada|r',
    sortTitle: '2r',
    sortArtist: '2ada',
    year: null,
    compilation: false,
    art: null,
  })
  const [second, first] = [2, 1].map(track => tracks.add({ ...rain, albumId: id, track, year: 1990 + track }, 1))
  expect(albums.tracks(id).map(track => track.year)).toEqual([1991, 1992])
  const list = store.db.prepare('UPDATE tracks SET listed = ? WHERE id = ?')
  list.run(0, first)
  expect(albums.tracks(id).map(track => track.year)).toEqual([1992])
  list.run(0, second)
  expect(albums.tracks(id)).toHaveLength(2)
  albums.mark(id)
  albums.refold(id, 'ada|other')
  expect([albums.byFold('ada|r'), albums.byFold('ada|other')]).toEqual([null, id])
  expect(albums.one(id)).toMatchObject({ compilation: true })
  albums.setFacts(id, { artist: 'Bo', artistId: null, sortArtist: '2bo', year: 1, compilation: false, art: 'x' })
  expect(albums.one(id)).toMatchObject({ artist: 'Bo', year: 1, compilation: false, art: 'x' })
})
