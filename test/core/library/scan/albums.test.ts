// Records, people and kinds, as a listener expects to find them on the shelf.
import { utimesSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mostCommon } from '../../../../main/core/library/scan/albums.ts'
import { House, type Song } from './pretend.ts'

let house: House
beforeEach(() => {
  house = new House()
  house.addRoot()
})
afterEach(() => house.close())

const albums = () =>
  house.ask(
    'SELECT title, artist, year, compilation, (SELECT count(*) FROM tracks t WHERE t.album_id = a.id) AS tracks FROM albums a ORDER BY title, id',
  )
const song = (song: Song): Song => ({ sound: JSON.stringify(song), albumArtist: null, ...song })

describe('a record', () => {
  it('is one however its names are typed, and over the folders of its discs', async () => {
    house.put('x/CD1/1.mp3', song({ title: 'One', album: 'Élan Vital', albumArtist: 'BJÖRK', disc: 1, year: 1997 }))
    house.put('x/CD2/1.mp3', song({ title: 'Two', album: 'elan vital', albumArtist: 'Bjork', disc: 2, year: 1997 }))
    await house.scan()
    expect(albums()).toEqual([{ title: 'Élan Vital', artist: 'BJÖRK', year: 1997, compilation: 0, tracks: 2 }])
  })

  it('without an album artist is told by its folder, the discs in it together', async () => {
    house.put('a/CD 1/1.mp3', song({ title: 'One', album: 'Greatest Hits', artist: 'Ada' }))
    house.put('a/CD 2/1.mp3', song({ title: 'Two', album: 'Greatest Hits', artist: 'Ada feat. Bo' }))
    house.put('a/CD 2/2.mp3', song({ title: 'Three', album: 'Greatest Hits', artist: 'Ada' }))
    house.put('b/1.mp3', song({ title: 'One', album: 'Greatest Hits', artist: 'Bo' }))
    await house.scan()
    expect(albums()).toMatchObject([
      { artist: 'Ada', compilation: 0, tracks: 3 },
      { artist: 'Bo', compilation: 0, tracks: 1 },
    ])
  })

  it('by four different artists in one folder is a compilation', async () => {
    for (const artist of ['Ada', 'Bo', 'Cy', 'Di'])
      house.put(`mix/${artist}.mp3`, song({ title: artist, artist, album: 'Summer' }))
    await house.scan()
    expect(albums()).toEqual([{ title: 'Summer', artist: 'Various Artists', year: null, compilation: 1, tracks: 4 }])
  })

  it('that says it is a compilation is one, with any number of artists', async () => {
    house.put('mix/1.mp3', song({ title: 'One', artist: 'Ada', album: 'Split', compilation: true }))
    house.put('mix/2.mp3', song({ title: 'Two', artist: 'Bo', album: 'Split', compilation: true }))
    await house.scan()
    expect(albums()).toMatchObject([{ artist: 'Various Artists', compilation: 1, tracks: 2 }])
  })

  it('takes the year that most of its tracks name', async () => {
    for (const [i, year] of [1980, 1999, 1980, null].entries())
      house.put(`${i}.mp3`, song({ title: `${i}`, albumArtist: 'Ada', year }))
    await house.scan()
    expect(albums()).toMatchObject([{ year: 1980 }])
  })

  it('stays the same record when its folder moves, so that what was said of it stays', async () => {
    house.put('old place/1.mp3', song({ title: 'One', album: 'Hits' }))
    house.put('old place/2.mp3', song({ title: 'Two', album: 'Hits' }))
    await house.scan()
    const before = house.ask('SELECT id FROM albums')
    house.move('old place', 'new/place')
    await house.scan()
    expect(house.ask('SELECT id FROM albums')).toEqual(before)
  })

  it('follows its tracks when they are re-tagged', async () => {
    house.put('1.mp3', song({ title: 'One', album: 'Tpyo', albumArtist: 'Ada', sound: 'a', year: 1990 }))
    await house.scan()
    house.put('1.mp3', song({ title: 'One', album: 'Typo', albumArtist: 'Ada', sound: 'a', year: 1991 }))
    await house.scan()
    expect(albums()).toMatchObject([
      { title: 'Tpyo', tracks: 0 },
      { title: 'Typo', tracks: 1, year: 1991 },
    ])
  })
})

describe('people', () => {
  it('are each known once, in the order of the tag, and sorted as the tag says', async () => {
    house.put('1.mp3', song({ title: 'Duet', artist: 'Ada & Bo', artists: ['Ada', 'Bo'] }))
    house.put('2.mp3', song({ title: 'Solo', artist: 'ADA', artistSort: 'Lovelace, Ada' }))
    await house.scan()
    expect(house.ask('SELECT name, sort_name FROM artists ORDER BY id')).toEqual(
      [
        { name: 'Ada', sort_name: '2lovelace ada' },
        { name: 'Bo', sort_name: '2bo' },
        // Who the record is filed under, as printed.
        { name: 'Ada & Bo', sort_name: '2ada & bo' },
      ].map(row => expect.objectContaining({ name: row.name })),
    )
    expect(house.ask('SELECT sort_name FROM artists WHERE name = ?', 'Ada')).toEqual([{ sort_name: '2lovelace ada' }])
    const people = house.ask(
      'SELECT a.name FROM track_artists ta JOIN artists a ON a.id = ta.artist_id WHERE ta.track_id = ? ORDER BY ta.position',
      house.trackAt('1.mp3'),
    )
    expect(people).toEqual([{ name: 'Ada' }, { name: 'Bo' }])
  })

  it('and kinds change with the tags', async () => {
    house.put('1.mp3', song({ title: 'One', genres: ['Rock', 'rock', 'Jazz'], sound: 'x' }))
    await house.scan()
    const id = house.trackAt('1.mp3')
    const kinds = () =>
      house.ask(
        'SELECT g.name FROM track_genres tg JOIN genres g ON g.id = tg.genre_id WHERE tg.track_id = ? ORDER BY g.name',
        id,
      )
    expect(kinds()).toEqual([{ name: 'Jazz' }, { name: 'Rock' }])
    house.put('1.mp3', song({ title: 'One', artist: 'Bo', genres: ['Folk'], sound: 'x' }))
    await house.scan()
    expect(kinds()).toEqual([{ name: 'Folk' }])
    expect(house.track(id)).toMatchObject({ genre: 'Folk', artist: 'Bo' })
  })
})

describe('the picture of a folder', () => {
  const wear = () => {
    house.pictures = {
      read: async path => {
        read.push(path.toString())
        return { hash: String(read.length).padStart(32, '0'), mime: 'image/jpeg', bytes: 3 }
      },
    }
  }
  const read: string[] = []
  const picture = (path: string, at: number) => {
    writeFileSync(house.path(path), 'jpg')
    utimesSync(house.path(path), at, at)
  }
  beforeEach(() => {
    read.length = 0
    wear()
  })

  it('is worn by the tracks without their own, by the discs below, and by the record', async () => {
    house.put('rec/CD1/1.mp3', song({ title: 'One', album: 'R', albumArtist: 'Ada' }))
    house.put('rec/CD2/2.mp3', song({ title: 'Two', album: 'R', albumArtist: 'Ada', picture: 'own' }))
    house.put('rec/CD2/3.mp3', song({ title: 'Three', album: 'R', albumArtist: 'Ada' }))
    picture('rec/folder.jpg', 1000)
    await house.scan()
    const hash = '1'.padStart(32, '0')
    expect(house.track(house.trackAt('rec/CD1/1.mp3'))).toMatchObject({ art: hash })
    expect(house.track(house.trackAt('rec/CD2/2.mp3'))).not.toMatchObject({ art: hash })
    expect(house.track(house.trackAt('rec/CD2/3.mp3'))).toMatchObject({ art: hash })
    expect(house.ask('SELECT art FROM albums')).toEqual([{ art: hash }])
  })

  it('is read once, again when it changes, and taken off when it is gone', async () => {
    house.put('rec/1.mp3', song({ title: 'One', albumArtist: 'Ada' }))
    picture('rec/cover.jpg', 1000)
    await house.scan()
    await house.scan()
    expect(read).toEqual([house.path('rec/cover.jpg')])
    picture('rec/cover.jpg', 2000)
    await house.scan()
    expect(house.track(house.trackAt('rec/1.mp3'))).toMatchObject({ art: '2'.padStart(32, '0') })
    house.remove('rec/cover.jpg')
    await house.scan()
    expect(house.track(house.trackAt('rec/1.mp3'))).toMatchObject({ art: null })
    expect(house.ask('SELECT art FROM albums')).toEqual([{ art: null }])
  })
})

it('what is met most often wins, the first among equals, and nothing never does', () => {
  expect(mostCommon([null, 'b', 'a', 'a', 'b', null, null])).toBe('b')
  expect(mostCommon([null])).toBeNull()
  expect(mostCommon([])).toBeNull()
})
