// Where the sound lies in files that are a row of chunks or objects: wav, aiff, wma, dsf, dff. Their tags are music-metadata's business.
import type { Bytes } from '../bytes.ts'
import type { Container } from '../sniff.ts'

export interface Region {
  readonly from: number
  readonly to: number
}

export interface ChunkPlaces {
  readonly sound: Region | null
  /** Where ID3v2 tags start inside the file. */
  readonly id3: readonly number[]
}

const mostChunks = 10_000
const asfData = Buffer.from('3626b2758e66cf11a6d900aa0062ce6c', 'hex')

/** Walks the chunks without reading what is in them. */
export function chunkPlaces(bytes: Bytes, container: Container): ChunkPlaces {
  switch (container) {
    case 'wav':
      return walk(bytes, 12, 'data', 0, readLittle)
    case 'aiff':
      // Offset and block size stand before the samples.
      return walk(bytes, 12, 'SSND', 8, readBig)
    case 'dsdiff':
      return walk(bytes, 16, 'DSD ', 0, readDsdiff)
    case 'dsf':
      return dsf(bytes)
    case 'asf':
      return { sound: asf(bytes), id3: [] }
    default:
      return { sound: null, id3: [] }
  }
}

type ReadSize = (
  bytes: Bytes,
  at: number,
) => { readonly name: string; readonly body: number; readonly size: number } | null

const readLittle: ReadSize = (bytes, at) => {
  const b = bytes.view(at, 8)
  return b.length < 8 ? null : { name: b.toString('latin1', 0, 4), body: at + 8, size: b.readUInt32LE(4) }
}

const readBig: ReadSize = (bytes, at) => {
  const b = bytes.view(at, 8)
  return b.length < 8 ? null : { name: b.toString('latin1', 0, 4), body: at + 8, size: b.readUInt32BE(4) }
}

const readDsdiff: ReadSize = (bytes, at) => {
  const b = bytes.view(at, 12)
  return b.length < 12 ? null : { name: b.toString('latin1', 0, 4), body: at + 12, size: Number(b.readBigUInt64BE(4)) }
}

function walk(bytes: Bytes, from: number, soundName: string, skip: number, read: ReadSize): ChunkPlaces {
  const id3: number[] = []
  let sound: Region | null = null
  let at = from
  for (let i = 0; i < mostChunks; i++) {
    const chunk = read(bytes, at)
    if (!chunk) break
    if (chunk.name === soundName)
      sound ??= { from: chunk.body + skip, to: Math.min(chunk.body + chunk.size, bytes.size) }
    else if (chunk.name.toLowerCase() === 'id3 ') id3.push(chunk.body)
    at = chunk.body + chunk.size + (chunk.size % 2)
  }
  return { sound, id3 }
}

/** DSD stream file: its header says where the ID3v2 tag lies, and after the format comes the sound. */
function dsf(bytes: Bytes): ChunkPlaces {
  const b = bytes.view(0, 28)
  if (b.length < 28) return { sound: null, id3: [] }
  const tagAt = Number(b.readBigUInt64LE(20))
  const dataAt = 28 + Number(bytes.view(28 + 4, 8).readBigUInt64LE(0))
  const end = tagAt > dataAt && tagAt < bytes.size ? tagAt : bytes.size
  return { sound: { from: dataAt + 12, to: end }, id3: tagAt > 0 && tagAt < bytes.size ? [tagAt] : [] }
}

/** File id, number of packets and a reserved field stand before the packets. */
const asfDataHeader = 50
/** Writers exist that give the header a wrong length: then the data object is looked for. */
const asfSearched = 512 * 1024

function asf(bytes: Bytes): Region | null {
  const header = bytes.view(0, 24)
  if (header.length < 24) return null
  const told = Number(header.readBigUInt64LE(16))
  const at = bytes.view(told, 16).equals(asfData) ? told : bytes.view(0, asfSearched).indexOf(asfData)
  const size = at > 0 ? bytes.view(at + 16, 8) : header.subarray(0, 0)
  if (size.length < 8) return null
  return { from: at + asfDataHeader, to: Math.min(at + Number(size.readBigUInt64LE(0)), bytes.size) }
}
