// A stand-in for the tag reader that does as the file's name says: hangs, never settles, dies, exits, eats memory, or answers with the name.
import { parentPort, workerData } from 'node:worker_threads'
import { type Errand, pack, progress } from '../../../../main/core/library/tags/protocol.ts'
import type { Reading } from '../../../../main/core/library/tags/tagged.ts'

const { clock }: { clock: Int32Array<SharedArrayBuffer> } = workerData

async function read(path: string): Promise<Reading> {
  if (path.includes('hangs')) for (;;) Math.sqrt(2)
  if (path.includes('never-settles')) await new Promise(() => undefined)
  if (path.includes('dies')) throw new Error('as asked')
  if (path.includes('exits')) process.exit(1)
  if (path.includes('eats'))
    for (const eaten: number[][] = []; ; ) eaten.push(Array.from({ length: 10_000 }, (_, at) => at + 0.5))
  return { ...answer, title: path }
}

const answer = {
  ok: true,
  artist: null,
  artists: [],
  artistSort: null,
  album: null,
  albumSort: null,
  albumArtist: null,
  albumArtistSort: null,
  titleSort: null,
  compilation: false,
  disc: null,
  track: null,
  year: null,
  genres: [],
  rating: null,
  trackGainDb: null,
  trackPeak: null,
  albumGainDb: null,
  albumPeak: null,
  durationMs: 1,
  codec: 'mp3',
  mime: 'audio/mpeg',
  bitrate: null,
  sampleRate: null,
  channels: null,
  playable: true,
  unplayableReason: null,
  audioKey: null,
  picture: null,
  warning: null,
} as const

let last = Promise.resolve()
parentPort?.on('message', (errand: Errand) => {
  last = last.then(async () => {
    const readings: Reading[] = []
    for (const { path } of errand.files) {
      Atomics.add(clock, progress.begun, 1)
      readings.push(await read(String(path)))
    }
    parentPort?.postMessage(pack(readings))
  })
})
