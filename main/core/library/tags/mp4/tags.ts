// iTunes' tags in MP4: the items of `ilst`, their values typed by number. Source: Apple, QuickTime metadata; the items' names by use.
import type { Bytes } from '../bytes.ts'
import type { Collector } from '../collector.ts'
import { fieldOf } from '../fields.ts'
import { genreNumbered } from '../genres.ts'
import { type Atom, atomsIn } from './atoms.ts'

const longestText = 64 * 1024

/** Gathers every item that Dwell wants. */
export function readItems(bytes: Bytes, ilst: Atom, tags: Collector): void {
  for (const item of atomsIn(bytes, ilst.body, ilst.end)) {
    if (item.name === '----') readFreeform(bytes, item, tags)
    else if (item.name === 'covr') readCovers(bytes, item, tags)
    else if (fieldOf('iTunes', item.name) !== null) readValues(bytes, item, item.name, tags)
  }
}

function readValues(bytes: Bytes, item: Atom, id: string, tags: Collector): void {
  for (const data of atomsIn(bytes, item.body, item.end)) {
    if (data.name !== 'data' || data.end - data.body < 8) continue
    const length = data.end - data.body - 8
    if (length > longestText) {
      tags.warn(`a text of ${Math.round(length / 1e3)} kB was passed over`)
      continue
    }
    const b = bytes.view(data.body, 8 + length)
    const text = textOf(id, b.readUInt32BE(0) & 0xffffff, b.subarray(8))
    if (text !== null) tags.add('iTunes', id, text)
  }
}

/** A value as text: pairs as '3/12', flags and numbers in digits. */
function textOf(id: string, type: number, b: Buffer): string | null {
  if (id === 'trkn' || id === 'disk') return b.length >= 6 ? `${b.readUInt16BE(2)}/${b.readUInt16BE(4)}` : null
  if (id === 'gnre') return b.length >= 2 ? genreNumbered(b.readUInt16BE(0) - 1) : null
  switch (type) {
    case 0:
    case 1:
    case 18:
      return b.toString('utf8')
    case 2:
      return Buffer.from(b.subarray(0, b.length & ~1))
        .swap16()
        .toString('utf16le')
    case 21:
    case 22:
      return b.length >= 1 && b.length <= 6 ? String(b.readUIntBE(0, b.length)) : null
    default:
      return b.length === 1 ? String(b[0]) : null
  }
}

function readFreeform(bytes: Bytes, item: Atom, tags: Collector): void {
  let mean = ''
  let name = ''
  for (const part of atomsIn(bytes, item.body, item.end)) {
    if (part.name !== 'mean' && part.name !== 'name') continue
    // Four bytes of version and flags stand before the text.
    const text = bytes.view(part.body + 4, Math.min(part.end - part.body - 4, 256)).toString('utf8')
    if (part.name === 'mean') mean = text
    else name = text
  }
  const id = `----:${mean}:${name}`
  if (fieldOf('iTunes', id) !== null) readValues(bytes, item, id, tags)
}

function readCovers(bytes: Bytes, item: Atom, tags: Collector): void {
  for (const data of atomsIn(bytes, item.body, item.end)) {
    if (data.name !== 'data') continue
    // MP4 knows no kinds of pictures: the first is the cover.
    tags.addPicture({ bytes, at: data.body + 8, length: data.end - data.body - 8, mime: '', type: 3 })
  }
}
