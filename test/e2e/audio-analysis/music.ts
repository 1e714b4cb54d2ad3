// Songs as files for the ears: the same song in every format that ffmpeg writes, and the reference's own samples as a wave of floats.
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, extname } from 'node:path'
import { MEL_HOP, MEL_WINDOW, SOUND_HZ } from '../../../models/sound/log-mel.ts'
import { song } from '../../models/sound/made-sound.ts'

const encoders: Readonly<Record<string, readonly string[]>> = {
  '.mp3': ['-c:a', 'libmp3lame', '-b:a', '128k'],
  '.flac': ['-c:a', 'flac'],
  '.ogg': ['-c:a', 'libvorbis', '-q:a', '4'],
  '.opus': ['-c:a', 'libopus', '-b:a', '96k'],
  '.m4a': ['-c:a', 'aac', '-b:a', '128k'],
  '.wav': ['-c:a', 'pcm_s16le'],
}

export interface Tagged {
  readonly title: string
  readonly artist: string
  readonly album: string
}

/** The song composed last: the same one is often written in several formats. */
let composed: { readonly seed: number; readonly seconds: number; readonly samples: Float32Array } | null = null

/** Song number `seed`, `seconds` long, where `file` says; its ending chooses the format. */
export function record(file: string, seed: number, seconds: number, tags: Tagged, rate = 44_100): void {
  mkdirSync(dirname(file), { recursive: true })
  if (composed?.seed !== seed || composed.seconds !== seconds)
    composed = { seed, seconds, samples: song(seed, seconds) }
  const { samples } = composed
  const format = encoders[extname(file)]
  if (!format) throw new Error(`nothing here writes ${extname(file)}`)
  execFileSync(
    'ffmpeg',
    [
      ...['-v', 'error', '-y', '-f', 'f32le', '-ar', String(SOUND_HZ), '-ac', '1', '-i', '-', '-ac', '2'],
      ...['-ar', String(extname(file) === '.opus' ? 48_000 : rate), ...format],
      ...Object.entries(tags).flatMap(([name, value]) => ['-metadata', `${name}=${value}`]),
      file,
    ],
    { input: new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength) },
  )
}

/** `file` so many times in a row. A flac is encoded anew: its head says how long it is, and a copy would keep that. */
export function repeat(file: string, times: number, to: string, title: string): void {
  const codec = extname(to) === '.flac' ? ['-c:a', 'flac', '-compression_level', '0'] : ['-c', 'copy']
  const args = ['-stream_loop', String(times - 1), '-i', file, ...codec, '-metadata', `title=${title}`, to]
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...args])
}

/** What test/fixtures/log-mel-reference.json was made of: a rising tone in noise, loud, then soft, then next to nothing. */
export function referenceSamples(): Float32Array {
  let state = 12345
  return Float32Array.from({ length: MEL_WINDOW + 5 * MEL_HOP }, (_, n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    const t = n / SOUND_HZ
    const gain = n < 2048 ? 0.5 : n < 3072 ? 0.01 : 1e-4
    return gain * (0.6 * Math.sin(2 * Math.PI * (200 * t + 20000 * t * t)) + 0.4 * (state / 2 ** 31 - 1))
  })
}

/** A wave file of 32-bit floats at the rate of the models: nothing is lost on the way in. */
export function writeFloats(file: string, samples: Float32Array): void {
  const head = Buffer.alloc(44)
  head.write('RIFF', 0, 'latin1')
  head.writeUInt32LE(36 + samples.byteLength, 4)
  head.write('WAVEfmt ', 8, 'latin1')
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(3, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(SOUND_HZ, 24)
  head.writeUInt32LE(4 * SOUND_HZ, 28)
  head.writeUInt16LE(4, 32)
  head.writeUInt16LE(32, 34)
  head.write('data', 36, 'latin1')
  head.writeUInt32LE(samples.byteLength, 40)
  writeFileSync(file, Buffer.concat([head, new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength)]))
}
