// What an encoder added around an mp3, read from headers as encoders write them.
import { describe, expect, it } from 'vitest'
import type { Bytes } from '../../../renderer/player/decode/bytes.ts'
import { id3Size, readMp3Trim } from '../../../renderer/player/decode/lame.ts'

const inMemory = (bytes: Uint8Array<ArrayBuffer>): Bytes => ({
  size: bytes.length,
  read: async (start, end) => bytes.slice(start, end),
})

interface Header {
  readonly mpeg1?: boolean
  readonly mono?: boolean
  readonly frames?: number | null
  readonly toc?: boolean
  readonly delay?: number
  readonly padding?: number
  readonly encoder?: string
}

/** A first frame with a Xing part, as LAME lays it out. */
function frame({
  mpeg1 = true,
  mono = false,
  frames = 100,
  toc = true,
  delay = 576,
  padding = 1000,
  encoder = 'LAME3.100',
}: Header) {
  const bytes = new Uint8Array(417)
  bytes.set([0xff, mpeg1 ? 0xfb : 0xf3, 0x90, mono ? 0xc4 : 0x64])
  const view = new DataView(bytes.buffer)
  let at = 4 + (mpeg1 ? (mono ? 17 : 32) : mono ? 9 : 17)
  const text = (words: string) => bytes.set(new TextEncoder().encode(words), at)
  text('Info')
  view.setUint32(at + 4, (frames === null ? 0 : 1) | 2 | (toc ? 4 : 0) | 8)
  at += 8
  if (frames !== null) {
    view.setUint32(at, frames)
    at += 4
  }
  at += 4 + (toc ? 100 : 0) + 4
  text(encoder)
  view.setUint32(at + 20, (delay << 12) | padding)
  return bytes
}

/** An ID3v2 tag of that many bytes behind its header. */
function tag(size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(10 + size)
  bytes.set(new TextEncoder().encode('ID3'))
  bytes.set([4, 0, 0, (size >> 21) & 0x7f, (size >> 14) & 0x7f, (size >> 7) & 0x7f, size & 0x7f], 3)
  return bytes
}

const joined = (...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(parts.flatMap(part => [...part]))

describe('an mp3', () => {
  it('drops the encoder’s delay and the decoder’s own at the start, the rest of the padding at the end', async () => {
    expect(await readMp3Trim(inMemory(frame({ delay: 576, padding: 1327, frames: 52 })))).toEqual({
      start: 576 + 529,
      end: 1327 - 529,
      decoded: 52 * 1152,
    })
  })

  it.each([
    [{ mono: true }, 1152],
    [{ mpeg1: false }, 576],
    [{ mpeg1: false, mono: true }, 576],
    [{ toc: false }, 1152],
  ])('is read in every layout (%o)', async (layout, perFrame) => {
    expect(await readMp3Trim(inMemory(frame(layout)))).toEqual({ start: 1105, end: 471, decoded: 100 * perFrame })
  })

  it('is found behind tags, however large', async () => {
    const file = joined(tag(100_000), tag(300), frame({}))
    expect(id3Size(tag(100_000))).toBe(100_010)
    expect(await readMp3Trim(inMemory(file))).toMatchObject({ start: 1105 })
  })

  it('loses nothing of its end when there is less padding than the decoder’s delay', async () => {
    expect((await readMp3Trim(inMemory(frame({ padding: 300 }))))?.end).toBe(0)
  })

  it('is left as it is without the header, or with one that says nothing', async () => {
    const bare = frame({})
    bare.fill(0, 4)
    expect(await readMp3Trim(inMemory(bare))).toBeNull()
    expect(await readMp3Trim(inMemory(frame({ delay: 0, padding: 0, encoder: '\0\0\0\0' })))).toBeNull()
    expect(await readMp3Trim(inMemory(new Uint8Array(50)))).toBeNull()
    expect((await readMp3Trim(inMemory(frame({ frames: null }))))?.decoded).toBeNull()
  })

  it('does not fall over on any bytes at all', async () => {
    const file = Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256)
    for (let from = 0; from < 400; from++) {
      const broken = joined(Uint8Array.of(0xff, 0xfb), file.subarray(from))
      await expect(readMp3Trim(inMemory(broken))).resolves.not.toThrow()
    }
  })
})
