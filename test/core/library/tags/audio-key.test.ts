// The sound's own name: the same however the tags around it change, another for another sound.
import { copyFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { AudioFolder } from '../../../fixtures/audio/folder.ts'
import { id3v1, id3v2, picture, text } from '../../../fixtures/audio/id3.ts'
import { mp4 } from '../../../fixtures/audio/mp4.ts'
import { adtsStream, apeTag, mpegStream } from '../../../fixtures/audio/mpeg.ts'
import { jpegLike } from '../../../fixtures/audio/pictures.ts'
import { encode, needsMutagen, retag } from '../../../fixtures/audio/tools.ts'
import { flac, ogg } from '../../../fixtures/audio/vorbis.ts'
import { aiff, wav } from '../../../fixtures/audio/wav.ts'

const folder = new AudioFolder()
afterAll(() => folder.close())

const keyOf = async (name: string, bytes: Buffer) => hex((await folder.tagged(name, bytes)).audioKey)
const hex = (key: Uint8Array | null) => (key === null ? null : Buffer.from(key).toString('hex'))
const title = text('TIT2', 'Rain')

describe('the key of the sound', () => {
  const stream = mpegStream({ frames: 300, header: 'Info', sound: 3 })
  const ways: Readonly<Record<string, (sound: number, isTagged: boolean) => Buffer>> = {
    'an mp3': (sound, isTagged) => {
      const bare = mpegStream({ frames: 300, header: 'Info', sound })
      if (!isTagged) return bare
      return Buffer.concat([
        id3v2([title, picture(jpegLike(50_000))], { padding: 999 }),
        bare,
        apeTag([['Title', 'x']]),
        id3v1({}),
      ])
    },
    'bare AAC': (sound, isTagged) =>
      Buffer.concat([isTagged ? id3v2([title]) : Buffer.alloc(0), adtsStream(300, 200 + sound)]),
    'a FLAC without a checksum': (sound, isTagged) =>
      flac({
        sound: Buffer.alloc(30_000, sound),
        ...(isTagged && { comments: [['TITLE', 'Rain']], padding: 5000, picture: jpegLike() }),
      }),
    'an Ogg Vorbis': (sound, isTagged) =>
      ogg({ codec: 'vorbis', sound, comments: isTagged ? [['COMMENT', 'x'.repeat(100_000)]] : [] }),
    'an Opus': (sound, isTagged) => ogg({ codec: 'opus', sound, comments: isTagged ? [['TITLE', 'Rain']] : [] }),
    'an MP4': (sound, isTagged) =>
      mp4({
        sound: Buffer.alloc(30_000, sound),
        moovFirst: isTagged,
        padding: isTagged ? 4000 : 0,
        items: isTagged ? [['©nam', 'Rain']] : [],
      }),
    'a wav': (sound, isTagged) => wav({ sound, ...(isTagged && { info: { INAM: 'Rain' }, id3: id3v2([title]) }) }),
    'an aiff': (sound, isTagged) => aiff({ sound, ...(isTagged && { id3: id3v2([title]) }) }),
  }

  it.each(Object.entries(ways))(
    'of %s stays when its tags change, and differs for another sound',
    async (_name, make) => {
      const bare = await keyOf('bare', make(1, false))
      expect(bare).toMatch(/^[0-9a-f]{32}$/)
      expect(await keyOf('tagged', make(1, true))).toBe(bare)
      expect(await keyOf('other', make(2, false))).not.toBe(bare)
    },
  )

  it('of a FLAC is the checksum of its sound', async () => {
    const md5 = Buffer.from('00112233445566778899aabbccddeeff', 'hex')
    expect(await keyOf('a.flac', flac({ md5, sound: Buffer.alloc(9000, 1) }))).toBe(md5.toString('hex'))
  })

  it('of an mp3 stays when the encoder header is made new or dropped', async () => {
    const renewed = mpegStream({ frames: 300, header: 'Xing', sound: 3 })
    const dropped = mpegStream({ frames: 300, header: 'none', sound: 3 })
    expect(await keyOf('a.mp3', renewed)).toBe(await keyOf('b.mp3', stream))
    expect(await keyOf('c.mp3', dropped)).toBe(await keyOf('b.mp3', stream))
  })

  it('of a longer sound with the same ends differs', async () => {
    const short = wav({ samples: 44_100 })
    expect(await keyOf('long.wav', wav({ samples: 88_200 }))).not.toBe(await keyOf('short.wav', short))
  })
})

// mutagen rewrites files as real taggers do; without it or ffmpeg the byte-level laws above must do.
describe('files tagged anew by mutagen', needsMutagen, () => {
  const formats: readonly (readonly [name: string, args: readonly string[]])[] = [
    ['a.mp3', []],
    ['a.flac', []],
    ['a.ogg', ['-c:a', 'libvorbis']],
    ['a.opus', ['-c:a', 'libopus']],
    ['a.m4a', ['-c:a', 'aac']],
    ['a.aiff', []],
    ['a.wav', []],
    ['a.wv', []],
    ['a.wma', []],
  ]

  it.each(formats)('%s keep their key and their length', async (name, args) => {
    const path = join(folder.path, name)
    encode(path, args, 440, 3)
    const before = await folder.read(path)
    const copy = join(folder.path, `tagged-${name}`)
    copyFileSync(path, copy)
    retag(copy, tagging)
    expect(readFileSync(copy).equals(readFileSync(path))).toBe(false)
    const after = await folder.read(copy)
    if (!before.ok || !after.ok) throw new Error('unreadable')
    expect(hex(after.audioKey)).toBe(hex(before.audioKey))
    expect(after.audioKey).not.toBeNull()
    expect(after.durationMs).toBe(before.durationMs)
    expect(after.title).toBe('Rain over 서울')
    const other = join(folder.path, `other-${name}`)
    encode(other, args, 500, 3)
    const another = await folder.read(other)
    expect(another.ok && hex(another.audioKey)).not.toBe(hex(before.audioKey))
  })
})

/** Writes a title and fifty thousand letters of something else in whatever system the file uses. */
const tagging = `
f = mutagen.File(path)
long = 'x' * 50000
kind = type(f).__name__
if kind in ('MP3', 'AIFF', 'WAVE'):
    from mutagen.id3 import TIT2, COMM
    if f.tags is None: f.add_tags()
    f.tags.add(TIT2(3, 'Rain over 서울')); f.tags.add(COMM(3, 'eng', '', long))
elif kind == 'MP4':
    f['\\xa9nam'] = 'Rain over 서울'; f['\\xa9cmt'] = long
elif kind == 'ASF':
    f['Title'] = 'Rain over 서울'; f['Description'] = long[:20000]
else:
    f['TITLE'] = 'Rain over 서울'; f['COMMENT'] = long
f.save()
`
