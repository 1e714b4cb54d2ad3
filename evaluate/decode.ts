// Audio files as samples, by ffmpeg, with a limit on time for each: a broken file is an answer, not an end.
import { spawn } from 'node:child_process'
import { SOUND_HZ } from '../models/sound/log-mel.ts'

export type Decoded =
  | { readonly ok: true; readonly samples: Float32Array }
  | { readonly ok: false; readonly why: string }

export interface Excerpt {
  readonly startS: number
  readonly durationS: number
}

/** Mono, SOUND_HZ, -1..1: what lies in the excerpt, or the whole file. Never throws; `limitMs` ends a decoder that hangs. */
export function decodeFile(path: string, excerpt: Excerpt | null = null, limitMs = 20_000): Promise<Decoded> {
  const from = excerpt === null ? [] : ['-ss', String(excerpt.startS), '-t', String(excerpt.durationS)]
  const to = ['-map', '0:a:0', '-ac', '1', '-ar', String(SOUND_HZ), '-f', 'f32le', 'pipe:1']
  return new Promise(resolve => {
    const ffmpeg = spawn('ffmpeg', ['-v', 'error', '-nostdin', ...from, '-i', path, ...to], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const chunks: Buffer[] = []
    let complaint = ''
    let late = false
    const limit = setTimeout(() => {
      late = true
      ffmpeg.kill('SIGKILL')
    }, limitMs)
    const done = (result: Decoded) => {
      clearTimeout(limit)
      resolve(result)
    }
    ffmpeg.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    ffmpeg.stderr.on('data', (chunk: Buffer) => {
      if (complaint.length < 2000) complaint += chunk
    })
    ffmpeg.on('error', error => done({ ok: false, why: `ffmpeg cannot be started (${error.message}): install it` }))
    ffmpeg.on('close', code => {
      const samples = floatsOf(Buffer.concat(chunks))
      if (late) done({ ok: false, why: `ffmpeg was not done after ${limitMs} ms` })
      else if (code !== 0) done({ ok: false, why: complaint.trim().split('\n')[0] ?? `ffmpeg ended with ${code}` })
      else if (samples.length === 0) done({ ok: false, why: 'there is no sound in it' })
      else if (!samples.every(Number.isFinite)) done({ ok: false, why: 'its samples are no numbers' })
      else done({ ok: true, samples })
    })
  })
}

/** Little-endian floats as they come; a copy, so that it begins at a multiple of four bytes. */
function floatsOf(bytes: Buffer): Float32Array {
  const whole = new Uint8Array(bytes.subarray(0, bytes.length - (bytes.length % 4)))
  return new Float32Array(whole.buffer)
}
