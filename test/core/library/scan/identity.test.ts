// A listener's history stays with the music, whatever happens to the files.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { House, type Song } from './pretend.ts'

let house: House
beforeEach(() => {
  house = new House()
  house.addRoot()
})
afterEach(() => house.close())

const rain: Song = { title: 'Rain', artist: 'Ada', album: 'Weather', track: 1, sound: 'rain', durationMs: 200_000 }
const snow: Song = { title: 'Snow', artist: 'Ada', album: 'Weather', track: 2, sound: 'snow', durationMs: 210_000 }

describe('a file that was', () => {
  beforeEach(async () => {
    house.put('Ada/01 Rain.mp3', rain)
    house.put('Ada/02 Snow.mp3', snow)
    await house.scan()
  })

  it('moved to another folder keeps its history, and its row', async () => {
    const before = house.trackAt('Ada/01 Rain.mp3')
    house.move('Ada/01 Rain.mp3', 'Sorted/A/Ada - Rain.mp3')
    await house.scan()
    expect(house.shelf()).toEqual({
      'Sorted/A/Ada - Rain.mp3': before,
      'Ada/02 Snow.mp3': house.trackAt('Ada/02 Snow.mp3'),
    })
    expect(house.count('SELECT count(*) FROM files')).toBe(2)
    expect(house.track(before)).toMatchObject({ available: 1, listed: 1 })
  })

  it('moved to another root keeps its history', async () => {
    house.addRoot('elsewhere')
    house.put('elsewhere/keep.mp3', { title: 'Keep', sound: 'keep' })
    house.close()
    house = new House()
    house.addRoot('one')
    house.addRoot('two')
    house.put('one/Rain.mp3', rain)
    house.put('one/Snow.mp3', snow)
    await house.scan()
    const before = house.trackAt('one/Rain.mp3')
    house.move('one/Rain.mp3', 'two/Rain.mp3')
    await house.scan()
    expect(house.trackAt('two/Rain.mp3')).toBe(before)
    expect(house.count('SELECT count(*) FROM tracks')).toBe(2)
  })

  it('renamed keeps its history', async () => {
    const before = house.trackAt('Ada/01 Rain.mp3')
    house.move('Ada/01 Rain.mp3', 'Ada/rain (final).mp3')
    await house.scan()
    expect(house.trackAt('Ada/rain (final).mp3')).toBe(before)
  })

  it('renamed in case alone keeps its history and is one file', async () => {
    const before = house.trackAt('Ada/01 Rain.mp3')
    house.move('Ada/01 Rain.mp3', 'Ada/01 rain.MP3')
    await house.scan()
    expect(house.shelf()).toEqual({ 'Ada/01 rain.MP3': before, 'Ada/02 Snow.mp3': house.trackAt('Ada/02 Snow.mp3') })
    expect(house.count('SELECT count(*) FROM files')).toBe(2)
  })

  it('re-tagged keeps its history and wears its new tags', async () => {
    const before = house.trackAt('Ada/01 Rain.mp3')
    house.put('Ada/01 Rain.mp3', { ...rain, title: 'Rain (Remastered)', album: 'Weather, Again', year: 1999 })
    await house.scan()
    expect(house.trackAt('Ada/01 Rain.mp3')).toBe(before)
    expect(house.track(before)).toMatchObject({ title: 'Rain (Remastered)', year: 1999 })
  })

  it('re-encoded in place keeps its history', async () => {
    const before = house.trackAt('Ada/01 Rain.mp3')
    house.put('Ada/01 Rain.mp3', { ...rain, sound: 'rain at 320', durationMs: 200_900, bitrate: 320_000 })
    await house.scan()
    expect(house.trackAt('Ada/01 Rain.mp3')).toBe(before)
  })

  it('re-encoded to another format, the old one thrown away, keeps its history', async () => {
    const before = house.trackAt('Ada/01 Rain.mp3')
    house.remove('Ada/01 Rain.mp3')
    house.put('Ada/01 Rain.flac', { ...rain, sound: 'rain in flac', codec: 'flac', durationMs: 200_040 })
    await house.scan()
    expect(house.trackAt('Ada/01 Rain.flac')).toBe(before)
    expect(house.track(before)).toMatchObject({ codec: 'flac', available: 1 })
  })

  it('moved and re-tagged at once keeps its history', async () => {
    const before = house.trackAt('Ada/01 Rain.mp3')
    house.remove('Ada/01 Rain.mp3')
    house.put('Renamed/Regen.mp3', { ...rain, title: 'Regen', album: 'Wetter' })
    await house.scan()
    expect(house.trackAt('Renamed/Regen.mp3')).toBe(before)
    expect(house.track(before)).toMatchObject({ title: 'Regen' })
  })

  it('put back after it was gone is the same track again', async () => {
    const before = house.trackAt('Ada/01 Rain.mp3')
    house.remove('Ada/01 Rain.mp3')
    await house.scan()
    expect(house.track(before)).toMatchObject({ available: 0, listed: 0 })
    house.put('Ada/01 Rain.mp3', rain)
    await house.scan()
    expect(house.trackAt('Ada/01 Rain.mp3')).toBe(before)
    expect(house.track(before)).toMatchObject({ available: 1, listed: 1 })
  })

  it('replaced by another recording under its name is another track, and the old one keeps its history', async () => {
    const before = house.trackAt('Ada/01 Rain.mp3')
    house.put('Ada/01 Rain.mp3', { title: 'Hail', artist: 'Bo', sound: 'hail', durationMs: 90_000 })
    await house.scan()
    expect(house.trackAt('Ada/01 Rain.mp3')).not.toBe(before)
    expect(house.track(before)).toMatchObject({ title: 'Rain', available: 0, listed: 0 })
  })

  it('swapped with another keeps its history under its new name', async () => {
    const [wasRain, wasSnow] = [house.trackAt('Ada/01 Rain.mp3'), house.trackAt('Ada/02 Snow.mp3')]
    house.put('Ada/01 Rain.mp3', snow)
    house.put('Ada/02 Snow.mp3', rain)
    await house.scan()
    expect(house.trackAt('Ada/01 Rain.mp3')).toBe(wasSnow)
    expect(house.trackAt('Ada/02 Snow.mp3')).toBe(wasRain)
    expect(house.count('SELECT count(*) FROM tracks')).toBe(2)
  })
})

describe('files that sound the same', () => {
  it('but carry different tags, and are all there, are different tracks', async () => {
    for (let i = 1; i <= 12; i++) house.put(`Tones/${i}.mp3`, { title: `Tone ${i}`, track: i, sound: 'one tone' })
    await house.scan()
    expect(new Set(Object.values(house.shelf())).size).toBe(12)
  })

  it('and are moved all at once each keep their own history', async () => {
    for (let i = 1; i <= 12; i++) house.put(`Tones/${i}.mp3`, { title: `Tone ${i}`, track: i, sound: 'one tone' })
    await house.scan()
    const before = house.shelf()
    house.move('Tones', 'Moved/Tones')
    await house.scan()
    expect(house.shelf()).toEqual(Object.fromEntries(Object.entries(before).map(([path, id]) => [`Moved/${path}`, id])))
    expect(house.count('SELECT count(*) FROM tracks')).toBe(12)
  })

  it('and are moved and re-tagged all at once are told apart by their names', async () => {
    for (let i = 1; i <= 12; i++) house.put(`Tones/${i}.mp3`, { title: `Tone ${i}`, track: i, sound: 'one tone' })
    await house.scan()
    const before = house.shelf()
    house.remove('Tones')
    for (let i = 12; i >= 1; i--) house.put(`Moved/${i}.mp3`, { title: `Pitch ${i}`, track: i, sound: 'one tone' })
    await house.scan()
    expect(house.shelf()).toEqual(
      Object.fromEntries(Object.entries(before).map(([path, id]) => [path.replace('Tones', 'Moved'), id])),
    )
  })

  it('and carry the same tags are copies of one recording', async () => {
    house.put('a/Rain.mp3', rain)
    house.put('b/Rain.mp3', rain)
    await house.scan()
    expect(house.trackAt('a/Rain.mp3')).toBe(house.trackAt('b/Rain.mp3'))
  })
})

describe('two copies of one recording', () => {
  it('as mp3 and flac are one track with two files, and the flac is played', async () => {
    house.put('mp3/Rain.mp3', rain)
    house.put('flac/Rain.flac', {
      ...rain,
      sound: 'rain in flac',
      codec: 'flac',
      bitrate: 900_000,
      durationMs: 199_500,
    })
    await house.scan()
    const id = house.trackAt('mp3/Rain.mp3')
    expect(house.trackAt('flac/Rain.flac')).toBe(id)
    expect(house.track(id)).toMatchObject({ codec: 'flac' })
    expect(house.writer.tables.files.media(id).map(place => place.name)).toEqual(['Rain.flac', 'Rain.mp3'])
  })

  it('of which one cannot be played here: the other is, and takes over when it goes', async () => {
    house.put('wma/Rain.wma', { ...rain, sound: 'rain in wma', codec: 'wma', playable: false, bitrate: 999_000 })
    house.put('mp3/Rain.mp3', rain)
    await house.scan()
    const id = house.trackAt('mp3/Rain.mp3')
    expect(house.trackAt('wma/Rain.wma')).toBe(id)
    expect(house.track(id)).toMatchObject({ codec: 'mp3', playable: 1, unplayable_reason: null })
    house.remove('mp3/Rain.mp3')
    await house.scan()
    expect(house.track(id)).toMatchObject({ codec: 'wma', playable: 0, unplayable_reason: 'wma', available: 1 })
  })

  it('side by side in one format under the same tags are two recordings', async () => {
    house.put('Ada/Interlude a.mp3', { ...rain, title: 'Interlude', track: null, sound: 'one' })
    house.put('Ada/Interlude b.mp3', { ...rain, title: 'Interlude', track: null, sound: 'two' })
    await house.scan()
    expect(house.trackAt('Ada/Interlude a.mp3')).not.toBe(house.trackAt('Ada/Interlude b.mp3'))
  })

  it('of different length are two recordings', async () => {
    house.put('a/Rain.mp3', rain)
    house.put('b/Rain.flac', { ...rain, sound: 'rain, live', codec: 'flac', durationMs: 260_000 })
    await house.scan()
    expect(house.trackAt('a/Rain.mp3')).not.toBe(house.trackAt('b/Rain.flac'))
  })
})

describe('a file without tags', () => {
  const bare: Song = { title: null, artist: null, album: null, albumArtist: null, sound: 'bare' }

  it('is called by its file name', async () => {
    house.put('03 - Morning_walk.wav', bare)
    await house.scan()
    expect(house.track(house.trackAt('03 - Morning_walk.wav'))).toMatchObject({ title: 'Morning walk', artist: '' })
  })

  it('moved and renamed keeps its history by its sound', async () => {
    house.put('a/one.wav', bare)
    await house.scan()
    const before = house.trackAt('a/one.wav')
    house.move('a/one.wav', 'b/two.wav')
    await house.scan()
    expect(house.trackAt('b/two.wav')).toBe(before)
  })

  it('that shares its name and length with another is not that other', async () => {
    house.put('disc one/Track 01.wav', { ...bare, sound: 'first' })
    house.put('disc two/Track 01.wav', { ...bare, sound: 'second' })
    await house.scan()
    expect(house.trackAt('disc one/Track 01.wav')).not.toBe(house.trackAt('disc two/Track 01.wav'))
  })

  it('tagged later keeps its history', async () => {
    house.put('a/one.wav', bare)
    await house.scan()
    const before = house.trackAt('a/one.wav')
    house.put('a/one.wav', { ...bare, title: 'One', artist: 'Ada' })
    await house.scan()
    expect(house.trackAt('a/one.wav')).toBe(before)
  })

  it('and with a sound that cannot be told keeps its history under its name', async () => {
    house.put('a/one.wma', { ...bare, sound: null })
    await house.scan()
    const before = house.trackAt('a/one.wma')
    house.move('a/one.wma', 'b/one.wma')
    await house.scan()
    expect(house.trackAt('b/one.wma')).toBe(before)
  })
})

describe('within one scan', () => {
  it('the file that only moved is found before one that could pass for it', async () => {
    house.put('Ada/Rain.mp3', rain)
    await house.scan()
    const before = house.trackAt('Ada/Rain.mp3')
    house.remove('Ada/Rain.mp3')
    house.put('0 first/Other.mp3', { ...rain, title: 'Other' })
    house.put('9 last/Rain.mp3', rain)
    await house.scan()
    expect(house.trackAt('9 last/Rain.mp3')).toBe(before)
    expect(house.trackAt('0 first/Other.mp3')).not.toBe(before)
  })

  it('a copy made while the first is still there does not take its place', async () => {
    house.put('Ada/Rain.mp3', rain)
    await house.scan()
    const before = house.trackAt('Ada/Rain.mp3')
    house.put('Copy/Rain.mp3', rain)
    await house.scan()
    expect(house.shelf()).toEqual({ 'Ada/Rain.mp3': before, 'Copy/Rain.mp3': before })
  })
})
