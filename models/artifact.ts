// A fitted model as bytes: a header in JSON, arrays in little-endian order, a version and a checksum, so that a damaged or foreign one is refused.
import { ModelError } from './model.ts'

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

export interface ArtifactArray {
  readonly shape: readonly number[]
  readonly values: Float32Array | Int32Array
}

export interface Artifact {
  /** The model's name as in its paper, in small letters: 'set-transformer'. */
  readonly kind: string
  /** Version of the model's code: raised whenever the meaning of settings or arrays changes. */
  readonly version: number
  readonly settings: { readonly [key: string]: Json }
  readonly arrays: { readonly [name: string]: ArtifactArray }
}

const MAGIC = 0x6c6c7744 // 'Dwll'
const FORMAT = 1
const HEAD_BYTES = 16

/** Layout: magic, format, CRC-32 of all that follows, length of the header; header; arrays, each from a multiple of 4 bytes. */
export function encodeArtifact(artifact: Artifact): Uint8Array {
  const arrays = Object.entries(artifact.arrays)
  const header = utf8(
    JSON.stringify({
      kind: artifact.kind,
      version: artifact.version,
      settings: artifact.settings,
      arrays: arrays.map(([name, { shape, values }]) => ({
        name,
        shape,
        type: values instanceof Int32Array ? 'int32' : 'float32',
      })),
    }),
  )
  const start = HEAD_BYTES + Math.ceil(header.length / 4) * 4
  const bytes = new Uint8Array(start + arrays.reduce((sum, [, { values }]) => sum + values.byteLength, 0))
  bytes.set(header, HEAD_BYTES)
  let at = start
  for (const [name, { shape, values }] of arrays) {
    if (values.length !== sizeOf(shape)) throw new ModelError('bad-input', `array “${name}” does not fill its shape`)
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at)
    at += values.byteLength
  }
  const view = new DataView(bytes.buffer)
  view.setUint32(0, MAGIC, true)
  view.setUint32(4, FORMAT, true)
  view.setUint32(12, header.length, true)
  view.setUint32(8, crc32(bytes.subarray(12)), true)
  return bytes
}

/** Throws ModelError 'bad-artifact' with what is wrong. The arrays are copies. */
export function decodeArtifact(bytes: Uint8Array): Artifact {
  if (bytes.length < HEAD_BYTES) throw damaged('it is too short')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.getUint32(0, true) !== MAGIC) throw damaged('it is not an artefact of Dwell')
  const format = view.getUint32(4, true)
  if (format !== FORMAT) throw damaged(`its format is ${format}, and ${FORMAT} is read here`)
  if (view.getUint32(8, true) !== crc32(bytes.subarray(12))) throw damaged('its checksum does not match')
  const length = view.getUint32(12, true)
  const header = headerOf(bytes.subarray(HEAD_BYTES, HEAD_BYTES + length))
  let at = HEAD_BYTES + Math.ceil(length / 4) * 4
  const arrays: Record<string, ArtifactArray> = {}
  for (const { name, shape, type } of header.arrays) {
    const byteLength = sizeOf(shape) * 4
    if (at + byteLength > bytes.length) throw damaged(`array “${name}” is cut off`)
    const copy = bytes.slice(at, at + byteLength).buffer
    arrays[name] = { shape, values: type === 'int32' ? new Int32Array(copy) : new Float32Array(copy) }
    at += byteLength
  }
  return { kind: header.kind, version: header.version, settings: header.settings, arrays }
}

/** Refuses an artefact of another model or of another version of its code. */
export function expectArtifact(artifact: Artifact, kind: string, version: number): void {
  if (artifact.kind !== kind)
    throw new ModelError('bad-artifact', `the artefact is a “${artifact.kind}”, not a “${kind}”`)
  if (artifact.version !== version) {
    throw new ModelError(
      'bad-artifact',
      `the artefact of “${kind}” has version ${artifact.version}, and ${version} is read here`,
    )
  }
}

/** The named array of floats, of this shape (-1: any length); throws 'bad-artifact'. */
export function floatsOf(artifact: Artifact, name: string, shape: readonly number[]): Float32Array {
  const values = arrayOf(artifact, name, shape)
  if (values instanceof Float32Array) return values
  throw lacking(artifact, name, shape)
}

/** The named array of integers, of this shape (-1: any length); throws 'bad-artifact'. */
export function intsOf(artifact: Artifact, name: string, shape: readonly number[]): Int32Array {
  const values = arrayOf(artifact, name, shape)
  if (values instanceof Int32Array) return values
  throw lacking(artifact, name, shape)
}

function arrayOf(artifact: Artifact, name: string, shape: readonly number[]): Float32Array | Int32Array {
  const found = artifact.arrays[name]
  const fits =
    found !== undefined &&
    found.shape.length === shape.length &&
    shape.every((length, axis) => length === -1 || length === found.shape[axis])
  if (!fits) throw lacking(artifact, name, shape)
  return found.values
}

const lacking = (artifact: Artifact, name: string, shape: readonly number[]) =>
  new ModelError('bad-artifact', `the artefact of “${artifact.kind}” lacks array “${name}” of shape [${shape}]`)

interface Header extends Omit<Artifact, 'arrays'> {
  readonly arrays: readonly { readonly name: string; readonly shape: readonly number[]; readonly type: string }[]
}

function headerOf(bytes: Uint8Array): Header {
  try {
    let text = ''
    for (const byte of bytes) text += String.fromCharCode(byte)
    return JSON.parse(decodeURIComponent(escapeBytes(text))) // its checksum was right: it is what encodeArtifact wrote
  } catch {
    throw damaged('its header cannot be read')
  }
}

const escapeBytes = (text: string) =>
  text.replace(/[^ -$&-~]|%/g, each => `%${each.charCodeAt(0).toString(16).padStart(2, '0')}`)

function utf8(text: string): Uint8Array {
  const escaped = encodeURIComponent(text)
  const out: number[] = []
  for (let index = 0; index < escaped.length; index++) {
    if (escaped[index] === '%') {
      out.push(Number.parseInt(escaped.slice(index + 1, index + 3), 16))
      index += 2
    } else out.push(escaped.charCodeAt(index))
  }
  return Uint8Array.from(out)
}

const sizeOf = (shape: readonly number[]) => shape.reduce((product, length) => product * length, 1)

const damaged = (why: string) => new ModelError('bad-artifact', `the artefact cannot be used: ${why}`)

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value
})

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (crc >>> 8) ^ (table[(crc ^ byte) & 0xff] ?? 0)
  return ~crc >>> 0
}
