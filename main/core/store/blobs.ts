// Typed arrays as the blobs of a row, and back. A blob may lie anywhere in a shared buffer, so reading one copies it to where elements may begin.

/** The bytes of an array, not copied. Little-endian, as every platform is that Electron runs on. */
export const bytesOf = (array: Int32Array | Float32Array | Uint32Array): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength)

export const int32Of = (blob: Uint8Array): Int32Array => new Int32Array(aligned(blob))
export const uint32Of = (blob: Uint8Array): Uint32Array => new Uint32Array(aligned(blob))
export const float32Of = (blob: Uint8Array): Float32Array => new Float32Array(aligned(blob))

const aligned = (blob: Uint8Array): ArrayBuffer => new Uint8Array(blob).buffer
