// Vorbis comments: FLAC, Ogg Vorbis, Opus and Speex share them. Source: xiph.org, Vorbis I specification 5.2.
import { type Bytes, Malformed, MemoryBytes } from '../bytes.ts'
import { type Collector, largestPart } from '../collector.ts'
import { fieldOf } from '../fields.ts'

const longestValue = 64 * 1024
const mostComments = 10_000
const pictureKey = 'METADATA_BLOCK_PICTURE='

/** Gathers the comments that start (with the vendor's name) at `at`. A value that is too large is passed over, not read. Throws Malformed. */
export function readVorbisComment(bytes: Bytes, at: number, to: number, tags: Collector): void {
  const vendor = bytes.view(at, 4)
  if (vendor.length < 4) throw new Malformed('the comments are cut off')
  let next = at + 4 + vendor.readUInt32LE(0)
  const number = bytes.view(next, 4)
  if (number.length < 4) throw new Malformed('the comments are cut off')
  const count = number.readUInt32LE(0)
  next += 4
  for (let i = 0; i < Math.min(count, mostComments); i++) {
    const header = bytes.view(next, 4 + 32)
    if (header.length < 4) throw new Malformed('the comments are cut off')
    const length = header.readUInt32LE(0)
    const body = next + 4
    next = body + length
    if (next > to) throw new Malformed('the comments are cut off')
    if (length > longestValue) readLarge(bytes, body, length, header, tags)
    else readComment(bytes.view(body, length), tags)
  }
}

function readComment(b: Buffer, tags: Collector): void {
  const equals = b.indexOf(0x3d)
  if (equals <= 0) return
  const key = b.toString('latin1', 0, equals).toUpperCase()
  if (key === 'METADATA_BLOCK_PICTURE') readPictureBlock(base64(b, equals + 1), tags)
  else if (fieldOf('vorbis', key) !== null) tags.add('vorbis', key, b.toString('utf8', equals + 1))
}

/** Only a picture may be large. */
function readLarge(bytes: Bytes, at: number, length: number, header: Buffer, tags: Collector): void {
  if (header.toString('latin1', 4, 4 + pictureKey.length).toUpperCase() !== pictureKey) {
    tags.warn(`a text of ${Math.round(length / 1e3)} kB was passed over`)
  } else if (length > largestPart) {
    tags.warn(`a picture of ${Math.round(length / 1e6)} MB was passed over`)
  } else {
    readPictureBlock(base64(bytes.view(at, length), pictureKey.length), tags)
  }
}

function base64(b: Buffer, from: number): Bytes {
  return new MemoryBytes(Buffer.from(b.toString('latin1', from), 'base64'))
}

function readPictureBlock(block: Bytes, tags: Collector): void {
  readFlacPicture(block, 0, block.size, tags)
}

/** FLAC's picture block, also base64 inside a comment. Only its header is read. Source: xiph.org, FLAC format, METADATA_BLOCK_PICTURE. */
export function readFlacPicture(bytes: Bytes, at: number, to: number, tags: Collector): void {
  const start = bytes.view(at, 8)
  if (start.length < 8) return
  const type = start.readUInt32BE(0)
  const mimeLength = start.readUInt32BE(4)
  const mime = bytes.view(at + 8, Math.min(mimeLength, 64)).toString('latin1')
  const descriptionAt = at + 8 + mimeLength
  const description = bytes.view(descriptionAt, 4)
  if (description.length < 4) throw new Malformed('a picture is damaged')
  const lengthAt = descriptionAt + 4 + description.readUInt32BE(0) + 16
  const lengthField = bytes.view(lengthAt, 4)
  if (lengthField.length < 4) throw new Malformed('a picture is damaged')
  // FLAC's block length ends at 16 MB: some writers store larger pictures and a wrong block length; what lies behind is not ours.
  const length = Math.min(lengthField.readUInt32BE(0), to - lengthAt - 4)
  if (mime !== '-->') tags.addPicture({ bytes, at: lengthAt + 4, length, mime, type })
}
