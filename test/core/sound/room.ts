// A library on a real database, and ears over a pair of ports whose page is the test's own: it hears, fails, hangs or dies as told.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Machine, MachineState } from '../../../main/core/host/machine.ts'
import type { Sidecars } from '../../../main/core/host/sidecars.ts'
import { createSound, type Pace, type Sound } from '../../../main/core/sound/index.ts'
import { openStore, type Store } from '../../../main/core/store/open.ts'
import { SUMMARY_SIZE } from '../../../models/sound/summary.ts'
import { type FromAnalysis, type ToAnalysis, toAnalysis } from '../../../preload/contract/audio-analysis.ts'
import { createPortPair, type Port } from '../../../preload/contract/port.ts'
import { defaultSettings, type Settings } from '../../../preload/contract/settings.ts'
import type { SoundProgress } from '../../../preload/contract/sound.ts'
import { until } from '../../until.ts'
import { contextOf, type Told } from '../listening/listener.ts'
import { addTracks, noon, notedLog } from '../store/profiles.ts'

/** What the page does with a request; 'hang': nothing. */
export type Doing = 'hear' | 'fail' | 'gone' | 'hang' | 'die' | 'babble'

export interface Listened {
  readonly sound: Sound
  readonly store: Store
  readonly cacheDir: string
  /** Tracks asked of the page, in order, over all sidecars. */
  readonly asked: number[]
  readonly sidecars: { opened: number; open: number }
  readonly told: Told[]
  doing: (trackId: number, time: number) => Doing
  settings: Settings
  machine(state: Partial<MachineState>): void
  progress(): SoundProgress
  /** Resolves when nothing more is to be done now. */
  settled(state?: SoundProgress['state']): Promise<SoundProgress>
  /** Ends this core as a kill does: what it was at is lost. */
  restart(): Promise<Listened>
}

export function heardOf(trackId: number): Omit<Extract<FromAnalysis, { say: 'heard' }>, 'job'> {
  return {
    say: 'heard',
    durationMs: 180_000,
    summary: new Float32Array(SUMMARY_SIZE).fill(trackId),
    sketch: new Uint8Array(64 * 10).fill(trackId),
    fingerprint: Uint32Array.from({ length: 300 }, (_, n) => Math.imul(trackId, 2_654_435_761 + n * n) >>> 0),
  }
}

interface Options {
  readonly tracks?: number
  readonly pace?: Partial<Pace>
  readonly doing?: Listened['doing']
  readonly settings?: Partial<Settings>
  readonly machine?: Partial<MachineState>
  /** 'none': nobody opens sidecars. */
  readonly sidecars?: 'none'
  /** Before the ears begin. */
  readonly first?: (store: Store) => void
}

export function library({ tracks = 20, first, ...options }: Options = {}): Listened {
  const store = openStore({ file: ':memory:' })
  addTracks(store.db, tracks)
  const cacheDir = mkdtempSync(join(tmpdir(), 'dwell-sound-'))
  onTestFinished(() => {
    store.close()
    rmSync(cacheDir, { recursive: true, force: true })
  })
  first?.(store)
  return listening(store, cacheDir, options)
}

function listening(store: Store, cacheDir: string, options: Options): Listened {
  const told: Told[] = []
  const changed = new Set<() => void>()
  let state: MachineState = { onBattery: false, idleS: 300, busy: false, ...options.machine }
  const times = new Map<number, number>()
  const machine: Machine = {
    state: () => state,
    onChange(listener) {
      changed.add(listener)
      return () => void changed.delete(listener)
    },
  }

  function page(port: Port): void {
    port.onMessage(message => {
      const { job, trackId } = toAnalysis.parse(message) satisfies ToAnalysis
      it.asked.push(trackId)
      const time = (times.get(trackId) ?? 0) + 1
      times.set(trackId, time)
      switch (it.doing(trackId, time)) {
        case 'hear':
          return port.post({ ...heardOf(trackId), job })
        case 'fail':
          return port.post({ say: 'failed', job, code: 'file-broken', message: `track ${trackId} is damaged` })
        case 'gone':
          return port.post({ say: 'failed', job, code: 'file-missing', message: 'it is not there' })
        case 'die':
          return port.close()
        case 'babble':
          return port.post({ say: 'heard', job, summary: 'lovely' })
        case 'hang':
      }
    })
  }

  const sidecars: Sidecars = {
    open() {
      if (options.sidecars === 'none') return Promise.resolve(null)
      const [here, there] = createPortPair()
      it.sidecars.opened++
      it.sidecars.open++
      there.onClose(() => it.sidecars.open--)
      page(there)
      return Promise.resolve(here)
    },
  }
  const context = { ...contextOf(store, () => noon, told, notedLog()), cacheDir }
  const pace: Partial<Pace> = {
    settleMs: 1,
    limitMs: () => 60_000,
    restMs: 60_000,
    againMs: 50,
    tellMs: 1,
    ...options.pace,
  }
  const sound = createSound(context, { sidecars, machine, settings: () => it.settings, pace })
  let closed = false
  const close = async () => {
    if (!closed) await sound.close()
    closed = true
  }
  onTestFinished(close)
  const it: Listened = {
    sound,
    store,
    cacheDir,
    told,
    asked: [],
    sidecars: { opened: 0, open: 0 },
    doing: options.doing ?? (() => 'hear'),
    settings: { ...defaultSettings, ...options.settings },
    machine(change) {
      state = { ...state, ...change }
      for (const listener of changed) listener()
    },
    progress: () => sound.handlers['sound.progress'](undefined) as SoundProgress,
    async settled(wanted = 'idle') {
      await until(() => {
        const progress = it.progress()
        if (progress.of === 0 || progress.state !== wanted) throw new Error(`it is ${progress.state}, not ${wanted}`)
      })
      return it.progress()
    },
    async restart() {
      await close()
      return listening(store, cacheDir, options)
    },
  }
  sound.start()
  return it
}

/** Tracks that have a summary. */
export const heardIn = (store: Store): readonly number[] =>
  store.db
    .prepare<[], number>(
      "SELECT track_id FROM track_sound WHERE state = 'ok' AND summary IS NOT NULL ORDER BY track_id",
    )
    .pluck()
    .all()
