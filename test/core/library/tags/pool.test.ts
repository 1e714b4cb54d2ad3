// The pool of tag readers: answers in order, replaces a reader that is late or dies, and blames one file alone.
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { createTagPool, type TagPoolOptions } from '../../../../main/core/library/tags/pool.ts'
import { pack, unpack } from '../../../../main/core/library/tags/protocol.ts'
import type { Reading, TagPool } from '../../../../main/core/library/tags/tagged.ts'
import { AudioFolder } from '../../../fixtures/audio/folder.ts'
import { id3v2, picture, text } from '../../../fixtures/audio/id3.ts'
import { mpegStream } from '../../../fixtures/audio/mpeg.ts'
import { jpegLike } from '../../../fixtures/audio/pictures.ts'
import { flac, ogg } from '../../../fixtures/audio/vorbis.ts'

const folder = new AudioFolder()
const pools: TagPool[] = []
afterEach(async () => {
  for (const pool of pools.splice(0)) await pool.close()
})
afterAll(() => folder.close())

const entry = new URL('../../../../main/core/library/tag-worker.ts', import.meta.url)
/** A reader that hangs, dies or eats memory on files called so. */
const moody = new URL('./moody-worker.ts', import.meta.url)

function pool(options: Partial<TagPoolOptions> = {}): TagPool {
  const made = createTagPool({ entry, ...options })
  pools.push(made)
  return made
}

const song = (n: number) =>
  Buffer.concat([id3v2([text('TIT2', `Song ${n}`), picture(jpegLike(300, n % 50))]), mpegStream({ frames: 40 + n })])

describe('the pool', () => {
  it('answers in the order of the question, over all its readers', async () => {
    const files = Array.from({ length: 300 }, (_, n) => ({ path: folder.put(`${n}.mp3`, song(n)) }))
    const readings = await pool().read(files)
    expect(readings.map(reading => reading.ok && reading.title)).toEqual(files.map((_, n) => `Song ${n}`))
    const keys = new Set(
      readings.map(reading => reading.ok && reading.audioKey && Buffer.from(reading.audioKey).toString('hex')),
    )
    expect(keys.size).toBe(300)
  })

  it('answers exactly what reading in place answers', async () => {
    const paths = [
      folder.put(
        'a.flac',
        flac({
          comments: [
            ['TITLE', '비'],
            ['ARTIST', 'A'],
            ['ARTIST', 'B'],
          ],
          picture: jpegLike(),
        }),
      ),
      folder.put('b.opus', ogg({ codec: 'opus', comments: [['R128_TRACK_GAIN', '100']] })),
      folder.put('c.mp3', song(1)),
      folder.put('d.mp3', Buffer.alloc(0)),
      join(folder.path, 'gone.mp3'),
    ]
    const readings = await pool().read([...paths.map(path => ({ path })), { path: Buffer.from(paths[2] ?? '') }])
    const inPlace = await Promise.all(paths.map(path => folder.read(path)))
    expect(readings.slice(0, 5)).toEqual(inPlace.map(plain))
    expect(readings[5]).toEqual(readings[2])
  })

  it('blames a file that takes too long, and only that; the rest of its batch goes on', async () => {
    const names = ['a.mp3', 'hangs.mp3', 'b.mp3', 'never-settles.mp3', 'c.mp3']
    const readings = await pool({ entry: moody, limitMs: 1000, workers: 1 }).read(names.map(path => ({ path })))
    expect(readings.map(outcome)).toEqual(['a.mp3', 'file-too-slow', 'b.mp3', 'file-too-slow', 'c.mp3'])
    expect(readings[1]).toMatchObject({ message: expect.stringContaining('1 s') })
  })

  it('blames a file that kills its reader or eats its memory, and only that', async () => {
    const names = ['a.mp3', 'dies.mp3', 'b.mp3', 'eats.mp3', 'c.mp3', 'exits.mp3', 'd.mp3']
    const readings = await pool({ entry: moody, heapMb: 32, workers: 2 }).read(names.map(path => ({ path })))
    expect(readings.map(outcome)).toEqual([
      'a.mp3',
      'file-broken',
      'b.mp3',
      'file-broken',
      'c.mp3',
      'file-broken',
      'd.mp3',
    ])
  })

  it('keeps reading while many files misbehave', async () => {
    const names = Array.from({ length: 200 }, (_, i) =>
      i % 50 === 7 ? `${i}-dies.mp3` : i === 60 || i === 160 ? `${i}-hangs.mp3` : `${i}.mp3`,
    )
    const readings = await pool({ entry: moody, limitMs: 1000 }).read(names.map(path => ({ path })))
    expect(readings.map(outcome)).toEqual(
      names.map(name => (name.includes('hangs') ? 'file-too-slow' : name.includes('dies') ? 'file-broken' : name)),
    )
  })

  it('serves several questions at once, and none at all', async () => {
    const made = pool()
    const path = folder.put('x.mp3', song(5))
    const [none, one, two] = await Promise.all([made.read([]), made.read([{ path }]), made.read([{ path }, { path }])])
    expect([none.length, one.length, two.length]).toEqual([0, 1, 2])
  })

  it('lets its readers go when there is nothing to do, and starts them again', async () => {
    const made = pool({ idleMs: 0 })
    const path = folder.put('x.mp3', song(5))
    const first = await made.read([{ path }])
    // Timers come in turn: that of the pool, then this one.
    await new Promise(resolve => setTimeout(resolve, 5))
    expect(await made.read([{ path }])).toEqual(first)
  })

  it('says so when its readers cannot start, instead of trying for ever', async () => {
    const made = pool({ entry: new URL('./not-there.ts', import.meta.url) })
    await expect(made.read([{ path: 'a.mp3' }])).rejects.toMatchObject({ code: 'internal' })
  })

  it('gives up what is waiting when it is closed', async () => {
    const made = pool({ entry: moody, limitMs: 60_000 })
    const waiting = expect(made.read([{ path: 'hangs.mp3' }, { path: 'a.mp3' }])).rejects.toMatchObject({
      code: 'cancelled',
    })
    await made.close()
    await waiting
    await expect(made.read([{ path: 'a.mp3' }])).rejects.toMatchObject({ code: 'cancelled' })
  })
})

describe('a parcel of readings', () => {
  it('arrives as it was sent', async () => {
    const readings: Reading[] = [
      await folder.tagged('p.mp3', song(3)),
      { ok: false, code: 'file-empty', message: '"quoted"\n' },
      await folder.tagged('p.ogg', ogg({ codec: 'vorbis' })),
      { ...(await folder.tagged('q.mp3', song(4))), audioKey: null, title: '비 \u2028 ✓' },
    ]
    expect(unpack(pack(readings))).toEqual(readings.map(plain))
    expect(unpack(pack([]))).toEqual([])
  })
})

/** Keys come back as plain bytes. */
function plain(reading: Reading): Reading {
  return reading.ok && reading.audioKey ? { ...reading, audioKey: Uint8Array.from(reading.audioKey) } : reading
}

function outcome(reading: Reading): string | null {
  return reading.ok ? reading.title : reading.code
}
