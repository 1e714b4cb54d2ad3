// Worker entry: reads the files it is sent, one after another, and says where it is in shared memory.
import { parentPort, workerData } from 'node:worker_threads'
import { type Errand, pack, progress } from './tags/protocol.ts'
import { createDesk, readFile } from './tags/read-file.ts'
import type { Reading } from './tags/tagged.ts'

const { clock }: { clock: Int32Array<SharedArrayBuffer> } = workerData
const desk = createDesk()

async function run(errand: Errand): Promise<void> {
  const readings: Reading[] = []
  for (const file of errand.files) {
    Atomics.add(clock, progress.begun, 1)
    const reading = readFile(file, desk)
    readings.push(reading instanceof Promise ? await reading : reading)
  }
  const parcel = pack(readings)
  parentPort?.postMessage(parcel, [parcel.keys.buffer])
}

let last = Promise.resolve()
// One errand at a time: reading a rare format is asynchronous, and the clock knows one file only.
parentPort?.on('message', (errand: Errand) => {
  last = last.then(() => run(errand))
})
