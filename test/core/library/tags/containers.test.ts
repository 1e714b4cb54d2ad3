// FLAC, Ogg, MP4, wav and aiff: the same song told in other words.
import { afterAll, describe, expect, it } from 'vitest'
import { AudioFolder } from '../../../fixtures/audio/folder.ts'
import { custom, id3v2, picture, text } from '../../../fixtures/audio/id3.ts'
import { type Item, mp4 } from '../../../fixtures/audio/mp4.ts'
import { jpegLike } from '../../../fixtures/audio/pictures.ts'
import { type Comments, flac, ogg, pictureBlock } from '../../../fixtures/audio/vorbis.ts'
import { aiff, wav } from '../../../fixtures/audio/wav.ts'

const folder = new AudioFolder()
afterAll(() => folder.close())

const comments: Comments = [
  ['TITLE', 'Rain'],
  ['ARTIST', 'Ada'],
  ['artist', 'Milo'],
  ['ALBUMARTIST', 'Ada & Friends'],
  ['ALBUM', 'Weather'],
  ['TRACKNUMBER', '03'],
  ['DISCNUMBER', '2/2'],
  ['DATE', '1999-05-01'],
  ['GENRE', 'Jazz; Blues'],
  ['GENRE', 'Soul'],
  ['COMPILATION', '1'],
  ['ARTISTSORT', 'Ada, A'],
  ['REPLAYGAIN_TRACK_GAIN', '-7.54 dB'],
  ['REPLAYGAIN_ALBUM_PEAK', '0.9'],
  ['FMPS_RATING', '0.7'],
]
const told = {
  title: 'Rain',
  artist: 'Ada, Milo',
  artists: ['Ada', 'Milo'],
  albumArtist: 'Ada & Friends',
  album: 'Weather',
  track: 3,
  disc: 2,
  year: 1999,
  genres: ['Jazz', 'Blues', 'Soul'],
  compilation: true,
  artistSort: 'Ada, A',
  trackGainDb: -7.54,
  albumPeak: 0.9,
  rating: 0.7,
  warning: null,
}

describe('Vorbis comments', () => {
  it('are read from FLAC, with the picture beside them', async () => {
    const song = await folder.tagged('a.flac', flac({ comments, picture: jpegLike(90_000) }))
    expect(song).toMatchObject({ ...told, codec: 'flac', mime: 'audio/flac', playable: true })
    expect(song.picture?.bytes).toBe(90_000)
  })

  it('are read from Ogg Vorbis and Opus', async () => {
    expect(await folder.tagged('a.ogg', ogg({ codec: 'vorbis', comments }))).toMatchObject({ ...told, codec: 'vorbis' })
    expect(await folder.tagged('a.opus', ogg({ codec: 'opus', comments }))).toMatchObject({ ...told, codec: 'opus' })
  })

  it('are read though a cover spreads them over many pages', async () => {
    const block = pictureBlock(jpegLike(200_000)).toString('base64')
    const spread: Comments = [['METADATA_BLOCK_PICTURE', block], ...comments]
    const song = await folder.tagged('a.ogg', ogg({ codec: 'vorbis', comments: spread }))
    expect(song).toMatchObject(told)
    expect(song.picture?.bytes).toBe(200_000)
  })

  it('of Opus carry loudness in R128, told on the scale of ReplayGain', async () => {
    const loud: Comments = [
      ['R128_TRACK_GAIN', '-1024'],
      ['R128_ALBUM_GAIN', '256'],
      ['REPLAYGAIN_TRACK_GAIN', '-20 dB'],
    ]
    expect(await folder.tagged('a.opus', ogg({ codec: 'opus', comments: loud }))).toMatchObject({
      trackGainDb: 1,
      albumGainDb: 6,
    })
  })
})

describe('an MP4', () => {
  const items: readonly Item[] = [
    ['©nam', 'Rain'],
    ['©ART', 'Ada', 'Milo'],
    ['aART', 'Ada & Friends'],
    ['©alb', 'Weather'],
    ['trkn', '3/12'],
    ['disk', '2/2'],
    ['©day', '1999-05-01T07:00:00Z'],
    ['©gen', 'Jazz; Blues'],
    ['©gen', 'Soul'],
    ['cpil', 1],
    ['soar', 'Ada, A'],
    ['----:com.apple.iTunes:replaygain_track_gain', '-7.54 dB'],
    ['----:com.apple.iTunes:REPLAYGAIN_ALBUM_PEAK', '0.9'],
    ['rate', '70'],
    ['covr', jpegLike(60_000)],
  ]

  it('tells the same, wherever its table of contents lies', async () => {
    for (const moovFirst of [true, false]) {
      const song = await folder.tagged('a.m4a', mp4({ items, moovFirst }))
      expect(song).toMatchObject({
        ...told,
        codec: 'aac',
        mime: 'audio/mp4',
        sampleRate: 44_100,
        channels: 2,
        playable: true,
      })
      expect(song.picture?.bytes).toBe(60_000)
    }
  })

  it('lists every artist that a tagger wrote apart', async () => {
    const song = await folder.tagged(
      'a.m4a',
      mp4({
        items: [
          ['©ART', 'Ada & Milo'],
          ['----:com.apple.iTunes:ARTISTS', 'Ada', 'Milo'],
        ],
      }),
    )
    expect(song).toMatchObject({ artist: 'Ada & Milo', artists: ['Ada', 'Milo'] })
  })

  it('of ALAC or with protection is listed with the reason why it does not play', async () => {
    expect(await folder.tagged('a.m4a', mp4({ items, codec: 'alac' }))).toMatchObject({
      title: 'Rain',
      codec: 'alac',
      playable: false,
      unplayableReason: 'ALAC cannot be decoded here',
    })
    expect(await folder.tagged('a.m4p', mp4({ items, codec: 'drms' }))).toMatchObject({
      codec: 'aac',
      playable: false,
      unplayableReason: 'DRM-protected AAC cannot be decoded here',
    })
  })
})

describe('wav and aiff', () => {
  const id3 = id3v2(
    [text('TIT2', 'Rain'), text('TPE1', 'AC/DC'), custom('REPLAYGAIN_TRACK_GAIN', '-7 dB'), picture(jpegLike(500))],
    { version: 3 },
  )

  it('are known by an ID3 tag in them', async () => {
    const expected = {
      title: 'Rain',
      artist: 'AC/DC',
      artists: ['AC/DC'],
      trackGainDb: -7,
      durationMs: 1000,
      sampleRate: 44_100,
    }
    const a = await folder.tagged('a.wav', wav({ id3 }))
    expect(a).toMatchObject({ ...expected, codec: 'wav', playable: true })
    expect(a.picture?.bytes).toBe(500)
    const b = await folder.tagged('a.aiff', aiff({ id3 }))
    expect(b).toMatchObject({
      ...expected,
      codec: 'aiff',
      playable: false,
      unplayableReason: 'AIFF cannot be decoded here',
    })
    expect(b.picture).toEqual(a.picture)
  })

  it('are known by what RIFF says, Korean included', async () => {
    const korean = Buffer.from([0xba, 0xf1, 0xbf, 0xc0, 0xb4, 0xc2]) // 비오는
    expect(await folder.tagged('b.wav', wav({ info: { INAM: korean, IART: 'Ada' } }))).toMatchObject({
      title: '비오는',
      artist: 'Ada',
    })
  })

  it('in a coding that is not decoded says which', async () => {
    const song = await folder.tagged('c.wav', wav({ format: 17 }))
    expect(song).toMatchObject({ playable: false, unplayableReason: 'WAV with DVI_ADPCM cannot be decoded here' })
  })
})
