// Whether the bytes of a model are what this Dwell can read: whole, of the right kind, of this version.
import { crc32 } from 'node:zlib'
import type { ModelKind } from '../../../preload/contract/learning.ts'

/** Kinds of artefacts by kind of model, with the version that is read here (models/…: `VERSION`). A test holds them to what the jobs make. */
export const readable: Readonly<Record<ModelKind, Readonly<Record<string, number>>>> = {
  vectors: { 'track-vectors': 1 },
  sat: { sat: 1, 'logistic-regression': 1 },
  next: { companion: 1 },
  sound: { 'sound-cnn': 1 },
}

const MAGIC = 0x6c6c7744
const FORMAT = 1
const HEAD_BYTES = 16

/** Null when they can be used; else why not. The checksum is counted by the runtime: megabytes in milliseconds, without decoding anything. */
export function flawOf(kind: ModelKind, bytes: Uint8Array): string | null {
  if (bytes.length < HEAD_BYTES) return 'it is cut off'
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.getUint32(0, true) !== MAGIC) return 'it is no artefact'
  if (view.getUint32(4, true) !== FORMAT) return `its format is ${view.getUint32(4, true)}, and ${FORMAT} is read here`
  if (view.getUint32(8, true) !== crc32(bytes.subarray(12))) return 'its checksum does not match'
  // Its checksum was right: the header is what `encodeArtifact` wrote.
  const header = Buffer.from(bytes.buffer, bytes.byteOffset + HEAD_BYTES, view.getUint32(12, true)).toString('latin1')
  const { kind: is, version } = JSON.parse(header) as { readonly kind: string; readonly version: number }
  const known = readable[kind][is]
  if (known === undefined) return `it is a “${is}”, which is not for “${kind}”`
  return known === version ? null : `its version is ${version}, and ${known} is read here`
}
