// One training from its first row to its last model: read, fit, judge on the last plays, keep. It either ends and counts, or leaves nothing behind.
import type { Line, Made } from '../../../models/evaluation/report.ts'
import type { BackendName, LearningState, ModelKind, TrainingStep } from '../../../preload/contract/learning.ts'
import type { Dataset } from '../dataset/dataset.ts'
import type { NewModel, Registry } from './registry.ts'
import { readPlays, readShelf } from './training-set.ts'
import type { RunOptions, TrainingWorker } from './training-worker/training-worker.ts'

export type TrainingNow = NonNullable<LearningState['training']>

export interface TrainingParts {
  readonly dataset: Dataset
  readonly trainer: TrainingWorker
  readonly registry: Registry
  readonly now: () => number
}

export interface TrainingOptions {
  readonly asked: boolean
  readonly signal: AbortSignal
  readonly onProgress: (now: TrainingNow) => void
  /** What was learned before is of a history that is no longer so: none of the older models stays. */
  readonly anew: boolean
}

/** A job that takes longer has hung, even with the longest history on the slowest machine. */
const LIMIT_MS = 15 * 60_000
/** How the whole is shared out; of a long history the tracks take two thirds. */
const SHARES = { reading: 0.03, tracks: 0.62, sat: 0.97, keeping: 1 } as const
const KEPT_OF_A_KIND = 3

/** Throws what the training worker throws; ModelError or DwellError 'cancelled' when it was cancelled. */
export async function train(parts: TrainingParts, options: TrainingOptions): Promise<void> {
  const { dataset, trainer, registry, now } = parts
  const { signal, asked } = options
  const startedAt = now()
  const clock = progressClock(startedAt, asked, now, options.onProgress)
  clock.step('reading', 0)
  const shelf = await readShelf(dataset, signal)
  const readAt = now()
  const plays = await readPlays(dataset, signal)

  const run = (from: number, to: number): RunOptions => ({
    signal,
    limitMs: LIMIT_MS,
    onBackend: clock.backend,
    onProgress: ({ share, step, backend }) => {
      clock.backend(backend)
      clock.step(stepOf(step), from + share * (to - from))
    },
  })
  clock.step('vectors', SHARES.reading)
  const tracks = await timed(() => trainer.run('tracks', { ...shelf, plays }, run(SHARES.reading, SHARES.tracks)))
  clock.step('sat', SHARES.tracks)
  const sat = await timed(() => trainer.run('sat', { tracks: shelf.tracks, plays }, run(SHARES.tracks, SHARES.sat)))
  clock.step('keeping', SHARES.sat)
  const lines: Line[] = [...tracks.value.lines, sat.value.line]
  const facts = { madeAt: now(), plays: plays.track.length, backend: clock.now().backend }
  const metrics = { tracks: shelf.tracks.ids.length, sounds: shelf.sound.track.length }
  const made = [
    newModel('vectors', tracks.value.vectors, facts, tracks.ms, lines, metrics),
    newModel('next', tracks.value.next, facts, tracks.ms, lines),
    newModel('sat', sat.value.made, facts, sat.ms, lines),
  ].filter(model => model !== null)
  const kept = await registry.keep(
    made,
    ['vectors', 'next', 'sat'],
    {
      startedAt,
      endedAt: now(),
      asked,
      outcome: 'done',
      plays: plays.track.length,
      readAt,
      backend: facts.backend,
      lines,
      message: null,
    },
    options.anew ? 0 : KEPT_OF_A_KIND,
    () => signal.aborted,
  )
  if (!kept) signal.throwIfAborted()
}

/** Of a library that nobody has listened to: every track placed by sound and tags. */
export async function placeFirstDay(parts: TrainingParts, signal: AbortSignal): Promise<void> {
  const { dataset, trainer, registry, now } = parts
  const shelf = await readShelf(dataset, signal)
  if (shelf.tracks.ids.length === 0) return
  let backend: BackendName = 'wasm'
  const { value, ms } = await timed(() =>
    trainer.run('firstDay', shelf, { isLight: true, signal, limitMs: LIMIT_MS, onBackend: name => (backend = name) }),
  )
  const facts = { madeAt: now(), plays: 0, backend }
  const metrics = { tracks: shelf.tracks.ids.length, sounds: shelf.sound.track.length }
  const made = newModel('vectors', value, facts, ms, [], metrics)
  if (made !== null) await registry.keep([made], ['vectors'], null, 0, () => signal.aborted)
}

function newModel(
  kind: ModelKind,
  made: Made | null,
  facts: Pick<NewModel, 'madeAt' | 'plays' | 'backend'>,
  ms: number,
  lines: readonly Line[],
  more: Readonly<Record<string, number>> = {},
): NewModel | null {
  if (made === null) return null
  const line = lines.find(each => each.kind === kind)
  const measured = line?.contestants.find(({ name }) => name === made.name)?.metrics ?? {}
  return { ...facts, kind, ...made, ms: Math.round(ms), metrics: JSON.stringify({ ...measured, ...more }) }
}

const steps = new Set<TrainingStep>(['reading', 'vectors', 'sound', 'next', 'sat', 'measuring', 'keeping'])

/** The jobs speak the contract's words; what they say before the first is 'vectors'. */
const stepOf = (step: string | null): TrainingStep =>
  steps.has(step as TrainingStep) ? (step as TrainingStep) : 'vectors'

/** What is told of the progress: never backwards, unless a job had to begin again elsewhere. */
function progressClock(startedAt: number, asked: boolean, now: () => number, tell: (now: TrainingNow) => void) {
  let state: TrainingNow = { step: 'reading', share: 0, msLeft: null, backend: 'wasm', startedAt, asked }
  const set = (more: Partial<TrainingNow>) => {
    state = { ...state, ...more }
    tell(state)
  }
  return {
    now: () => state,
    backend: (backend: BackendName) => {
      if (backend !== state.backend) set({ backend })
    },
    step(step: TrainingStep, share: number) {
      const passedMs = now() - startedAt
      const msLeft = share > 0.05 && passedMs > 500 ? Math.round((passedMs * (1 - share)) / share) : null
      set({ step, share, msLeft })
    },
  }
}

async function timed<T>(act: () => Promise<T>): Promise<{ readonly value: T; readonly ms: number }> {
  const began = performance.now()
  return { value: await act(), ms: performance.now() - began }
}
