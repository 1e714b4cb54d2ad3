// The lists of a library: what is in them, in which order, and what each row says.
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type LibraryJobs, libraryJobs } from '../../../../main/core/library/reader-jobs.ts'
import { createViews, type Views } from '../../../../main/core/library/views/index.ts'
import { createReader, type Reader } from '../../../../main/core/reader/client.ts'
import type { Output, Parsed } from '../../../../preload/contract/contract.ts'
import { albumId, artistId, type FolderId, folderId, genreId } from '../../../../preload/contract/ids.ts'
import { type TrackFilter, type TrackSort, trackSort } from '../../../../preload/contract/library.ts'
import { type House, house, type Song, shelve } from '../records.ts'

let home: House
let reader: Reader<LibraryJobs>
let views: Views

beforeEach(() => {
  home = house()
  reader = createReader(home.context, libraryJobs)
  views = createViews(home.context, reader, { settleMs: 1 })
})

afterEach(async () => {
  views.close()
  await reader.close()
  home.close()
})

const all: TrackFilter = { of: 'all' }

async function listed(filter: TrackFilter, sort?: TrackSort, descending = false): Promise<readonly string[]> {
  const { ids } = await views.handlers['library.trackIds']({ filter, sort, descending })
  return (await views.handlers['library.tracks']({ ids: ids.slice(0, 500) })).map(row => row.title)
}

async function albumsListed(input: Parsed<'library.albumIds'>): Promise<readonly string[]> {
  const { ids } = await views.handlers['library.albumIds'](input)
  return (await views.handlers['library.albums']({ ids: Int32Array.from(ids) })).map(row => row.title)
}

async function artistsListed(sort: Parsed<'library.artistIds'>['sort']): Promise<readonly string[]> {
  const { ids } = await views.handlers['library.artistIds']({ sort })
  return (await views.handlers['library.artists']({ ids: Int32Array.from(ids) })).map(row => row.name)
}

const shelf: readonly Song[] = [
  {
    title: 'So What',
    artist: 'Miles Davis',
    album: 'Kind of Blue',
    year: 1959,
    track: 1,
    durationMs: 562_000,
    addedAt: 3,
    genres: ['Jazz'],
    art: 'aa'.repeat(16),
  },
  {
    title: 'Blue in Green',
    artist: 'Miles Davis',
    album: 'Kind of Blue',
    year: 1959,
    track: 3,
    durationMs: 337_000,
    addedAt: 4,
    genres: ['Jazz', 'Ballad'],
    plays: 4,
    heardMs: 900_000,
    lastHeardAt: 70,
    fractions: 3,
  },
  {
    title: 'Jóga',
    artist: 'Björk',
    album: 'Homogenic',
    year: 1997,
    track: 2,
    durationMs: 305_000,
    addedAt: 9,
    genres: ['Pop'],
    plays: 9,
    heardMs: 100_000,
    lastHeardAt: 90,
    fractions: 9,
    likedAt: 5,
  },
  {
    title: '밤편지',
    artist: '아이유',
    album: 'Palette',
    year: 2017,
    track: 1,
    durationMs: 253_000,
    addedAt: 1,
    likedAt: 8,
  },
  { title: 'Lost Tape', artist: 'Anonymous', durationMs: 60_000, addedAt: 2, year: null },
]

describe('a list of tracks', () => {
  beforeEach(() => {
    shelve(home.store, shelf)
  })

  it.each<[TrackSort, readonly string[], readonly string[]]>([
    [
      'artist',
      ['Lost Tape', 'Jóga', 'So What', 'Blue in Green', '밤편지'],
      ['밤편지', 'So What', 'Blue in Green', 'Jóga', 'Lost Tape'],
    ],
    [
      'title',
      ['Blue in Green', 'Jóga', 'Lost Tape', 'So What', '밤편지'],
      ['밤편지', 'So What', 'Lost Tape', 'Jóga', 'Blue in Green'],
    ],
    [
      'album',
      ['Jóga', 'So What', 'Blue in Green', '밤편지', 'Lost Tape'],
      ['밤편지', 'So What', 'Blue in Green', 'Jóga', 'Lost Tape'],
    ],
    [
      'year',
      ['So What', 'Blue in Green', 'Jóga', '밤편지', 'Lost Tape'],
      ['밤편지', 'Jóga', 'So What', 'Blue in Green', 'Lost Tape'],
    ],
    [
      'duration',
      ['Lost Tape', '밤편지', 'Jóga', 'Blue in Green', 'So What'],
      ['So What', 'Blue in Green', 'Jóga', '밤편지', 'Lost Tape'],
    ],
    [
      'added',
      ['밤편지', 'Lost Tape', 'So What', 'Blue in Green', 'Jóga'],
      ['Jóga', 'Blue in Green', 'So What', 'Lost Tape', '밤편지'],
    ],
    [
      'plays',
      ['Lost Tape', 'So What', '밤편지', 'Blue in Green', 'Jóga'],
      ['Jóga', 'Blue in Green', 'Lost Tape', 'So What', '밤편지'],
    ],
    [
      'heard',
      ['Lost Tape', 'So What', '밤편지', 'Jóga', 'Blue in Green'],
      ['Blue in Green', 'Jóga', 'Lost Tape', 'So What', '밤편지'],
    ],
    [
      'lastHeard',
      ['Blue in Green', 'Jóga', 'Lost Tape', 'So What', '밤편지'],
      ['Jóga', 'Blue in Green', 'Lost Tape', 'So What', '밤편지'],
    ],
    [
      'dwell',
      ['Blue in Green', 'Jóga', 'Lost Tape', 'So What', '밤편지'],
      ['Jóga', 'Blue in Green', 'Lost Tape', 'So What', '밤편지'],
    ],
  ])('by %s keeps records together, and puts what has no value last', async (sort, up, down) => {
    expect([await listed(all, sort), await listed(all, sort, true)]).toEqual([up, down])
  })

  it('shows each kind of list in the order in which it is looked at', async () => {
    home.now = 9 + 86_400_000
    const newest: TrackFilter = { of: 'addedLately', days: 1 }
    expect({
      all: await listed(all),
      album: await listed({ of: 'album', id: albumId.parse(1) }),
      artist: await listed({ of: 'artist', id: artistId.parse(1) }),
      genre: await listed({ of: 'genre', id: genreId.parse(1) }),
      newest: await listed(newest),
      liked: await listed({ of: 'liked' }),
      likedByTitle: await listed({ of: 'liked' }, 'title'),
    }).toEqual({
      all: ['Lost Tape', 'Jóga', 'So What', 'Blue in Green', '밤편지'],
      album: ['So What', 'Blue in Green'],
      artist: ['So What', 'Blue in Green'],
      genre: ['So What', 'Blue in Green'],
      newest: ['Jóga'],
      liked: ['밤편지', 'Jóga'],
      likedByTitle: ['Jóga', '밤편지'],
    })
  })

  it('shows what cannot be reached as such, and hides what was taken out of the library', async () => {
    home.store.db.exec(
      "UPDATE tracks SET available = 0 WHERE title = 'Jóga'; UPDATE tracks SET listed = 0 WHERE artist = 'Miles Davis'",
    )
    expect(await listed(all)).toEqual(['Lost Tape', 'Jóga', '밤편지'])
    expect(await listed({ of: 'album', id: albumId.parse(1) })).toEqual([])
    const [row] = await views.handlers['library.tracks']({ ids: Int32Array.of(3) })
    expect(row?.available).toBe(false)
  })

  it('says everything about a track', async () => {
    expect(await views.handlers['library.tracks']({ ids: Int32Array.of(2) })).toEqual([
      {
        id: 2,
        title: 'Blue in Green',
        artist: 'Miles Davis',
        artists: [{ id: 1, name: 'Miles Davis' }],
        album: 'Kind of Blue',
        albumId: 1,
        albumArtist: 'Miles Davis',
        disc: 1,
        track: 3,
        year: 1959,
        genre: 'Jazz',
        durationMs: 337_000,
        art: null,
        addedAt: 4,
        codec: 'flac',
        playable: true,
        unplayableReason: null,
        available: true,
        rating: null,
        liked: false,
        plays: 4,
        heardMs: 900_000,
        lastHeardAt: 70,
        dwellFraction: 0.75,
      },
    ])
    const [never, liked] = await views.handlers['library.tracks']({ ids: Int32Array.of(1, 4) })
    expect([never?.dwellFraction, never?.lastHeardAt, never?.plays, liked?.liked]).toEqual([null, null, 0, true])
  })

  it('answers rows in the order asked and leaves out what it does not know', async () => {
    const page = await views.handlers['library.tracks']({ ids: Int32Array.of(4, 999, 1, 4) })
    expect(page.map(row => row.id)).toEqual([4, 1, 4])
    expect((await views.handlers['library.albums']({ ids: Int32Array.of(3, 99, 1) })).map(row => row.id)).toEqual([
      3, 1,
    ])
    expect((await views.handlers['library.artists']({ ids: Int32Array.of(3, 99, 1) })).map(row => row.id)).toEqual([
      3, 1,
    ])
  })

  it('forgets a like that was taken back', async () => {
    home.store.db.exec('UPDATE wishes SET undone_at = 1 WHERE target_id = 3')
    expect(await listed({ of: 'liked' })).toEqual(['밤편지'])
  })
})

describe('albums, artists, genres', () => {
  const more: readonly Song[] = [
    ...shelf,
    {
      title: 'Guest',
      artist: 'Björk & 아이유',
      people: ['Björk', '아이유'],
      album: 'Duets',
      albumArtist: 'Various Artists',
      year: 2020,
      addedAt: 20,
    },
  ]

  it('are in the orders of their pages', async () => {
    shelve(home.store, more)
    expect({
      artist: await albumsListed({ sort: 'artist' }),
      title: await albumsListed({ sort: 'title' }),
      year: await albumsListed({ sort: 'year' }),
      added: await albumsListed({ sort: 'added' }),
      heard: await albumsListed({ sort: 'heard' }),
      björk: await albumsListed({ sort: 'year', artistId: artistId.parse(2) }),
      names: await artistsListed('name'),
      tracks: (await artistsListed('tracks')).slice(0, 3),
      most: (await artistsListed('heard')).slice(0, 2),
    }).toEqual({
      artist: ['Homogenic', 'Kind of Blue', 'Duets', 'Palette'],
      title: ['Duets', 'Homogenic', 'Kind of Blue', 'Palette'],
      year: ['Duets', 'Palette', 'Homogenic', 'Kind of Blue'],
      added: ['Duets', 'Homogenic', 'Kind of Blue', 'Palette'],
      heard: ['Kind of Blue', 'Homogenic', 'Duets', 'Palette'],
      björk: ['Duets', 'Homogenic'],
      names: ['Anonymous', 'Björk', 'Miles Davis', 'Various Artists', '아이유'],
      tracks: ['Björk', 'Miles Davis', '아이유'],
      most: ['Miles Davis', 'Björk'],
    })
  })

  it('add up their tracks', async () => {
    shelve(home.store, more)
    const [blue] = await views.handlers['library.albums']({ ids: Int32Array.of(1) })
    expect(blue).toEqual({
      id: 1,
      title: 'Kind of Blue',
      artist: 'Miles Davis',
      artistId: 1,
      year: 1959,
      tracks: 2,
      durationMs: 899_000,
      art: 'aa'.repeat(16),
      compilation: false,
      heardMs: 900_000,
    })
    const [miles, bjork] = await views.handlers['library.artists']({ ids: Int32Array.of(1, 2) })
    expect([miles, bjork]).toEqual([
      { id: 1, name: 'Miles Davis', albums: 1, tracks: 2, heardMs: 900_000, art: 'aa'.repeat(16) },
      { id: 2, name: 'Björk', albums: 2, tracks: 2, heardMs: 100_000, art: null },
    ])
    expect(await views.handlers['library.genres']()).toEqual([
      { id: 2, name: 'Ballad', tracks: 1, heardMs: 900_000 },
      { id: 1, name: 'Jazz', tracks: 2, heardMs: 900_000 },
      { id: 3, name: 'Pop', tracks: 1, heardMs: 100_000 },
    ])
  })

  it('know an album that came after they were added up', async () => {
    shelve(home.store, shelf)
    await albumsListed({ sort: 'artist' })
    await artistsListed('name')
    shelve(home.store, [{ title: 'New', artist: 'Newcomer', album: 'Debut', durationMs: 5 }])
    expect(await views.handlers['library.albums']({ ids: Int32Array.of(4) })).toMatchObject([
      { title: 'Debut', tracks: 1, durationMs: 5 },
    ])
    expect(await views.handlers['library.artists']({ ids: Int32Array.of(5) })).toMatchObject([
      { name: 'Newcomer', tracks: 1, albums: 1 },
    ])
  })

  it('are counted', async () => {
    shelve(home.store, [
      ...more,
      { title: 'Silent', playable: false, available: false },
      { title: 'Hidden', genres: ['Secret'], listed: false },
    ])
    home.store.db.exec(
      "INSERT INTO files (root_id, folder_id, name, size, mtime_ms, error_code, found_at) VALUES (1, 1, 'x.mp3', 0, 0, 'file-empty', 0)",
    )
    expect(await views.handlers['library.counts']()).toEqual({
      tracks: 7,
      albums: 4,
      artists: 6,
      genres: 3,
      durationMs: 1_517_000 + 360_000,
      unplayable: 1,
      unavailable: 1,
      failed: 1,
    } satisfies Output<'library.counts'>)
  })
})

describe('folders', () => {
  it('count the tracks in them and below, each once', async () => {
    shelve(home.store, [
      { title: 'One', folders: ['Jazz/Blue'] },
      { title: 'Two', folders: ['Jazz/Blue', 'Jazz/Copies', 'Other'] },
      { title: 'Three', folders: ['Jazz'] },
      { title: 'Gone', folders: ['Empty'], listed: false },
    ])
    const below = async (parentId: FolderId | null) =>
      (await views.handlers['library.folders']({ parentId })).map(({ id, name, folders, tracks }) => ({
        id,
        name,
        folders,
        tracks,
      }))
    const [root] = await below(null)
    expect(root).toEqual({ id: 1, name: 'music', folders: 2, tracks: 3 })
    const [jazz, other] = await below(folderId.parse(1))
    expect([jazz, other]).toMatchObject([
      { name: 'Jazz', folders: 2, tracks: 3 },
      { name: 'Other', folders: 0, tracks: 1 },
    ])
    expect((await below(folderId.parse(jazz?.id))).map(({ name, tracks }) => [name, tracks])).toEqual([
      ['Blue', 2],
      ['Copies', 1],
    ])
    expect(await listed({ of: 'folder', id: folderId.parse(jazz?.id) })).toEqual(['Three', 'One', 'Two'])
  })

  it('disappear with a root that was taken out', async () => {
    shelve(home.store, [{ title: 'One', folders: ['Jazz'] }])
    home.store.db.exec('UPDATE roots SET removed_at = 1')
    expect(await views.handlers['library.folders']({ parentId: null })).toEqual([])
    expect(await listed({ of: 'folder', id: folderId.parse(1) })).toEqual([])
  })
})

describe('lists while the library changes', () => {
  const told = () => home.told.filter(event => event.name === 'library.changed').map(event => event.payload)
  const until = async (condition: () => boolean) => {
    while (!condition()) await new Promise(resolve => setTimeout(resolve, 5))
  }

  it('are read again before they are answered, where that is quick, and the window is told', async () => {
    shelve(home.store, [{ title: 'B' }])
    const before = await views.handlers['library.trackIds']({ filter: all })
    shelve(home.store, [{ title: 'A' }])
    views.invalidate('library')
    await until(() => told().length > 0)
    const after = await views.handlers['library.trackIds']({ filter: all })
    expect([after.ids.length, after.version > before.version]).toEqual([2, true])
    expect(told()[0]).toMatchObject({ version: expect.any(Number) })
  })

  it('read many changes as one', async () => {
    shelve(home.store, [{ title: 'B' }])
    await views.handlers['library.trackIds']({ filter: all })
    for (let n = 0; n < 20; n += 1) views.invalidate('library')
    await until(() => told().length > 0)
    await views.handlers['library.trackIds']({ filter: all })
    expect(told()).toHaveLength(1)
  })

  it('say nothing after a play that moves no list', async () => {
    shelve(home.store, shelf)
    await listed(all, 'title')
    const heard = await views.handlers['library.trackIds']({ filter: all, sort: 'heard' })
    views.invalidate('stats')
    expect(await listed(all, 'title')).toHaveLength(5)
    home.store.db.exec('UPDATE track_stats SET heard_ms = heard_ms * 100 WHERE track_id = 3')
    views.invalidate('stats')
    await until(() => told().length > 0)
    const after = await views.handlers['library.trackIds']({ filter: all, sort: 'heard' })
    expect([heard.ids.at(-1), after.ids.at(-1), told().length]).toEqual([2, 3, 1])
  })

  it('give the same rows for any page, whatever is on it', async () => {
    shelve(home.store, shelf)
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 30 }), async wanted => {
        const page = await views.handlers['library.tracks']({ ids: Int32Array.from(wanted) })
        expect(page.map(row => row.id)).toEqual(wanted.filter(id => id <= 5))
      }),
      { numRuns: 50 },
    )
  })

  it('hold every track once in every order', async () => {
    shelve(home.store, [...shelf, ...shelf])
    for (const sort of trackSort.options)
      for (const descending of [false, true]) {
        const { ids } = await views.handlers['library.trackIds']({ filter: all, sort, descending })
        expect([...ids].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
      }
  })
})

describe('the reader', () => {
  it('is started again when it dies, and the question is answered', async () => {
    shelve(home.store, shelf)
    const broken = new URL('data:text/javascript,process.exit(7)')
    const lame = createReader({ ...home.context, workers: { ...home.context.workers, reader: broken } }, libraryJobs)
    const ids = await lame.ask(
      { job: 'trackIds', query: { filter: all, sort: 'title', descending: false }, now: 0 },
      'now',
    )
    expect(ids.value).toHaveLength(5)
    expect(home.complaints).toHaveLength(1)
    await lame.close()
  })

  it('says what went wrong when the library cannot be read', async () => {
    home.store.db.exec('DROP TABLE track_genres')
    await expect(reader.ask({ job: 'genres' }, 'now')).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringContaining('genres'),
    })
    expect((await reader.ask({ job: 'folders' }, 'now')).value.ids).toHaveLength(0)
  })

  it('answers nobody after it was closed', async () => {
    const asked = reader.ask({ job: 'counts' }, 'later')
    const gone = expect(asked).rejects.toMatchObject({ code: 'core-restarting' })
    await reader.close()
    await gone
    await expect(reader.ask({ job: 'counts' }, 'now')).rejects.toMatchObject({ code: 'core-restarting' })
  })
})
