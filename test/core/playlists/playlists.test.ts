// Playlists on a real database and real files: made, ordered, taken back, carried out and in again.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createPlaylists, type Playlists } from '../../../main/core/playlists/index.ts'
import { openStore, type Store } from '../../../main/core/store/open.ts'
import { workerEntries } from '../../../main/core/workers.ts'
import { playlistId, playlistItemId } from '../../../preload/contract/ids.ts'
import { shelf } from '../../fixtures/shelf.ts'

let folder: string
let music: string
let store: Store
let lists: Playlists['handlers']

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dwell-playlists-'))
  music = join(folder, 'music')
  mkdirSync(music)
  store = openStore({ file: join(folder, 'dwell.db') })
  shelf(store.db, { tracks: 6, root: music })
  lists = createPlaylists({
    store,
    now: () => 1000,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    emit: () => undefined,
    profileDir: folder,
    cacheDir: folder,
    workers: workerEntries(),
  }).handlers
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true })
})

const ids = (...numbers: number[]) => Int32Array.from(numbers)
const tracksOf = async (id: number) =>
  Array.from((await lists['playlists.items']({ id: playlistId.parse(id) })).trackIds)

describe('a playlist', () => {
  it('keeps its order through adding, moving and removing, the same track twice if wanted', async () => {
    const { id } = await lists['playlists.create']({ name: 'Sunday', ids: ids(1, 2, 3) })
    await lists['playlists.add']({ id, ids: ids(5, 1), at: 1 })
    expect(await tracksOf(id)).toEqual([1, 5, 1, 2, 3])
    const { itemIds } = await lists['playlists.items']({ id })
    await lists['playlists.move']({ id, item: playlistItemId.parse(itemIds[4]), toIndex: 0 })
    expect(await tracksOf(id)).toEqual([3, 1, 5, 1, 2])
    await lists['playlists.remove']({ id, items: [playlistItemId.parse(itemIds[0])] })
    expect(await tracksOf(id)).toEqual([3, 5, 1, 2])
    expect(await lists['playlists.all']()).toMatchObject([{ tracks: 4 }])
  })

  it('survives a thousand moves to the front', async () => {
    const { id } = await lists['playlists.create']({ name: 'Shuffled by hand', ids: ids(1, 2, 3) })
    for (let i = 0; i < 1000; i++) {
      const { itemIds } = await lists['playlists.items']({ id })
      await lists['playlists.move']({ id, item: playlistItemId.parse(itemIds[2]), toIndex: 1 })
    }
    expect((await tracksOf(id)).toSorted()).toEqual([1, 2, 3])
    expect((await tracksOf(id))[0]).toBe(1)
  })

  it('comes back whole after it was deleted', async () => {
    const { id } = await lists['playlists.create']({ name: 'Gone', ids: ids(4, 5) })
    await lists['playlists.delete']({ id })
    expect(await lists['playlists.all']()).toEqual([])
    await lists['playlists.restore']({ id })
    expect(await lists['playlists.all']()).toMatchObject([{ tracks: 2 }])
  })

  it('says clearly that it is gone when it is', () => {
    expect(() => lists['playlists.rename']({ id: playlistId.parse(99), name: 'X' })).toThrow(/no longer there/)
  })
})

describe('a playlist file', () => {
  it('carried out and in again names the same tracks in the same order', async () => {
    const { id } = await lists['playlists.create']({ name: 'Trip', ids: ids(2, 6, 1, 2) })
    const path = join(music, 'trip.m3u8')
    expect(await lists['playlists.exportFile']({ id, path })).toEqual({ written: 4 })
    expect(readFileSync(path, 'utf8')).toContain('#EXTINF:180,Artist')
    expect(readFileSync(path, 'utf8')).not.toContain(music)
    const { playlist, matched, missing } = await lists['playlists.importFile']({ path })
    expect([playlist.name, matched, missing.length]).toEqual(['trip', 4, 0])
    expect(await tracksOf(playlist.id)).toEqual([2, 6, 1, 2])
  })

  it('is read as other players write it: backslashes, percent signs, file URLs, other places, and lines that mean nothing here', async () => {
    const path = join(folder, 'other.m3u')
    const lines = [
      '#EXTM3U',
      'music\\Album 0\\01 Track 1.flac',
      `file://${encodeURI(`${music}/Album 0/02 Track 2.flac`)}`,
      'music/Album%200/03%20Track%203.flac',
      '#EXTINF:180,Artist 4 - Track 4',
      'D:\\Elsewhere\\whatever.mp3',
      'music/nothing.mp3',
    ]
    writeFileSync(path, lines.join('\r\n'))
    const { playlist, missing } = await lists['playlists.importFile']({ path })
    expect(await tracksOf(playlist.id)).toEqual([1, 2, 3, 4])
    expect(missing).toEqual(['nothing.mp3'])
  })

  it('that cannot be read or written is named, and nothing changes', async () => {
    await expect(lists['playlists.importFile']({ path: join(folder, 'none.m3u8') })).rejects.toThrow(
      /none\.m3u8.*cannot be read/,
    )
    const { id } = await lists['playlists.create']({ name: 'Trip', ids: ids(2) })
    await expect(lists['playlists.exportFile']({ id, path: join(folder, 'no', 'such', 'trip.m3u8') })).rejects.toThrow(
      /trip\.m3u8.*cannot be written/,
    )
  })
})
