// How long a training takes as the app does it (read, lab in a thread of its own on WASM, judge, keep), and how long it holds the core.
import { join } from 'node:path'
import { inventedHistory } from '../../evaluate/speed/listener.ts'
import { createLearning } from '../../main/core/learning/index.ts'
import { createTrainingWorker } from '../../main/core/learning/training-worker/index.ts'
import { threadSidecars } from '../../main/core/learning/training-worker/thread-sidecars.ts'
import { openStore } from '../../main/core/store/open.ts'
import type { LearningState } from '../../preload/contract/learning.ts'
import { defaultSettings, type Settings } from '../../preload/contract/settings.ts'
import { addLibrary, addLog } from '../core/learning/logged.ts'
import type { BenchOptions, Report } from './measure.ts'

/** The demonstration's, and listeners of months and of years; the last among as many tracks as are asked for. */
const LISTENERS = [
  { plays: 700, tracks: 72 },
  { plays: 1000, tracks: 1000 },
  { plays: 10_000, tracks: 5000 },
  { plays: 50_000, tracks: null },
] as const

export async function trainingBench(report: Report, { tracks: asked, work }: BenchOptions): Promise<void> {
  for (const { plays, tracks } of LISTENERS) await oneListener(report, plays, tracks ?? asked, work)
}

async function oneListener(report: Report, plays: number, tracks: number, work: string): Promise<void> {
  const store = openStore({ file: join(work, `training-${plays}.db`) })
  const history = inventedHistory(plays, 1)
  addLibrary(store.db, {
    tracks: Math.max(tracks, history.tracks),
    artistOf: track => 1 + Math.floor((track - 1) / 8),
    albumOf: track => 1 + Math.floor((track - 1) / 4),
    genreOf: track => 1 + (track % 30),
  })
  addLog(
    store.db,
    history.plays.map(({ track, start, dwellMs, sat, fp }) => ({
      track: 1 + (track % Math.max(tracks, history.tracks)),
      at: Math.round(start * 1000),
      heardMs: Math.round(dwellMs),
      sat,
      fp,
    })),
  )
  const settings = (): Settings => ({ ...defaultSettings, backend: 'wasm' })
  const quiet = { info: () => {}, warn: console.warn, error: console.error }
  const context = { store, now: Date.now, log: quiet, profileDir: work, cacheDir: work, workers: {} as never }
  let ended: (state: LearningState) => void = () => {}
  const learning = createLearning(
    {
      ...context,
      emit: (name, payload) => {
        // The name decides the payload's type.
        if (name === 'learning.changed') ended(payload as LearningState)
      },
    },
    {
      trainer: createTrainingWorker({ sidecars: threadSidecars(), context, settings, keepChoice: () => {} }),
      machine: { state: () => ({ onBattery: false, idleS: 0, busy: false }), onChange: () => () => {} },
      settings,
      keepMode: () => {},
    },
  )
  let [most, held] = [0, 0]
  let at = process.threadCpuUsage()
  // Processor time of this thread between two ticks of a millisecond: what it did in one go, whatever else the machine has to do.
  const ticking = setInterval(() => {
    const { user, system } = process.threadCpuUsage(at)
    held = Math.max(held, (user + system) / 1000)
    at = process.threadCpuUsage()
  }, 1)
  const looking = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss())
  }, 100)
  const name = `${plays.toLocaleString('en')} plays, ${tracks.toLocaleString('en')} tracks`
  const began = performance.now()
  const cpu = process.cpuUsage()
  held = 0
  const done = new Promise<void>(resolve => {
    ended = ({ training, lastTrainedAt, trouble }) => {
      if (training === null && (lastTrainedAt !== null || trouble !== null)) resolve()
    }
  })
  await learning.handlers['learning.train'](undefined)
  await done
  clearInterval(ticking)
  clearInterval(looking)
  const { user, system } = process.cpuUsage(cpu)
  const card = await learning.handlers['learning.report'](undefined)
  report(`training, ${name}`, (performance.now() - began) / 1000, 's', card === null ? 'failed' : '')
  report(`processor time, ${name}`, (user + system) / 1e6, 's')
  report(`the core held at most, ${name}`, held, 'ms')
  report(`memory at most, ${name}`, most / 2 ** 20, 'MiB')
  await learning.close()
  store.close()
}
