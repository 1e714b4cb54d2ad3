// Sound as a page asks for it: whole, by ranges, let go of halfway, gone from the disk.
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMediaPlaces } from '../../../main/shell/media-places.ts'
import { streamOf } from '../../../main/shell/protocol/file-stream.ts'
import { answerMedia, type MediaPlaces } from '../../../main/shell/protocol/media.ts'
import { parseRange } from '../../../main/shell/protocol/range.ts'
import { DwellError } from '../../../preload/contract/errors.ts'
import { needsLinux } from '../../needs.ts'

const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7919) % 251))
let folder: string
let places: MediaPlaces

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dwell-media-'))
  writeFileSync(join(folder, '바다.flac'), bytes)
  writeFileSync(join(folder, 'empty.mp3'), '')
  mkdirSync(join(folder, 'folder.mp3'))
  symlinkSync(join(folder, 'loop.mp3'), join(folder, 'loop.mp3'))
  const names: Readonly<Record<number, string>> = {
    1: '바다.flac',
    2: 'empty.mp3',
    3: 'gone.mp3',
    4: 'folder.mp3',
    5: 'loop.mp3',
  }
  places = {
    async placeOf(id) {
      const name = names[id]
      if (id === 6) throw new DwellError('not-playable', `${folder}/secret.ape`)
      if (id === 7) throw new DwellError('core-restarting', 'soon')
      if (!name) throw new DwellError('not-found', `no track ${id} in ${folder}`)
      return { path: join(folder, name), mime: 'audio/flac' }
    },
    forget: () => {},
  }
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

const ask = (path: string, init?: RequestInit) => answerMedia(new Request(`dwell://media/${path}`, init), places)
const range = (value: string) => ask('1', { headers: { Range: value } })
const bodyOf = async (response: Response) => Buffer.from(await response.arrayBuffer())

describe('the sound of a track', () => {
  it('is given from a file whose name is no valid UTF-8', needsLinux, async () => {
    const exact = Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0x63, 0xe9, 0xff]), Buffer.from('.flac')])
    writeFileSync(exact, bytes)
    const here: MediaPlaces = {
      placeOf: async () => ({ path: exact.toString('utf8'), bytes: new Uint8Array(exact), mime: 'audio/flac' }),
      forget: () => undefined,
    }
    const answer = await answerMedia(new Request('dwell://media/1'), here)
    expect(answer.status).toBe(200)
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true)
  })

  it('comes whole when no range is asked for', async () => {
    const response = await ask('1')
    expect(response.status).toBe(200)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'audio/flac',
      'content-length': '300000',
      'accept-ranges': 'bytes',
      'access-control-allow-origin': 'dwell://app',
    })
    expect((await bodyOf(response)).equals(bytes)).toBe(true)
  })

  it.each([
    ['bytes=0-', 'bytes 0-299999/300000', 0, 300_000],
    ['bytes=100-199', 'bytes 100-199/300000', 100, 200],
    ['bytes=299999-', 'bytes 299999-299999/300000', 299_999, 300_000],
    ['bytes=-500', 'bytes 299500-299999/300000', 299_500, 300_000],
    ['bytes=-999999999', 'bytes 0-299999/300000', 0, 300_000],
    ['bytes=131000-131100', 'bytes 131000-131100/300000', 131_000, 131_101],
    ['bytes=200000-999999999', 'bytes 200000-299999/300000', 200_000, 300_000],
  ])('comes in part for %s', async (asked, contentRange, from, to) => {
    const response = await range(asked)
    expect(response.status).toBe(206)
    expect(response.headers.get('content-range')).toBe(contentRange)
    expect(response.headers.get('content-length')).toBe(String(to - from))
    expect((await bodyOf(response)).equals(bytes.subarray(from, to))).toBe(true)
  })

  it.each(['bytes=300000-', 'bytes=-0', 'bytes=999999999-'])('says that there is nothing at %s', async asked => {
    const response = await range(asked)
    expect(response.status).toBe(416)
    expect(response.headers.get('content-range')).toBe('bytes */300000')
  })

  it.each(['bytes=a-b', 'bytes=5-2', 'lines=1-2', 'bytes=0-1,5-6', 'bytes=-', ''])(
    'comes whole for %j, which is no range',
    async asked => {
      expect((await range(asked)).status).toBe(200)
    },
  )

  it('can be measured without being read', async () => {
    const response = await ask('1', { method: 'HEAD', headers: { Range: 'bytes=0-9' } })
    expect([response.status, response.headers.get('content-length'), response.body]).toEqual([206, '10', null])
  })

  it('may be empty', async () => {
    const response = await ask('2')
    expect([response.status, response.headers.get('content-length')]).toEqual([200, '0'])
    expect((await ask('2', { headers: { Range: 'bytes=0-' } })).status).toBe(416)
  })

  it('answers a page’s question whether it may ask for ranges', async () => {
    const response = await ask('1', { method: 'OPTIONS' })
    expect([response.status, response.headers.get('access-control-allow-headers')]).toEqual([204, 'Range'])
  })

  it('cannot be written', async () => {
    expect((await ask('1', { method: 'POST' })).status).toBe(405)
  })

  it.each([
    ['3', 404, 'file-missing'],
    ['4', 404, 'file-missing'],
    ['5', 500, 'internal'],
    ['6', 415, 'not-playable'],
    ['7', 503, 'core-restarting'],
    ['8', 404, 'not-found'],
  ])('is refused in words that tell of no file (track %s)', async (id, status, code) => {
    const response = await ask(id)
    expect([response.status, response.headers.get('x-dwell-code')]).toEqual([status, code])
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/)
    const words = await response.text()
    expect(words).toMatch(/\.\n$/)
    expect(words).not.toMatch(/dwell-media|secret|[\\/]/)
  })

  it.each(['', '0', '-1', '1e3', 'abc', '../../etc/passwd', '%2e%2e%2f1', '99999999999'])(
    'is not at dwell://media/%s',
    async path => {
      expect((await ask(path)).status).toBe(404)
    },
  )
})

describe('a range of bytes', () => {
  it('always lies inside the file', () => {
    const part = fc.option(fc.nat(2_000), { nil: '' })
    fc.assert(
      fc.property(part, part, fc.nat(1_000), (first, last, size) => {
        const parsed = parseRange(`bytes=${first}-${last}`, size)
        if (parsed.kind !== 'part') return
        expect(parsed.from).toBeGreaterThanOrEqual(0)
        expect(parsed.to).toBeGreaterThanOrEqual(parsed.from)
        expect(parsed.to).toBeLessThan(size)
      }),
    )
  })
})

// Only Linux shows which files a process holds open.
describe('a file that is being streamed', needsLinux, () => {
  let path: string
  const held = () =>
    readdirSync('/proc/self/fd').filter(fd => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`) === path
      } catch {
        return false
      }
    }).length
  const stream = (name: string) => {
    path = join(folder, name)
    writeFileSync(path, bytes)
    return streamOf(path, 0, bytes.length - 1)
  }

  it('is opened when its first byte is wanted, and closed at its end', async () => {
    const reader = stream('read.mp3').getReader()
    expect(held()).toBe(0)
    await reader.read()
    expect(held()).toBe(1)
    while (!(await reader.read()).done);
    expect(held()).toBe(0)
  })

  it('is closed when the page no longer wants it', async () => {
    const reader = stream('dropped.mp3').getReader()
    await reader.read()
    await reader.cancel()
    expect(held()).toBe(0)
  })

  it('is read no faster than it is taken', async () => {
    const reader = stream('slow.mp3').getReader()
    const { value } = await reader.read()
    truncateSync(path, value?.length ?? 0)
    // What was not taken was not read either, so the cut is seen.
    expect((await reader.read()).done).toBe(true)
    expect(held()).toBe(0)
  })

  it('fails where it has gone before its first byte', async () => {
    const reader = stream('vanishing.mp3').getReader()
    rmSync(path)
    await expect(reader.read()).rejects.toThrow('ENOENT')
  })
})

describe('where tracks lie', () => {
  const core = (answer: (id: number) => string) => {
    const asked: number[] = []
    return {
      asked,
      client: {
        call: async (_name: string, { id }: { id: number }) => {
          asked.push(id)
          return { path: answer(id), mime: 'audio/flac', size: 1 }
        },
      } as unknown as Parameters<typeof createMediaPlaces>[0], // the one call that is made
    }
  }

  it('is asked once, so that sound goes on while the core is away', async () => {
    const { asked, client } = core(() => join(folder, '바다.flac'))
    const known = createMediaPlaces(client)
    for (let request = 0; request < 5; request += 1)
      expect((await answerMedia(new Request('dwell://media/1', { method: 'HEAD' }), known)).status).toBe(200)
    expect(asked).toEqual([1])
  })

  it('is asked again when the file is no longer there, so that a moved file plays on', async () => {
    let path = join(folder, 'before-it-moved.flac')
    const { asked, client } = core(() => path)
    const known = createMediaPlaces(client)
    expect((await answerMedia(new Request('dwell://media/1'), known)).status).toBe(404)
    path = join(folder, '바다.flac')
    expect((await answerMedia(new Request('dwell://media/1', { method: 'HEAD' }), known)).status).toBe(200)
    expect(asked.length).toBeLessThanOrEqual(4)
  })

  it('is not remembered when the core could not say', async () => {
    let times = 0
    const { client } = core(() => {
      times += 1
      if (times === 1) throw new DwellError('core-restarting', 'soon')
      return join(folder, '바다.flac')
    })
    const known = createMediaPlaces(client)
    expect((await answerMedia(new Request('dwell://media/1', { method: 'HEAD' }), known)).status).toBe(503)
    expect((await answerMedia(new Request('dwell://media/1', { method: 'HEAD' }), known)).status).toBe(200)
  })
})
