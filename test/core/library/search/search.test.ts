// What a listener types, and what is found first.
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type LibraryJobs, libraryJobs } from '../../../../main/core/library/reader-jobs.ts'
import { createSearch, type Search } from '../../../../main/core/library/search/index.ts'
import { createViews, type Views } from '../../../../main/core/library/views/index.ts'
import { createReader, type Reader } from '../../../../main/core/reader/client.ts'
import { openStore } from '../../../../main/core/store/open.ts'
import { indexTracks, unindexTracks } from '../../../../main/core/store/tables/search.ts'
import { type House, house, type Song, shelve } from '../records.ts'
import { oracle } from './oracle.ts'

let home: House
let reader: Reader<LibraryJobs>
let views: Views
let search: Search

beforeEach(() => {
  home = house()
  open()
})

afterEach(async () => {
  search.close()
  views.close()
  await reader.close()
  home.close()
})

function open(): void {
  reader = createReader(home.context, libraryJobs)
  views = createViews(home.context, reader, { settleMs: 0 })
  search = createSearch(home.context, reader, views.rows)
}

const titles = async (typed: string, limit = 50): Promise<readonly string[]> =>
  (await search.search(typed, limit)).tracks.map(track => track.title)

describe('a search as the listener types', () => {
  it('ignores accents, case and apostrophes', async () => {
    shelve(home.store, [
      { title: 'Jóga', artist: 'Björk' },
      { title: 'Don’t Stop', artist: 'Fleetwood Mac' },
    ])
    expect(await titles('BJORK jo')).toEqual(['Jóga'])
    expect(await titles("don't")).toEqual(['Don’t Stop'])
    expect(await titles('dont st')).toEqual(['Don’t Stop'])
  })

  it('wants every word, in whatever field', async () => {
    shelve(home.store, [
      { title: 'Help!', artist: 'The Beatles', album: 'Help!' },
      { title: 'Help Me', artist: 'Joni Mitchell', album: 'Court and Spark' },
    ])
    expect(await titles('help beat')).toEqual(['Help!'])
    expect(await titles('spark joni')).toEqual(['Help Me'])
    expect(await titles('help beat spark')).toEqual([])
  })

  it('puts the whole title first, then the exact word, its beginning, its inside', async () => {
    shelve(home.store, [
      { title: 'Beloved', heardMs: 9e6 },
      { title: 'Lover, You Should Have Come Over', heardMs: 8e6 },
      { title: 'Love Me Do', heardMs: 7e6 },
      { title: 'Love' },
    ])
    expect(await titles('love')).toEqual(['Love', 'Love Me Do', 'Lover, You Should Have Come Over', 'Beloved'])
  })

  it('puts the title above the artist, the artist above the record', async () => {
    shelve(home.store, [
      { title: 'One', artist: 'Somebody', album: 'Moon Safari' },
      { title: 'Two', artist: 'Moon Duo', album: 'Elsewhere' },
      { title: 'Moon Three', artist: 'Somebody', album: 'Elsewhere' },
    ])
    expect(await titles('moon')).toEqual(['Moon Three', 'Two', 'One'])
  })

  it('puts what was heard longer first among equals, then what is newer', async () => {
    shelve(home.store, [
      { title: 'Rain A', addedAt: 5 },
      { title: 'Rain B', heardMs: 1000, addedAt: 1 },
      { title: 'Rain C', addedAt: 9 },
      { title: 'Rain D', heardMs: 5000, addedAt: 1 },
    ])
    expect(await titles('rain')).toEqual(['Rain D', 'Rain B', 'Rain C', 'Rain A'])
  })

  it('finds Korean and Japanese inside a word from two characters', async () => {
    shelve(home.store, [{ title: '첫사랑' }, { title: '사랑해' }, { title: '東京事変' }, { title: '大東京' }])
    expect(await titles('사랑')).toEqual(['사랑해', '첫사랑'])
    expect(await titles('東京')).toEqual(['東京事変', '大東京'])
    expect(await titles('京')).toEqual([])
  })

  it('follows Hangul while a syllable is half typed, and finds a word by its initials', async () => {
    shelve(home.store, [{ title: '바다' }, { title: '발라드' }, { title: '밤편지' }, { title: '겨울 바다' }])
    expect(await titles('ㅂㄷ')).toEqual(expect.arrayContaining(['바다', '겨울 바다']))
    expect(await titles('받')).toEqual(['바다', '겨울 바다'])
    expect(await titles('바ㄹ')).toEqual(['발라드'])
    expect(await titles('바다')).toEqual(['바다', '겨울 바다'])
  })

  it('takes hiragana for katakana', async () => {
    shelve(home.store, [{ title: 'さくら' }, { title: 'サクラ色' }])
    expect(await titles('サクラ')).toEqual(['さくら', 'サクラ色'])
    expect(await titles('さくら')).toEqual(['さくら', 'サクラ色'])
  })

  it('finds a name with signs inside however it is typed', async () => {
    shelve(home.store, [
      { title: 'Thunderstruck', artist: 'AC/DC' },
      { title: 'Losing', artist: 'R.E.M.' },
      { title: '???', artist: '!!!' },
    ])
    for (const typed of ['ac/dc', 'acdc', 'ac dc', 'AC-DC']) expect(await titles(typed)).toEqual(['Thunderstruck'])
    expect(await titles('rem')).toEqual(['Losing'])
    expect(await titles('!!!')).toEqual(['???'])
  })

  it('answers with albums and artists too, each as a whole row', async () => {
    shelve(home.store, [
      { title: 'Airbag', artist: 'Radiohead', album: 'OK Computer', year: 1997, durationMs: 284_000, heardMs: 500 },
      {
        title: 'Paranoid Android',
        artist: 'Radiohead',
        album: 'OK Computer',
        year: 1997,
        track: 2,
        durationMs: 383_000,
      },
    ])
    const found = await search.search('radio', 10)
    expect(found).toMatchObject({
      words: 'radio',
      tracks: [{ title: 'Airbag' }, { title: 'Paranoid Android' }],
      albums: [{ title: 'OK Computer', artist: 'Radiohead', tracks: 2, durationMs: 667_000, heardMs: 500, year: 1997 }],
      artists: [{ name: 'Radiohead', albums: 1, tracks: 2, heardMs: 500 }],
    })
  })

  it('finds a track under each of its people and under the artist of its record', async () => {
    shelve(home.store, [
      {
        title: 'Under Pressure',
        artist: 'Queen & David Bowie',
        people: ['Queen', 'David Bowie'],
        album: 'Hot Space',
        albumArtist: 'Queen',
      },
    ])
    const { artists, tracks } = await search.search('bowie', 5)
    expect([artists.map(({ name }) => name), tracks.length]).toEqual([['David Bowie'], 1])
  })
})

describe('a search while the library changes', () => {
  it('finds what was scanned a moment ago, under its new name and no longer under the old', async () => {
    const [first = 0] = shelve(home.store, [{ title: 'Untitled 1' }, { title: 'Yesterday' }])
    expect(await titles('untitled')).toEqual(['Untitled 1'])
    home.store.db.prepare("UPDATE tracks SET title = 'Tomorrow' WHERE id = ?").run(first)
    indexTracks(home.store.db, Int32Array.of(first))
    shelve(home.store, [{ title: 'Tomorrow Never Knows' }])
    expect(await titles('untitled')).toEqual([])
    expect(await titles('tomorrow')).toEqual(['Tomorrow', 'Tomorrow Never Knows'])
  })

  it('finds everything after a scan of more than can be laid over the index', async () => {
    shelve(home.store, [{ title: 'First of all' }])
    await search.prime(0)
    shelve(
      home.store,
      Array.from({ length: 1500 }, (_, n) => ({ title: `Song ${n}`, artist: `Singer ${n}`, album: `Record ${n}` })),
    )
    home.now += 2000
    expect(await titles('song 1499')).toEqual(['Song 1499'])
    expect(await titles('song 3', 2)).toEqual(['Song 3', 'Song 30'])
  })

  it('does not show what was hidden, at once and after the index was made again', async () => {
    const [first = 0, second = 0] = shelve(home.store, [
      { title: 'Gone Away', album: 'Gone' },
      { title: 'Gone Home', album: 'Home' },
    ])
    expect(await titles('gone')).toHaveLength(2)
    home.store.db.prepare('UPDATE tracks SET listed = 0 WHERE id = ?').run(first)
    expect(await titles('gone')).toEqual(['Gone Home'])
    unindexTracks(home.store.db, Int32Array.of(second))
    await search.close()
    open()
    expect(await titles('gone')).toEqual([])
  })
})

/** A search of a library in memory. */
function near(songs: readonly Song[]): { search: Search; ids: Int32Array; close: () => void } {
  const store = openStore({ file: ':memory:' })
  const context = { ...home.context, store }
  const ids = shelve(store, songs)
  const nearReader = createReader(context, libraryJobs)
  const nearViews = createViews(context, nearReader)
  return {
    search: createSearch(context, nearReader, nearViews.rows),
    ids,
    close() {
      nearViews.close()
      store.close()
    },
  }
}

describe('hostile typing', () => {
  it.each([
    ['a quote', '"'],
    ['an apostrophe', "'"],
    ['a star', '*'],
    ['operators of other searches', 'NEAR(a b) AND OR NOT ^ {title} : -a'],
    ['another language', "'; DROP TABLE tracks; --"],
    ['wildcards', '% _ \\ ?'],
    ['nothing', ''],
    ['white space', ' \n\t '],
    ['a null character', '\u0000'],
    ['an emoji', '😀'],
    ['a family of emoji', '👩‍👩‍👧'],
    ['half an emoji', '\ud800'],
    ['accents without a letter', '\u0301'.repeat(50)],
    ['two hundred initials', 'ㅋ'.repeat(200)],
    ['two hundred syllables', '가'.repeat(200)],
    ['two hundred accents', 'é'.repeat(200)],
    ['two hundred signs', '!'.repeat(200)],
    ['a hundred words', Array.from({ length: 100 }, (_, n) => String.fromCharCode(0x4e00 + n)).join(' ')],
  ])('%s is answered', async (_what, typed) => {
    const { search: quick, close } = near([{ title: 'Any', artist: 'Body' }])
    const found = await quick.search(typed, 200)
    expect({ ...found, words: '' }).toEqual({ words: '', tracks: [], albums: [], artists: [] })
    close()
  })

  it('answers anything that can be typed', async () => {
    const { search: quick, close } = near([
      { title: 'Any', artist: 'Body' },
      { title: '아무 😀', artist: '*' },
    ])
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), async typed => {
        expect((await quick.search(typed, 3)).words).toBe(typed)
      }),
      { numRuns: 300 },
    )
    close()
  })
})

describe('the search against a slow one', () => {
  const named = (word: fc.Arbitrary<string>): fc.Arbitrary<string> =>
    fc.array(word, { minLength: 1, maxLength: 3 }).map(list => list.join(' '))
  const song = (name: fc.Arbitrary<string>): fc.Arbitrary<Song> =>
    fc.record({
      title: name,
      artist: name,
      album: name,
      heardMs: fc.constantFrom(0, 1000, 2000),
      addedAt: fc.constantFrom(1, 2, 3),
    })

  /** Ids found by both, for every query. */
  async function both(songs: readonly Song[], typed: readonly string[], limit: number) {
    const { search: quick, ids, close } = near(songs)
    const library = songs.map((each, index) => ({
      id: ids[index] ?? 0,
      heardMs: each.heardMs ?? 0,
      addedAt: each.addedAt ?? 0,
      title: each.title,
      people: each.artist ?? '',
      record: `${each.album} ${each.artist}`,
    }))
    const answers: { quick: readonly number[]; slow: readonly number[] }[] = []
    for (const query of typed)
      answers.push({
        quick: (await quick.search(query, limit)).tracks.map(track => track.id),
        slow: oracle(library, query).slice(0, limit),
      })
    close()
    return answers
  }

  it('finds the same tracks in the same order', async () => {
    // Few letters, so that words meet.
    const name = named(fc.stringMatching(/^(?:[abcé]{1,4}|[東京海]{1,3}|[サくら]{1,3}|[ab]{1,2}[0-1]{1,2})$/))
    await fc.assert(
      fc.asyncProperty(
        fc.array(song(name), { minLength: 1, maxLength: 25 }),
        fc.array(name, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 30 }),
        async (songs, typed, limit) => {
          for (const { quick, slow } of await both(songs, typed, limit)) expect(quick).toEqual(slow)
        },
      ),
      { numRuns: 100 },
    )
  })

  it('puts half-typed Hangul after everything that matches as it stands', async () => {
    const name = named(fc.stringMatching(/^[바다받밤사랑라]{1,3}$/))
    await fc.assert(
      fc.asyncProperty(
        fc.array(song(name), { minLength: 1, maxLength: 25 }),
        fc.array(name, { minLength: 1, maxLength: 6 }),
        async (songs, typed) => {
          for (const { quick, slow } of await both(songs, typed, 30)) expect(quick.slice(0, slow.length)).toEqual(slow)
        },
      ),
      { numRuns: 100 },
    )
  })
})
