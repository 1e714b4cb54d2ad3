// Finding a frame in the middle of a flac, in files whose layout is known by heart.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Bytes } from '../../../renderer/player/decode/bytes.ts'
import { codedNumber, frameAt, frameBefore, readFlacLayout } from '../../../renderer/player/decode/flac-frames.ts'
import { flacViewAt } from '../../../renderer/player/decode/flac-view.ts'

const blockSize = 4096

/** Written like a UTF-8 character, up to seven bytes. */
function coded(value: number): number[] {
  if (value < 0x80) return [value]
  let length = 2
  while (value >= 2 ** (5 * length + 1)) length += 1
  const rest = Array.from({ length: length - 1 }, (_, i) => 0x80 | (Math.floor(value / 64 ** (length - 2 - i)) % 64))
  const marker = (0xff << (8 - length)) & 0xff
  return [marker | Math.floor(value / 64 ** (length - 1)), ...rest]
}

/** Bit by bit, as the standard writes it: x^8 + x^2 + x + 1. */
function crc8(bytes: readonly number[]): number {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x80) !== 0 ? ((crc << 1) ^ 0x107) & 0xff : (crc << 1) & 0xff
  }
  return crc
}

function header(number: number): number[] {
  // 4096 samples, rate and depth as in STREAMINFO, two channels.
  const fields = [0xff, 0xf8, 0xc0, 0x10, ...coded(number)]
  return [...fields, crc8(fields)]
}

/** A flac of that many frames, whose content is noise and now and then looks like a header. */
function flac(frames: number, picture = 0) {
  const streamInfo = [
    ...[blockSize >> 8, blockSize & 255, blockSize >> 8, blockSize & 255, 0, 0, 0, 0, 0, 0],
    // 44,100 Hz, two channels, sixteen bits, length unknown
    ...[0x0a, 0xc4, 0x42, 0xf0, 0, 0, 0, 0, ...new Array<number>(16).fill(0)],
  ]
  const parts: number[][] = [[...'fLaC'].map(c => c.charCodeAt(0)), [picture > 0 ? 0 : 0x80, 0, 0, 34], streamInfo]
  if (picture > 0)
    parts.push([0x86, (picture >> 16) & 255, (picture >> 8) & 255, picture & 255], new Array(picture).fill(0xff))
  const offsets: number[] = []
  let at = parts.reduce((sum, part) => sum + part.length, 0)
  for (let n = 0; n < frames; n++) {
    offsets.push(at)
    const size = 3000 + ((n * 7919) % 5000)
    const body = Array.from({ length: size }, (_, i) => ((n + 1) * (i + 3) * 40_503) & 255)
    // A sync code in the noise, with a checksum that does not fit.
    body.splice(100, 6, 0xff, 0xf8, 0xc0, 0x10, 1, 0)
    const frame = [...header(n), ...body]
    parts.push(frame)
    at += frame.length
  }
  const file = Uint8Array.from(parts.flat())
  const reads: number[] = []
  const bytes: Bytes = {
    size: file.length,
    read: async (start, end) => {
      reads.push(end - start)
      return file.slice(start, end)
    },
  }
  return { file, bytes, offsets, reads }
}

describe('a frame of a flac', () => {
  it('says its number in as many bytes as it takes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 36 - 1 }), value => {
        const bytes = Uint8Array.from(coded(value))
        expect(codedNumber(bytes, 0)).toEqual({ value, length: bytes.length })
      }),
    )
    expect(codedNumber(Uint8Array.of(0xff, 0x80, 0x80), 0)).toBeNull()
    expect(codedNumber(Uint8Array.of(0xc4, 0x01), 0)).toBeNull()
  })

  it('is told from noise by its checksum', async () => {
    const { file, bytes, offsets } = flac(40)
    const layout = await readFlacLayout(bytes)
    if (!layout) throw new Error('no layout')
    const found = [...file.keys()].filter(at => frameAt(file, at, layout))
    expect(found).toEqual(offsets)
  })

  it('is found at or shortly before any sample, without reading the whole file', async () => {
    const { bytes, offsets, reads, file } = flac(900, 70_000)
    const layout = await readFlacLayout(bytes)
    if (!layout) throw new Error('no layout')
    expect(layout).toMatchObject({ rate: 44_100, blockSize, audioStart: offsets[0] })
    for (const frame of [0, 1, 17, 450, 451, 820, 899]) {
      reads.length = 0
      const found = await frameBefore(bytes, layout, frame * blockSize + 5)
      const number = found.sample / blockSize
      expect(offsets[number]).toBe(found.offset)
      expect(number).toBeLessThanOrEqual(frame)
      expect((offsets[frame] ?? 0) - found.offset).toBeLessThan(200_000)
      expect(reads.reduce((sum, n) => sum + n, 0)).toBeLessThan(file.length / 4)
    }
  })

  it('begins a file of its own, head first', async () => {
    const { bytes, file } = flac(900)
    const view = await flacViewAt(bytes, 600 * blockSize)
    if (!view) throw new Error('no view')
    const head = await view.bytes.read(0, 42)
    expect(String.fromCharCode(...head.subarray(0, 4))).toBe('fLaC')
    const layout = await readFlacLayout(view.bytes)
    expect(layout).toMatchObject({ rate: 44_100, audioStart: 42 })
    const across = await view.bytes.read(30, 300)
    expect(across.length).toBe(270)
    expect(layout && frameAt(across, 12, layout)).toEqual({ sample: view.sample })
    expect([...(await view.bytes.read(view.bytes.size - 50, view.bytes.size + 99))]).toEqual([...file.slice(-50)])
  })

  it('is not looked for in what is no flac', async () => {
    const noise = Uint8Array.from({ length: 3000 }, (_, i) => (i * 31) & 255)
    const bytes: Bytes = { size: noise.length, read: async (start, end) => noise.slice(start, end) }
    expect(await flacViewAt(bytes, 1000)).toBeNull()
  })
})
