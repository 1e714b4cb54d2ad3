// Covers for the demonstration: a seed becomes ink and paper, a few large shapes and a grain, written as PNG.
import { crc32, deflateSync } from 'node:zlib'
import { seededRandom } from './random.ts'

export const COVER_SIZE = 600

type Colour = readonly [number, number, number]

/** PNG bytes of a square cover. `hue` in degrees sets the family of its colours. */
export function coverPng(seed: number, hue: number): Uint8Array {
  const random = seededRandom(seed)
  const paper = hsl(hue + 20 * (random() - 0.5), 0.25 + 0.35 * random(), random() < 0.5 ? 0.14 : 0.86)
  const shapes = Array.from({ length: 3 + Math.floor(random() * 3) }, () => ({
    kind: Math.floor(random() * 3),
    x: random(),
    y: random(),
    size: 0.12 + random() * 0.38,
    turn: random() * Math.PI,
    colour: hsl(hue + (random() - 0.5) * 120, 0.45 + 0.45 * random(), 0.3 + 0.45 * random()),
  }))
  const row = 1 + 3 * COVER_SIZE
  const pixels = Buffer.alloc(row * COVER_SIZE)
  for (let py = 0; py < COVER_SIZE; py++) {
    for (let px = 0; px < COVER_SIZE; px++) {
      let colour = paper
      for (const { kind, x, y, size, turn, colour: ink } of shapes) {
        const dx = px / COVER_SIZE - x
        const dy = py / COVER_SIZE - y
        const along = dx * Math.cos(turn) + dy * Math.sin(turn)
        const across = dy * Math.cos(turn) - dx * Math.sin(turn)
        const inside =
          kind === 0
            ? dx * dx + dy * dy < size * size
            : kind === 1
              ? Math.abs(across) < size * 0.18
              : Math.abs(Math.hypot(dx, dy) - size) < 0.025 || (along > 0 && Math.hypot(dx, dy) < size * 0.5)
        if (inside) colour = ink
      }
      const grain = ((px * 7 + py * 13) % 5) - 2
      for (const channel of [0, 1, 2] as const)
        pixels[py * row + 1 + 3 * px + channel] = Math.max(0, Math.min(255, colour[channel] + grain))
    }
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(COVER_SIZE, 0)
  header.writeUInt32BE(COVER_SIZE, 4)
  header.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(pixels, { level: 6 })),
    chunk('IEND', new Uint8Array()),
  ])
}

function chunk(name: string, body: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), body])
  const bytes = Buffer.alloc(named.length + 8)
  bytes.writeUInt32BE(body.length)
  named.copy(bytes, 4)
  bytes.writeUInt32BE(crc32(named), named.length + 4)
  return bytes
}

/** Hue in degrees, saturation and lightness 0..1, to 0..255. */
function hsl(hue: number, saturation: number, lightness: number): Colour {
  const a = saturation * Math.min(lightness, 1 - lightness)
  const channel = (n: number) => {
    const k = (n + (((hue % 360) + 360) % 360) / 30) % 12
    return Math.round(255 * (lightness - a * Math.max(-1, Math.min(k - 3, 9 - k, 1))))
  }
  return [channel(0), channel(8), channel(4)]
}
