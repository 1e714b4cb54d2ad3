// Covers as the listener sees them: thumbnails of any source, made once, bounded, and no picture that brings the rest down.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Artwork, type ArtworkOptions, createArtwork } from '../../../../main/core/library/artwork/artwork.ts'
import { decodePicture, encodeWebp } from '../../../../main/core/library/artwork/codecs.ts'
import { extractPicture, type PicturePlace } from '../../../../main/core/library/artwork/find-picture.ts'
import { pictureSize } from '../../../../main/core/library/artwork/picture-size.ts'
import { thumbnailPath } from '../../../../main/core/library/artwork/thumbnail-store.ts'
import { pictureHash } from '../../../../main/core/library/tags/cover.ts'
import { id3v2, picture } from '../../../fixtures/audio/id3.ts'
import { mp4 } from '../../../fixtures/audio/mp4.ts'
import { mpegStream } from '../../../fixtures/audio/mpeg.ts'
import { jpegLike, png } from '../../../fixtures/audio/pictures.ts'
import { needsFfmpeg } from '../../../fixtures/audio/tools.ts'
import { flac, ogg, pictureBlock } from '../../../fixtures/audio/vorbis.ts'

const entry = new URL('../../../../main/core/library/art-worker.ts', import.meta.url)
let folder: string
let places: Map<string, PicturePlace[]>
let asked: string[]
const open: Artwork[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dwell-art-'))
  places = new Map()
  asked = []
})
afterEach(async () => {
  for (const artwork of open.splice(0)) await artwork.close()
  rmSync(folder, { recursive: true, force: true })
})

function artwork(options: Partial<ArtworkOptions> = {}): Artwork {
  const placesOf = (hash: string) => {
    asked.push(hash)
    return places.get(hash) ?? []
  }
  const made = createArtwork({ cacheDir: join(folder, 'cache'), entry, placesOf, ...options })
  open.push(made)
  return made
}

/** Puts a file there and says that it holds the picture. */
function put(name: string, content: Buffer, pictured = content): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  const hash = pictureHash(pictured)
  places.set(hash, [...(places.get(hash) ?? []), { kind: content === pictured ? 'folder' : 'embedded', path }])
  return hash
}

const thumbnails = () =>
  readdirSync(join(folder, 'cache'), { recursive: true, withFileTypes: true }).filter(e => e.isFile())

describe('a cover', () => {
  it('is shown in three sizes, in its own shape, in its own colours', async () => {
    const hash = put('cover.png', png(1600, 800))
    const art = artwork()
    for (const size of [64, 256, 1024] as const) {
      const { path, mime } = await art.file(hash, size)
      expect(path).toBe(thumbnailPath(join(folder, 'cache'), hash, size))
      expect(path).toContain(join('art', hash.slice(0, 2), `${hash}-${size}.webp`))
      const bytes = readFileSync(path)
      expect(mime).toBe('image/webp')
      expect(pictureSize(bytes, mime)).toEqual({ width: size, height: size / 2 })
      const pixels = await decodePicture(bytes, mime)
      const [red = 0, , blueLeft = 0] = pixels.data
      const [redRight = 0, , blue = 0] = pixels.data.subarray((size - 1) * 4)
      expect(Math.min(red, blue)).toBeGreaterThan(200)
      expect(Math.max(redRight, blueLeft)).toBeLessThan(60)
    }
  })

  it('smaller than asked for is not blown up', async () => {
    const hash = put('small.png', png(100, 50))
    const { path } = await artwork().file(hash, 1024)
    expect(pictureSize(readFileSync(path), 'image/webp')).toEqual({ width: 100, height: 50 })
  })

  it('in WebP is shown', async () => {
    const webp = await encodeWebp({ width: 300, height: 300, data: new Uint8Array(300 * 300 * 4).fill(128) })
    const { path } = await artwork().file(put('cover.webp', webp), 64)
    expect(pictureSize(readFileSync(path), 'image/webp')).toEqual({ width: 64, height: 64 })
  })

  // A JPEG has to be made by an encoder.
  it('in JPEG is shown', needsFfmpeg, async () => {
    const path = join(folder, 'made.jpg')
    execFileSync('ffmpeg', [
      '-loglevel',
      'error',
      '-y',
      '-f',
      'lavfi',
      '-i',
      'testsrc2=s=700x500:d=1',
      '-frames:v',
      '1',
      path,
    ])
    const thumbnail = await artwork().file(put('cover.jpg', readFileSync(path)), 256)
    expect(pictureSize(readFileSync(thumbnail.path), 'image/webp')).toEqual({ width: 256, height: 183 })
  })

  it('is found inside songs of every kind', async () => {
    const cover = png(80, 80)
    const block = pictureBlock(cover, 'image/png').toString('base64')
    const songs: Readonly<Record<string, Buffer>> = {
      'a.mp3': Buffer.concat([id3v2([picture(cover, 3, 'image/png')]), mpegStream({ frames: 60 })]),
      'a.flac': flac({ picture: cover }),
      'a.ogg': ogg({ codec: 'vorbis', comments: [['METADATA_BLOCK_PICTURE', block]] }),
      'a.m4a': mp4({ items: [['covr', cover]] }),
    }
    for (const [name, bytes] of Object.entries(songs)) {
      places.clear()
      const hash = put(name, bytes, cover)
      const { path } = await artwork({ cacheDir: join(folder, 'cache', name) }).file(hash, 64)
      expect(statSync(path).size).toBeGreaterThan(0)
      const found = await extractPicture({ path: join(folder, name) })
      expect(found?.bytes.equals(cover)).toBe(true)
      expect(found?.mime).toBe('image/png')
    }
  })

  it('is found in the next place when the first one has changed or gone', async () => {
    const cover = png(80, 80)
    const hash = put('cover.png', cover)
    places.set(hash, [
      { kind: 'folder', path: join(folder, 'gone.png') },
      { kind: 'folder', path: join(folder, 'changed.png') },
      { kind: 'embedded', path: join(folder, 'broken.mp3') },
      ...(places.get(hash) ?? []),
    ])
    writeFileSync(join(folder, 'changed.png'), png(90, 90))
    writeFileSync(join(folder, 'broken.mp3'), Buffer.alloc(300, 1))
    await expect(artwork().file(hash, 64)).resolves.toMatchObject({ mime: 'image/webp' })
  })

  it('asked for many times at once is made once', async () => {
    const hash = put('cover.png', png(900, 900))
    const art = artwork()
    const answers = await Promise.all(Array.from({ length: 20 }, () => art.file(hash, 256)))
    expect(new Set(answers.map(answer => answer.path)).size).toBe(1)
    expect(asked).toEqual([hash])
    expect(thumbnails()).toHaveLength(1)
    await art.file(hash, 256)
    expect(asked).toEqual([hash])
  })

  it('made by an earlier run is used without its source', async () => {
    const hash = put('cover.png', png(90, 90))
    await artwork().file(hash, 64)
    places.clear()
    await expect(artwork().file(hash, 64)).resolves.toMatchObject({ mime: 'image/webp' })
  })
})

describe('a picture that cannot be shown', () => {
  it('because it is damaged is refused, once, and the next one is shown', async () => {
    const art = artwork()
    const damaged = [put('like.jpg', jpegLike(5000)), put('cut.png', png(500, 500).subarray(0, 400))]
    for (const hash of damaged) {
      await expect(art.file(hash, 256)).rejects.toMatchObject({ code: 'file-broken' })
      await expect(art.file(hash, 64)).rejects.toMatchObject({ code: 'file-broken' })
    }
    expect(asked).toEqual(damaged)
    await expect(art.file(put('cover.png', png(90, 90)), 64)).resolves.toMatchObject({ mime: 'image/webp' })
    expect(thumbnails()).toHaveLength(1)
  })

  it('because it has too many pixels is refused before it is decoded', async () => {
    const bomb = png(10, 10)
    bomb.writeUInt32BE(30_000, 16)
    bomb.writeUInt32BE(30_000, 20)
    await expect(artwork().file(put('bomb.png', bomb), 64)).rejects.toMatchObject({ code: 'unsupported' })
  })

  it('because it has too many bytes is no picture', async () => {
    const path = join(folder, 'fat.png')
    writeFileSync(path, Buffer.concat([png(10, 10), Buffer.alloc(31 * 1024 * 1024)]))
    expect(await artwork().read(path)).toBeNull()
  })

  it('in time is given up, and the next one is shown', async () => {
    const slow = put('large.png', png(6000, 6000))
    const quick = put('small.png', png(20, 20))
    const art = artwork({ limitMs: 60_000 })
    await art.file(quick, 64)
    const hasty = artwork({ limitMs: 1 })
    await expect(hasty.file(slow, 1024)).rejects.toMatchObject({ code: 'file-too-slow' })
    await expect(art.file(quick, 64)).resolves.toMatchObject({ mime: 'image/webp' })
  })

  it('because no file holds it any more is refused', async () => {
    const art = artwork()
    await expect(art.file('0'.repeat(32), 64)).rejects.toMatchObject({ code: 'not-found' })
    const hash = put('cover.png', png(20, 20))
    rmSync(join(folder, 'cover.png'))
    await expect(art.file(hash, 64)).rejects.toMatchObject({ code: 'not-found' })
    // It may come back with its disk.
    put('cover.png', png(20, 20))
    await expect(art.file(hash, 64)).resolves.toMatchObject({ mime: 'image/webp' })
  })

  it('because the cache cannot be written is refused with that reason', async () => {
    const cacheDir = join(folder, 'not-a-folder')
    writeFileSync(cacheDir, 'x')
    const hash = put('cover.png', png(20, 20))
    await expect(artwork({ cacheDir }).file(hash, 64)).rejects.toMatchObject({ code: 'profile-read-only' })
  })

  it('for want of a worker is refused without waiting', async () => {
    const art = artwork({ entry: new URL('./not-there.ts', import.meta.url) })
    await expect(art.file(put('cover.png', png(20, 20)), 64)).rejects.toMatchObject({ code: 'internal' })
  })
})

describe('the thumbnails on disk', () => {
  it('are bounded: the oldest go first', async () => {
    const art = artwork({ maxBytes: 3000 })
    const hashes: string[] = []
    for (let i = 0; i < 30; i++) {
      const hash = put(`${i}.png`, png(300 + i, 300, [i * 8, 0, 90], [0, 255 - i * 8, 0]))
      hashes.push(hash)
      const { path } = await art.file(hash, 256)
      const time = 1_700_000_000 + i
      utimesSync(path, time, time)
    }
    const kept = thumbnails()
    const total = kept.reduce((sum, file) => sum + statSync(join(file.parentPath, file.name)).size, 0)
    expect(total).toBeLessThanOrEqual(3000)
    expect(kept.length).toBeGreaterThan(2)
    expect(kept.map(file => file.name)).not.toContain(`${hashes[0]}-256.webp`)
    expect(kept.map(file => file.name)).toContain(`${hashes[29]}-256.webp`)
  })
})

describe('an image file beside the music', () => {
  it('is known by its content, like the cover inside a song', async () => {
    const cover = png(120, 120)
    const path = join(folder, 'cover.jpg')
    writeFileSync(path, cover)
    expect(await artwork().read(path)).toEqual({ hash: pictureHash(cover), mime: 'image/png', bytes: cover.length })
    expect(await artwork().read(Buffer.from(path))).toMatchObject({ mime: 'image/png' })
  })

  it('that is none is passed over', async () => {
    const text = join(folder, 'folder.jpg')
    writeFileSync(text, 'not a picture at all')
    const art = artwork()
    expect(await art.read(text)).toBeNull()
    expect(await art.read(join(folder, 'gone.jpg'))).toBeNull()
    expect(await art.read(folder)).toBeNull()
  })
})

it('artwork that is closed gives up what is waiting', async () => {
  const art = artwork()
  const waiting = [put('a.png', png(2000, 2000)), put('b.png', png(2001, 2000))].map(hash =>
    expect(art.file(hash, 1024)).rejects.toMatchObject({ code: 'cancelled' }),
  )
  await new Promise(resolve => setImmediate(resolve))
  await art.close()
  await Promise.all(waiting)
  await expect(art.read('x')).rejects.toMatchObject({ code: 'cancelled' })
})
