// Files that are not what they should be: each ends with its reason, none holds up or hurts the others.
import { execFileSync, spawnSync } from 'node:child_process'
import {
  closeSync,
  constants,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { realDisk } from '../../../../main/core/library/tags/open-file.ts'
import { createDesk, readFile } from '../../../../main/core/library/tags/read-file.ts'
import { AudioFolder } from '../../../fixtures/audio/folder.ts'
import { custom, id3v2, picture, syncsafe, text } from '../../../fixtures/audio/id3.ts'
import { mp4 } from '../../../fixtures/audio/mp4.ts'
import { apeTag, framesMs, mpegStream } from '../../../fixtures/audio/mpeg.ts'
import { jpegLike, png } from '../../../fixtures/audio/pictures.ts'
import { encode, needsFfmpeg, needsMutagen, retag } from '../../../fixtures/audio/tools.ts'
import { flac, ogg } from '../../../fixtures/audio/vorbis.ts'
import { wav } from '../../../fixtures/audio/wav.ts'
import { withoutPrivileges } from '../../../fixtures/without-privileges.ts'
import { needsLinux, needsPosix } from '../../../needs.ts'

const folder = new AudioFolder()
afterAll(() => folder.close())

const _isWindows = process.platform === 'win32'
const tag = id3v2([text('TIT2', 'Rain')])

/** Time that this process worked, not that which passed: a busy machine makes it no longer. */
async function worked<T>(run: () => Promise<T>): Promise<{ value: T; cpuMs: number }> {
  const from = process.cpuUsage()
  const value = await run()
  const { user, system } = process.cpuUsage(from)
  return { value, cpuMs: (user + system) / 1000 }
}

describe('a file that is no music', () => {
  it('because it is empty is listed with its reason', async () => {
    expect(await folder.read(folder.put('empty.mp3', Buffer.alloc(0)))).toMatchObject({ ok: false, code: 'file-empty' })
  })

  it('a jpg called mp3 is listed with its reason', async () => {
    const reading = await folder.read(folder.put('cover.mp3', jpegLike(5000)))
    expect(reading).toMatchObject({ ok: false, code: 'file-not-audio' })
    expect(!reading.ok && reading.message).toContain('a JPEG picture')
  })

  it.each([
    ['song.flac', Buffer.from('Dear diary, today I listened to a record. '.repeat(50)), 'plain text'],
    ['song.ogg', png(20, 20), 'a PNG picture'],
    ['song.m4a', Buffer.from('<!DOCTYPE html><html><body>404 Not Found</body></html>'.repeat(5)), 'a web page'],
    ['song.wav', Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(3000, 9)]), 'a ZIP archive'],
    ['song.opus', Buffer.alloc(5000), 'nothing but zeros'],
    ['song.wma', Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(500, 65)]), 'a PDF document'],
  ])('%s says what it is instead', async (name, bytes, what) => {
    const reading = await folder.read(folder.put(name, bytes))
    expect(reading).toMatchObject({ ok: false, code: 'file-not-audio' })
    expect(!reading.ok && reading.message).toContain(what)
  })

  it('but noise is listed with its reason', async () => {
    const noise = Buffer.from(Array.from({ length: 50_000 }, (_, i) => (i * 7919 + (i >> 3) * 31) & 0x7f))
    expect(await folder.read(folder.put('noise.mp3', noise))).toMatchObject({ ok: false, code: 'file-not-audio' })
  })

  it('but another format than its name says is read as what it is', async () => {
    expect(await folder.tagged('called.mp3', flac({ comments: [['TITLE', 'Rain']] }))).toMatchObject({
      codec: 'flac',
      title: 'Rain',
    })
    expect(await folder.tagged('called.flac', Buffer.concat([tag, mpegStream({ frames: 60 })]))).toMatchObject({
      codec: 'mp3',
    })
  })
})

describe('a file that ends too early', () => {
  it('inside its tags is listed with its reason', async () => {
    const long = id3v2([text('TIT2', 'Rain'), picture(jpegLike(9000))])
    const reading = await folder.read(folder.put('tag.mp3', long.subarray(0, 4000)))
    expect(reading).toMatchObject({ ok: false, code: 'file-truncated' })
  })

  it('right behind its tags is listed with its reason', async () => {
    expect(await folder.read(folder.put('bare.mp3', Buffer.concat([tag, Buffer.alloc(50)])))).toMatchObject({
      ok: false,
      code: 'file-truncated',
    })
    const headers = ogg({ codec: 'vorbis', comments: [['TITLE', 'Rain']], pages: 0 })
    expect(await folder.read(folder.put('bare.ogg', headers))).toMatchObject({ ok: false, code: 'file-truncated' })
    const whole = flac({ comments: [['TITLE', 'Rain']], sound: Buffer.alloc(0) })
    expect(await folder.read(folder.put('bare.flac', whole))).toMatchObject({ ok: false, code: 'file-truncated' })
  })

  it('inside its FLAC, Ogg or MP4 headers is listed with its reason', async () => {
    expect(await folder.read(folder.put('a.flac', flac({}).subarray(0, 30)))).toMatchObject({
      ok: false,
      code: 'file-truncated',
    })
    expect(await folder.read(folder.put('a.ogg', ogg({ codec: 'vorbis' }).subarray(0, 100)))).toMatchObject({
      ok: false,
      code: 'file-truncated',
    })
    const late = mp4({ moovFirst: false })
    expect(await folder.read(folder.put('a.m4a', late.subarray(0, 9000)))).toMatchObject({
      ok: false,
      code: 'file-truncated',
    })
  })

  it('inside its sound is listed as it can be played, with a warning', async () => {
    const half = (bytes: Buffer) => bytes.subarray(0, Math.floor(bytes.length / 2))
    const mp3 = await folder.tagged('a.mp3', half(mpegStream({ frames: 1000, header: 'Xing', kbps: [128, 64] })))
    expect(mp3.warning).toMatch(/^the sound ends after 5\d %/)
    expect(Math.abs(mp3.durationMs / framesMs(500) - 1)).toBeLessThan(0.02)
    const vorbis = await folder.tagged('b.ogg', half(ogg({ codec: 'vorbis', pages: 100, granules: 441_000 })))
    expect(vorbis.warning).toContain('cut off')
    expect(vorbis.durationMs).toBeGreaterThan(4500)
    expect(vorbis.durationMs).toBeLessThan(5100)
    const m4a = await folder.tagged('c.m4a', half(mp4({ seconds: 10, sound: Buffer.alloc(100_000, 3) })))
    expect(m4a.warning).toMatch(/^the sound ends after 5\d %/)
    expect(Math.abs(m4a.durationMs - 5000)).toBeLessThan(100)
    const pcm = await folder.tagged('d.wav', half(wav({ samples: 44_100 })))
    expect(Math.abs(pcm.durationMs - 500)).toBeLessThan(5)
  })

  // A FLAC's last frame tells its number: only an encoder writes frames worth reading.
  it('inside the sound of a FLAC is told by its last frame', needsFfmpeg, async () => {
    const path = join(folder.path, 'long.flac')
    encode(path, [], 440, 20)
    const whole = await folder.read(path)
    expect(whole).toMatchObject({ ok: true, durationMs: 20_000, warning: null })
    truncateSync(path, 200_000)
    const cut = await folder.read(path)
    if (!cut.ok) throw new Error(cut.message)
    expect(cut.warning).toMatch(/^the sound ends after \d+ %/)
    expect(cut.durationMs).toBeLessThan(19_000)
  })
})

describe('a file that is enormous', () => {
  it.each([
    ['of zeros', Buffer.alloc(0)],
    ['of zeros behind an ID3 tag', tag],
    ['of zeros behind a FLAC header', flac({ comments: [['TITLE', 'Rain']], sound: Buffer.alloc(0) })],
    ['of zeros behind Ogg headers', ogg({ codec: 'vorbis', pages: 1 })],
    ['of zeros behind a wav header', wav({})],
    ['of zeros behind an MP4', mp4({})],
    ['of zeros behind an mp3', mpegStream({ frames: 20, header: 'Info' })],
  ])('2 GB sparse, %s, is told of at once', async (_name, front) => {
    const path = folder.put('sparse.bin', front)
    const fd = openSync(path, 'r+')
    ftruncateSync(fd, 2 * 1024 ** 3)
    closeSync(fd)
    const { cpuMs } = await worked(() => folder.read(path))
    rmSync(path)
    // Music-metadata's code is loaded on the way for some; reading itself takes milliseconds.
    expect(cpuMs).toBeLessThan(2000)
  })

  it('in its tags, 50 MB of them, is read with bounded memory and a warning', async () => {
    // Sparse, so that the test itself never holds the picture.
    const cover = picture(jpegLike(100)).body
    const behind = [text('TIT2', 'Rain'), custom('REPLAYGAIN_TRACK_GAIN', '-3 dB')]
    const rest = id3v2(behind).subarray(10)
    const frame = Buffer.concat([Buffer.from('APIC'), syncsafe(50_000_000), Buffer.alloc(2), cover])
    const front = Buffer.concat([Buffer.from('ID3\x04\0\0', 'latin1'), syncsafe(10 + 50_000_000 + rest.length), frame])
    const path = folder.put('huge.mp3', front)
    const fd = openSync(path, 'r+')
    writeSync(fd, Buffer.concat([rest, mpegStream({ frames: 60 })]), 0, undefined, 20 + 50_000_000)
    closeSync(fd)
    const before = process.memoryUsage.rss()
    const { value, cpuMs } = await worked(() => folder.read(path))
    expect(process.memoryUsage.rss() - before).toBeLessThan(30e6)
    expect(cpuMs).toBeLessThan(1000)
    expect(value).toMatchObject({
      ok: true,
      title: 'Rain',
      trackGainDb: -3,
      picture: null,
      warning: 'a picture of 50 MB was passed over',
    })
    rmSync(path)
  })

  it('in its tags, in any other container, is read with a warning too', async () => {
    const huge = Buffer.alloc(20_000_000, 1)
    jpegLike(100).copy(huge)
    const comment: readonly [string, string] = ['METADATA_BLOCK_PICTURE', 'A'.repeat(20_000_000)]
    const files: Readonly<Record<string, Buffer>> = {
      'huge.m4a': mp4({
        items: [
          ['covr', huge],
          ['©nam', 'Rain'],
        ],
      }),
      'huge.ogg': ogg({ codec: 'vorbis', comments: [comment, ['TITLE', 'Rain']] }),
      'huge-ape.mp3': Buffer.concat([
        mpegStream({ frames: 60 }),
        apeTag([
          ['Cover Art (Front)', Buffer.concat([Buffer.from('a\0'), huge])],
          ['Title', 'Rain'],
        ]),
      ]),
      'huge-text.mp3': Buffer.concat([
        id3v2([text('TALB', 'x'.repeat(20_000_000)), text('TIT2', 'Rain')]),
        mpegStream({ frames: 60 }),
      ]),
    }
    for (const [name, bytes] of Object.entries(files)) {
      const song = await folder.tagged(name, bytes)
      rmSync(join(folder.path, name))
      expect(song).toMatchObject({ title: 'Rain', picture: null })
      expect(song.warning).toContain('passed over')
    }
  })
})

// WavPack has no writer here: ffmpeg makes the file, mutagen its tags.
describe('a format that music-metadata reads', needsMutagen, () => {
  it('with a cover of 20 MB is listed with a warning', async () => {
    const path = join(folder.path, 'fat.wv')
    encode(path)
    retag(
      path,
      `
from mutagen.apev2 import APEv2, APEValue, BINARY
f = mutagen.File(path)
f['Title'] = 'Rain'
f['Cover Art (Front)'] = APEValue(b'a.jpg\\0' + b'\\xff\\xd8\\xff\\xe0' + b'x' * 20000000, BINARY)
f.save()`,
    )
    expect(await folder.read(path)).toMatchObject({ ok: true, codec: 'wavpack', durationMs: 1000, picture: null })
  })

  it('is read behind an ID3 tag too', async () => {
    const path = join(folder.path, 'plain.wv')
    encode(path)
    const bytes = Buffer.concat([id3v2([text('TIT2', 'Rain')]), readFileSync(path)])
    expect(await folder.tagged('tagged.wv', bytes)).toMatchObject({ title: 'Rain', codec: 'wavpack', durationMs: 1000 })
  })
})

describe('a file that cannot be opened', () => {
  it('because it vanished is listed with its reason', async () => {
    expect(await folder.read(join(folder.path, 'gone.mp3'))).toMatchObject({ ok: false, code: 'file-missing' })
  })

  it('because it vanishes between looking and opening is listed with its reason', async () => {
    const path = folder.put('vanishing.mp3', mpegStream({ frames: 60 }))
    const disk = {
      ...realDisk,
      stat: (at: string | Buffer) => {
        const stat = realDisk.stat(at)
        rmSync(path, { force: true })
        return stat
      },
    }
    expect(await readFile({ path }, createDesk(disk))).toMatchObject({ ok: false, code: 'file-missing' })
  })

  it('because it shrinks while it is read ends without harm', async () => {
    const path = folder.put('shrinking.mp3', Buffer.concat([tag, mpegStream({ frames: 5000 })]))
    const disk = {
      ...realDisk,
      open: (at: string | Buffer, flags: number) => {
        writeFileSync(path, tag)
        return realDisk.open(at, flags)
      },
    }
    expect(await readFile({ path }, createDesk(disk))).toMatchObject({ ok: false })
  })

  it('because the system refuses is listed with its reason', async () => {
    const path = folder.put('refused.mp3', mpegStream({ frames: 60 }))
    const refuse = (code: string) => () => {
      throw Object.assign(new Error(code), { code, syscall: 'open' })
    }
    const codes = ['EACCES', 'EPERM', 'EIO', 'EMFILE'].map(async code =>
      readFile({ path }, createDesk({ ...realDisk, open: refuse(code) })),
    )
    for (const reading of await Promise.all(codes))
      expect(reading).toMatchObject({ ok: false, code: 'file-unreadable' })
  })

  // Root may read everything, so root tries without its privileges.
  it('unreadable by permission is listed with its reason', needsPosix, () => {
    const path = folder.put('secret.mp3', mpegStream({ frames: 60 }))
    execFileSync('chmod', ['000', path])
    execFileSync('chmod', ['755', folder.path])
    const script = `
      const { createDesk, readFile } = await import(${JSON.stringify(new URL('../../../../main/core/library/tags/read-file.ts', import.meta.url).href)})
      process.stdout.write(JSON.stringify(await readFile({ path: ${JSON.stringify(path)} }, createDesk())))`
    const child = spawnSync(...withoutPrivileges(['--input-type=module', '-e', script]), { encoding: 'utf8' })
    expect(child.stderr.replace(/\(node.*\n.*\n/g, '')).toBe('')
    expect(JSON.parse(child.stdout)).toMatchObject({ ok: false, code: 'file-unreadable' })
  })

  it('because it is a folder is listed with its reason', async () => {
    const path = join(folder.path, 'folder.mp3')
    mkdirSync(path)
    const reading = await folder.read(path)
    expect(reading).toMatchObject({ ok: false, code: 'file-not-audio' })
    expect(!reading.ok && reading.message).toContain('folder')
  })

  it('because it is a pipe, a device or a socket is not waited for', needsPosix, async () => {
    const pipe = join(folder.path, 'pipe.mp3')
    execFileSync('mkfifo', [pipe])
    const link = join(folder.path, 'link.mp3')
    symlinkSync(pipe, link)
    const device = join(folder.path, 'device.mp3')
    symlinkSync('/dev/zero', device)
    const socket = join(folder.path, 's.mp3')
    const server = createServer().listen(socket)
    await new Promise(resolve => server.once('listening', resolve))
    for (const path of [pipe, link, device, socket]) {
      // Waiting for it would be for ever.
      expect(await folder.read(path)).toMatchObject({ ok: false, code: 'file-not-audio' })
    }
    server.close()
    // Even a pipe that takes a file's place after it was looked at is opened without waiting.
    const disk = { ...realDisk, stat: () => ({ size: 5000, isFile: () => true, isDirectory: () => false }) }
    expect((await readFile({ path: pipe }, createDesk(disk))).ok).toBe(false)
    expect(constants.O_NONBLOCK).toBeGreaterThan(0)
  })

  it('because its link leads in a circle is listed with its reason', async () => {
    const a = join(folder.path, 'a-loop.mp3')
    const b = join(folder.path, 'b-loop.mp3')
    symlinkSync(b, a)
    symlinkSync(a, b)
    expect(await folder.read(a)).toMatchObject({ ok: false, code: 'file-unreadable' })
  })
})

describe('a file with an odd name', () => {
  it('of 255 bytes is read', async () => {
    const name = `${'비'.repeat(83)}.mp3`.padStart(255 - 83 * 2, 'x')
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255)
    expect(await folder.tagged(name, Buffer.concat([tag, mpegStream({ frames: 60 })]))).toMatchObject({ title: 'Rain' })
  })

  it('of bytes that are no text is read by its bytes', needsLinux, async () => {
    const path = Buffer.concat([
      Buffer.from(`${folder.path}/`),
      Buffer.from([0xb0, 0xa1, 0xff, 0xfe]),
      Buffer.from('.mp3'),
    ])
    writeFileSync(path, Buffer.concat([tag, mpegStream({ frames: 60 })]))
    expect(await folder.read(path)).toMatchObject({ ok: true, title: 'Rain' })
  })
})
