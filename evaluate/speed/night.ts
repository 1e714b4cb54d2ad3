// A whole night's training of a listener of many years, on two threads side by side as the app may use on two cores.
import { Worker } from 'node:worker_threads'
import type { BackendName } from '../../main/core/backends/backend.ts'
import type { NightDone, NightShift } from './night-worker.ts'

/** Shared out so that both threads end at about the same time. */
const SHIFTS: readonly (readonly string[])[] = [
  ['set-transformer', 'skip-gram', 'companion'],
  ['fs-vae', 'gru', 'wmf'],
]

/** Seconds by the wall from the first thread's start to the last one's end, all threads' processor time, and of each model. */
export async function night(backend: BackendName, plays: number): Promise<Record<string, number>> {
  const began = performance.now()
  const cpuBegan = process.cpuUsage()
  const done = await Promise.all(SHIFTS.map(names => shift({ backend, names, plays })))
  const { user, system } = process.cpuUsage(cpuBegan)
  return {
    [`training s for ${plays.toLocaleString('en')} plays`]: (performance.now() - began) / 1000,
    'CPU s': (user + system) / 1e6,
    ...Object.fromEntries(done.flatMap(({ seconds }) => Object.entries(seconds).map(([name, s]) => [`${name} s`, s]))),
  }
}

function shift(data: NightShift): Promise<NightDone> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('night-worker.ts', import.meta.url), { workerData: data })
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', code => reject(new Error(`a thread of the night ended with ${code}`)))
  })
}
