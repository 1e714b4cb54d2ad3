// Which part of an m4a is music: edit lists and iTunes' own note, from boxes as files hold them.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseMoov, parseSmpb, readMp4Trim } from '../../../renderer/player/decode/mp4-trim.ts'

const words = new TextEncoder()

function box(type: string, ...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const inside = parts.flatMap(part => [...part])
  const head = new Uint8Array(8)
  new DataView(head.buffer).setUint32(0, 8 + inside.length)
  head.set(words.encode(type), 4)
  return Uint8Array.from([...head, ...inside])
}

function numbers(...values: readonly number[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(values.length * 4)
  const view = new DataView(bytes.buffer)
  values.forEach((value, i) => {
    view.setInt32(i * 4, value)
  })
  return bytes
}

const movie = box('mvhd', numbers(0, 0, 0, 1000, 0))
const edits = (...entries: readonly (readonly [duration: number, mediaTime: number])[]) =>
  box(
    'edts',
    box('elst', numbers(0, entries.length, ...entries.flatMap(([duration, from]) => [duration, from, 0x10000]))),
  )
const handler = (kind: string) => box('mdia', box('hdlr', numbers(0, 0), words.encode(kind), new Uint8Array(12)))
const smpb = (text: string) =>
  box(
    'udta',
    box(
      'meta',
      numbers(0),
      box(
        'ilst',
        box(
          '----',
          box('mean', numbers(0), words.encode('com.apple.iTunes')),
          box('name', numbers(0), words.encode('iTunSMPB')),
          box('data', numbers(1, 0), words.encode(text)),
        ),
      ),
    ),
  )

describe('an m4a', () => {
  it('ends where the edit of its sound ends, whatever other tracks say', () => {
    const moov = Uint8Array.from([
      ...movie,
      ...box('trak', edits([9999, 0]), handler('vide')),
      ...box('trak', edits([500, -1], [7124, 1024]), handler('soun')),
    ])
    expect(parseMoov(moov)).toEqual({ editSeconds: 7.124, itunes: null })
  })

  it('is as long as iTunes wrote', () => {
    const text = ' 00000000 00000840 000001CA 00000000003F31F6 00000000 00000000'
    expect(parseMoov(Uint8Array.from([...movie, ...smpb(text)])).itunes).toEqual({ delay: 0x840, frames: 0x3f31f6 })
    expect(parseSmpb('nonsense')).toBeNull()
    expect(parseSmpb(' 00000000 00000840 000001CA 0000000000000000')).toBeNull()
  })

  it('is read wherever its index lies', async () => {
    const moov = box('moov', movie, box('trak', edits([3000, 0]), handler('soun')))
    const file = Uint8Array.from([...box('ftyp', numbers(1, 2)), ...box('mdat', new Uint8Array(5000)), ...moov])
    const bytes = { size: file.length, read: async (start: number, end: number) => file.slice(start, end) }
    expect(await readMp4Trim(bytes)).toEqual({ editSeconds: 3, itunes: null })
  })

  it('does not fall over, nor loop, on any bytes at all', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async noise => {
        const file = Uint8Array.from([...box('moov', movie, noise), ...noise])
        const bytes = { size: file.length, read: async (start: number, end: number) => file.slice(start, end) }
        await readMp4Trim(bytes)
      }),
    )
  })
})
