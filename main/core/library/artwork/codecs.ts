// Picture codecs in WebAssembly (MIT and BSD code from the Squoosh project, packed by jSquash), loaded when the first picture comes.
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { averaged, type Pixels } from './pixels.ts'

/** Built glue makes its results with this class of the browser. */
class ImageDataHere {
  readonly data: Uint8ClampedArray
  readonly width: number
  readonly height: number
  constructor(data: Uint8ClampedArray, width: number, height: number) {
    this.data = data
    this.width = width
    this.height = height
  }
}

function lazily<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | null = null
  return () => {
    loaded ??= load()
    return loaded
  }
}

/** `resolved` is what `import.meta.resolve` said: in the built app the file lies beside the bundle. */
async function binary(resolved: string): Promise<Buffer<ArrayBuffer>> {
  if (!('ImageData' in globalThis)) Object.assign(globalThis, { ImageData: ImageDataHere })
  return readFile(fileURLToPath(resolved))
}

const jpegDecoder = lazily(async () => {
  const wasmBinary = await binary(import.meta.resolve('@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm'))
  const { default: load } = await import('@jsquash/jpeg/codec/dec/mozjpeg_dec.js')
  return load({ noInitialRun: true, wasmBinary })
})

const webpDecoder = lazily(async () => {
  const wasmBinary = await binary(import.meta.resolve('@jsquash/webp/codec/dec/webp_dec.wasm'))
  const { default: load } = await import('@jsquash/webp/codec/dec/webp_dec.js')
  return load({ noInitialRun: true, wasmBinary })
})

const pngDecoder = lazily(async () => {
  const wasmBinary = await binary(import.meta.resolve('@jsquash/png/codec/pkg/squoosh_png_bg.wasm'))
  const { default: load, decode } = await import('@jsquash/png/codec/pkg/squoosh_png.js')
  await load(wasmBinary)
  return decode
})

const webpEncoder = lazily(async () => {
  // SIMD: every processor that Electron 33 and later start on has it.
  const wasmBinary = await binary(import.meta.resolve('@jsquash/webp/codec/enc/webp_enc_simd.wasm'))
  const { default: load } = await import('@jsquash/webp/codec/enc/webp_enc_simd.js')
  const { defaultOptions } = await import('@jsquash/webp/meta.js')
  return { codec: await load({ noInitialRun: true, wasmBinary }), defaultOptions }
})

const resizer = lazily(async () => {
  const wasmBinary = await binary(import.meta.resolve('@jsquash/resize/lib/resize/pkg/squoosh_resize_bg.wasm'))
  const { default: load, resize } = await import('@jsquash/resize/lib/resize/pkg/squoosh_resize.js')
  await load(wasmBinary)
  return resize
})

/** Upright pixels of a JPEG, PNG or WebP. Throws when it is damaged; the codec may be unusable afterwards. */
export async function decodePicture(bytes: Buffer, mime: string): Promise<Pixels> {
  const decoded = await decodeAs(bytes, mime)
  if (!decoded) throw new Error('the picture is damaged')
  return decoded
}

async function decodeAs(bytes: Buffer, mime: string): Promise<Pixels | null> {
  switch (mime) {
    case 'image/jpeg':
      return (await jpegDecoder()).decode(bytes, true)
    case 'image/png':
      return (await pngDecoder())(bytes)
    case 'image/webp':
      return (await webpDecoder()).decode(bytes)
    default:
      throw new Error(`${mime} cannot be shown`)
  }
}

const lanczos3 = 3

/** Pixels of another, smaller size: squares averaged down to twice of it, then Lanczos. */
export async function resizePicture(pixels: Pixels, width: number, height: number): Promise<Pixels> {
  const near = averaged(pixels, Math.floor(Math.min(pixels.width / width, pixels.height / height) / 2))
  if (near.width === width && near.height === height) return near
  const resize = await resizer()
  const data = resize(bytesOf(near), near.width, near.height, width, height, lanczos3, true, false)
  return { width, height, data }
}

/** Nobody tells 80 from 100 in a cover. Method 2 is twice as fast as the default for 2 % more bytes. */
const quality = 80
const method = 2

export async function encodeWebp(pixels: Pixels): Promise<Buffer> {
  const { codec, defaultOptions } = await webpEncoder()
  const encoded = codec.encode(bytesOf(pixels), pixels.width, pixels.height, { ...defaultOptions, quality, method })
  if (!encoded) throw new Error('the thumbnail could not be written')
  // A view into the codec's memory would change with the next picture.
  return Buffer.from(encoded)
}

function bytesOf({ data }: Pixels): Uint8Array<ArrayBuffer> {
  return new Uint8Array(data)
}
