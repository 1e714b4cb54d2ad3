// Made covers: a picture for each hash, drawn by a rule and a palette, encoded as PNG without a library.
import { deflateSync } from 'node:zlib'
import { createRandom } from './random.ts'

type Colour = readonly [number, number, number]

const palettes: readonly (readonly Colour[])[] = [
  [
    [226, 88, 52],
    [243, 220, 190],
    [38, 52, 74],
  ],
  [
    [30, 66, 96],
    [236, 196, 92],
    [214, 226, 230],
  ],
  [
    [62, 92, 70],
    [232, 222, 196],
    [196, 84, 60],
  ],
  [
    [120, 58, 92],
    [244, 190, 170],
    [34, 24, 44],
  ],
  [
    [18, 20, 28],
    [96, 128, 196],
    [226, 226, 236],
  ],
  [
    [246, 236, 214],
    [200, 52, 44],
    [32, 32, 34],
  ],
  [
    [92, 132, 140],
    [22, 40, 52],
    [242, 168, 96],
  ],
  [
    [204, 172, 120],
    [74, 48, 36],
    [244, 238, 226],
  ],
  [
    [58, 44, 110],
    [220, 96, 128],
    [250, 216, 140],
  ],
  [
    [40, 40, 42],
    [150, 150, 152],
    [230, 230, 228],
  ],
]

const mix = (a: Colour, b: Colour, t: number): Colour => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
  a[2] + (b[2] - a[2]) * t,
]

/** Colour at (x, y), each 0..1. */
function painting(hash: string): (x: number, y: number) => Colour {
  const random = createRandom(Number.parseInt(hash.slice(-7), 16))
  const palette = random.pick(palettes)
  const black: Colour = [0, 0, 0]
  const [a = black, b = black, c = black] = palette
  const [u, v, w] = [0.25 + random.next() * 0.5, 0.25 + random.next() * 0.5, 0.12 + random.next() * 0.25]
  const n = 3 + random.below(7)
  switch (random.below(6)) {
    case 0: // a sun over a horizon
      return (x, y) => (Math.hypot(x - u, y - v) < w ? b : y > 0.62 ? c : mix(a, b, y * 0.55))
    case 1: // stripes
      return (x, y) => [a, b, c][Math.floor((x * u * 2 + y) * n) % 3] ?? a
    case 2: // rings
      return (x, y) => {
        const r = Math.hypot(x - u, y - v)
        return r > w * 2.2 ? a : Math.floor(r * n * 5) % 2 === 0 ? b : c
      }
    case 3: // hills
      return (x, y) => {
        const far = 0.45 + 0.1 * Math.sin(x * n + u * 6)
        const near = 0.68 + 0.09 * Math.sin(x * n * 0.7 + v * 9)
        return y > near ? c : y > far ? mix(a, c, 0.45) : mix(a, b, 0.3 + y)
      }
    case 4: // dots of growing size
      return (x, y) => {
        const [gx, gy] = [(x * (n + 4)) % 1, (y * (n + 4)) % 1]
        return Math.hypot(gx - 0.5, gy - 0.5) < 0.08 + 0.42 * y * (1 - w) ? b : a
      }
    default: // two fields
      return (x, y) => (x + y * 0.6 < u + 0.35 ? a : x * 0.4 + y < v + 0.4 ? b : c)
  }
}

const table = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  return c >>> 0
})

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  let crc = 0xffffffff
  for (const byte of body) crc = (table[(crc ^ byte) & 255] ?? 0) ^ (crc >>> 8)
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE((crc ^ 0xffffffff) >>> 0)
  return Buffer.concat([length, body, sum])
}

const made = new Map<string, Buffer>()

/** A PNG of `size` by `size` pixels; the same hash is the same picture. */
export function cover(hash: string, size: number): Buffer {
  const key = `${hash}:${size}`
  const known = made.get(key)
  if (known) return known
  const paint = painting(hash)
  const grain = createRandom(1)
  const raw = Buffer.alloc((size * 3 + 1) * size)
  let at = 0
  for (let y = 0; y < size; y++) {
    at += 1
    for (let x = 0; x < size; x++) {
      const noise = (grain.next() - 0.5) * 7
      for (const value of paint((x + 0.5) / size, (y + 0.5) / size)) {
        raw[at] = Math.max(0, Math.min(255, value + noise))
        at += 1
      }
    }
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(size, 0)
  head.writeUInt32BE(size, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const png = Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(raw, { level: 3 })),
    chunk('IEND', new Uint8Array()),
  ])
  made.set(key, png)
  return png
}
