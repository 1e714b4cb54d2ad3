// What ID3 tags say about a song, in every version and dialect that taggers have written.
import { afterAll, describe, expect, it } from 'vitest'
import { AudioFolder } from '../../../fixtures/audio/folder.ts'
import { custom, type Encoding, id3v1, id3v2, picture, picture22, rated, text } from '../../../fixtures/audio/id3.ts'
import { apeTag, mpegStream } from '../../../fixtures/audio/mpeg.ts'
import { jpegLike } from '../../../fixtures/audio/pictures.ts'

const folder = new AudioFolder()
afterAll(() => folder.close())

const sound = mpegStream({ frames: 50, header: 'Info' })
const song = (...parts: readonly Buffer[]) => folder.tagged('song.mp3', Buffer.concat(parts))

describe('an mp3 with an ID3v2 tag', () => {
  it('is known by everything that its tag says', async () => {
    const tag = id3v2([
      text('TIT2', 'Rain'),
      text('TPE1', 'Ada feat. Milo'),
      text('TPE2', 'Ada'),
      text('TALB', 'Weather'),
      text('TSOT', 'Rain, The'),
      text('TSOP', 'Ada, A'),
      text('TSOA', 'Weather, The'),
      text('TSO2', 'Ada, AA'),
      text('TRCK', '3/12'),
      text('TPOS', '2/2'),
      text('TDRC', '1999-05-01'),
      text('TCON', ['Jazz', 'Blues']),
      text('TCMP', '1'),
      custom('REPLAYGAIN_TRACK_GAIN', '-7.54 dB'),
      custom('replaygain_track_peak', '0.98'),
      custom('REPLAYGAIN_ALBUM_GAIN', '+1.20 dB'),
      custom('REPLAYGAIN_ALBUM_PEAK', '1.01'),
      rated('Windows Media Player 9 Series', 196),
    ])
    expect(await song(tag, sound)).toMatchObject({
      title: 'Rain',
      artist: 'Ada feat. Milo',
      artists: ['Ada', 'Milo'],
      albumArtist: 'Ada',
      album: 'Weather',
      titleSort: 'Rain, The',
      artistSort: 'Ada, A',
      albumSort: 'Weather, The',
      albumArtistSort: 'Ada, AA',
      track: 3,
      disc: 2,
      year: 1999,
      genres: ['Jazz', 'Blues'],
      compilation: true,
      trackGainDb: -7.54,
      trackPeak: 0.98,
      albumGainDb: 1.2,
      albumPeak: 1.01,
      rating: 0.8,
      codec: 'mp3',
      mime: 'audio/mpeg',
      playable: true,
      unplayableReason: null,
      warning: null,
    })
  })

  it.each<Encoding>(['latin1', 'utf-16', 'utf-16be', 'utf-8'])('is read in %s', async encoding => {
    const tag = id3v2([
      text('TIT2', 'Größe', encoding),
      text('TPE1', ['Ada', 'Måne'], encoding),
      custom('ARTISTS', 'Ada', encoding),
    ])
    expect(await song(tag, sound)).toMatchObject({ title: 'Größe', artist: 'Ada, Måne', artists: ['Ada'] })
  })

  it.each([2, 3, 4] as const)('is read in version 2.%i', async version => {
    const names = version === 2 ? ['TT2', 'TP1', 'TRK', 'TYE', 'TCO'] : ['TIT2', 'TPE1', 'TRCK', 'TYER', 'TCON']
    const values = ['비', '아다', '3/12', '1999', '(17)']
    const tag = id3v2(
      names.map((name, i) => text(name, values[i] ?? '', 'utf-16')),
      { version },
    )
    expect(await song(tag, sound)).toMatchObject({
      title: '비',
      artist: '아다',
      track: 3,
      year: 1999,
      genres: ['Rock'],
    })
  })

  it('brings its text to one form of Unicode', async () => {
    expect(await song(id3v2([text('TIT2', ' 각 '.normalize('NFD'))]), sound)).toMatchObject({ title: '각' })
  })

  it('keeps its title whole when it is in an unsynchronised tag, an extended header, or padded', async () => {
    const cover = Buffer.concat([jpegLike(40), Buffer.from([0xff, 0x00, 0xff, 0xe3])])
    for (const version of [3, 4] as const) {
      const frames = [text('TIT2', 'ÿÿÿà', 'latin1'), picture(cover)]
      const plain = await song(id3v2(frames, { version, padding: 700, extendedHeader: true }), sound)
      const undone = await song(id3v2(frames, { version, unsync: true }), sound)
      expect(plain.title).toBe('ÿÿÿà')
      expect(undone.title).toBe(plain.title)
      expect(undone.picture).toEqual(plain.picture)
    }
  })

  it('written by an old iTunes, with plain lengths in 2.4, is read', async () => {
    const tag = id3v2([text('TALB', 'x'.repeat(300)), text('TIT2', 'Behind')], { plainLengths: true })
    expect(await song(tag, sound)).toMatchObject({ title: 'Behind' })
  })

  it('behind another tag is read too', async () => {
    const two = [id3v2([text('TPE1', 'Ada')]), id3v2([text('TIT2', 'Rain')])]
    expect(await song(...two, sound)).toMatchObject({ artist: 'Ada', title: 'Rain' })
  })

  it('shows its front cover, whatever else is pictured in it', async () => {
    const front = jpegLike(400, 3)
    const tag = id3v2([
      picture(jpegLike(200, 1), 1),
      picture(jpegLike(300, 2), 4),
      picture(front, 3),
      picture(Buffer.from('no picture'), 3),
    ])
    const { picture: chosen } = await song(tag, sound)
    expect(chosen).toMatchObject({ mime: 'image/jpeg', bytes: 400 })
    expect(chosen?.hash).toMatch(/^[0-9a-f]{32}$/)
    const other = await song(id3v2([picture22(front)], { version: 2 }), sound)
    expect(other.picture).toEqual(chosen)
  })

  it('with a cover larger than any window shows it', async () => {
    const cover = jpegLike(200_000)
    const { picture: chosen, title } = await song(id3v2([picture(cover), text('TIT2', 'After')]), sound)
    expect(title).toBe('After')
    expect(chosen?.bytes).toBe(200_000)
  })

  it('whose last frame is cut off keeps the frames before it', async () => {
    const tag = id3v2([text('TIT2', 'Rain'), text('TALB', 'Weather')])
    tag.writeUInt32BE(500, tag.length - text('TALB', 'Weather').body.length - 6)
    expect(await song(tag, sound)).toMatchObject({
      title: 'Rain',
      album: null,
      warning: 'the last frame of the tag is cut off',
    })
  })
})

describe('an mp3 with tags at its end', () => {
  it('is known by ID3v1 where nothing better is said', async () => {
    const tail = id3v1({ title: 'Rain', artist: 'Ada', album: 'Weather', year: '1999', track: 3, genre: 8 })
    expect(await song(sound, tail)).toMatchObject({
      title: 'Rain',
      artist: 'Ada',
      album: 'Weather',
      year: 1999,
      track: 3,
      genres: ['Jazz'],
    })
    const front = id3v2([text('TIT2', 'Rain, Which Goes On For Longer Than Thirty Letters')])
    expect(await song(front, sound, tail)).toMatchObject({
      title: 'Rain, Which Goes On For Longer Than Thirty Letters',
      artist: 'Ada',
    })
  })

  it('believes an APE tag before the others', async () => {
    const ape = apeTag([
      ['Title', 'Rain (APE)'],
      ['Artist', 'Ada\0Milo'],
      ['Track', '4/9'],
      ['REPLAYGAIN_ALBUM_GAIN', '-3.00 dB'],
      ['Cover Art (Front)', Buffer.concat([Buffer.from('front.jpg\0'), jpegLike(500)])],
    ])
    const song1 = await song(id3v2([text('TIT2', 'Rain'), text('TALB', 'Weather')]), sound, ape, id3v1({ title: 'R' }))
    expect(song1).toMatchObject({
      title: 'Rain (APE)',
      artists: ['Ada', 'Milo'],
      track: 4,
      album: 'Weather',
      albumGainDb: -3,
    })
    expect(song1.picture?.bytes).toBe(500)
  })
})
