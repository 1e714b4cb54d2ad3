// The core's side of the scorer: starts its thread when it is first needed, feeds it in slices, starts it again when it dies.
import { Worker } from 'node:worker_threads'
import { OBJECTIVE_OPTIONS, type ObjectiveOptions } from '../../../models/mostra/objectives.ts'
import type { Champions } from '../champions.ts'
import type { Dataset, PlayMark } from '../dataset/dataset.ts'
import type { Log } from '../log.ts'
import {
  type FromScorer,
  type MarkedTracks,
  type Proposal,
  type ScorerModel,
  scorerModels,
  type ToScorer,
  type Wanted,
} from './protocol.ts'

export interface Scoring {
  /** Null when there is no library yet, or the scorer cannot be had now. Starts it where it does not run. */
  propose(wanted: Wanted): Promise<Proposal | null>
  /** A play has ended, begun at a moment (ms): it is read from the log. */
  played(startedAt: number): void
  /** The library, or the log as a whole, is another. */
  reload(): void
  modelsChanged(): void
  marksChanged(): void
  /** Tracks that cannot be queued now; `anew`: only these. */
  bar(ids: Int32Array, anew: boolean): void
  close(): Promise<void>
}

export interface ScoringParts {
  readonly entry: URL
  readonly dataset: Dataset
  readonly champions: Champions
  readonly objectives: () => ObjectiveOptions
  readonly marks: () => AsyncIterable<MarkedTracks>
  readonly log: Log
}

/** Why there is no proposal: there is nothing to propose or it failed, or the thread died meanwhile. */
type Nothing = 'none' | 'lost'

/** A proposal that takes longer has hung. */
const LIMIT_MS = 30_000
/** A scorer that dies as often as this is left alone until its models or the library change. */
const MOST_DEATHS = 4

export function createScoring({ entry, dataset, champions, objectives, marks, log }: ScoringParts): Scoring {
  let worker: Worker | null = null
  let mark: PlayMark | undefined
  let deaths = 0
  let closed = false
  /** All feeding and asking, in order. */
  let work: Promise<unknown> = Promise.resolve()
  let reloadIsDue = false
  let readIsDue = false
  let nextAsk = 1
  const given = new Map<ScorerModel, number | null>()
  const waiting = new Map<number, (answer: Proposal | Nothing) => void>()

  const post = (message: ToScorer) => worker?.postMessage(message)

  function lost(dead: Worker, why: unknown): void {
    if (worker !== dead) return
    worker = null
    mark = undefined
    deaths++
    if (!closed) log.warn('the scorer ended; it is started again when it is next asked', { error: String(why) })
    for (const answer of waiting.values()) answer('lost')
    waiting.clear()
  }

  function start(): Worker {
    const made = new Worker(entry, { resourceLimits: { maxOldGenerationSizeMb: 1024 } })
    made.on('message', (message: FromScorer) => {
      if (message.kind === 'trouble')
        log.warn('a model cannot be used for the queue', { model: message.model, error: message.message })
      else if (message.kind === 'failed') {
        log.error('candidates could not be scored', { error: message.message })
        settle(message.ask, 'none')
      } else {
        deaths = 0
        settle(message.ask, message.proposal)
      }
    })
    made.on('error', error => lost(made, error))
    made.on('exit', code => lost(made, `exit ${code}`))
    made.unref()
    return made
  }

  const settle = (ask: number, proposal: Proposal | Nothing) => {
    waiting.get(ask)?.(proposal)
    waiting.delete(ask)
  }

  /** One thing after another; a failure is told and forgotten. */
  function then<T>(task: () => Promise<T>, otherwise: T): Promise<T> {
    const next = work
      .then(() => (closed ? otherwise : task()))
      .catch(error => {
        if (!closed) log.error('the scorer could not be told', { error: String(error) })
        return otherwise
      })
    work = next
    return next
  }

  async function feedAll(): Promise<void> {
    reloadIsDue = false
    try {
      await feedLibrary()
    } catch (error) {
      // What was told half is told again when it is next asked.
      reloadIsDue = true
      throw error
    }
  }

  async function feedLibrary(): Promise<void> {
    post({ kind: 'begin', objectives: objectives() })
    for await (const slice of dataset.tracks()) {
      if (closed) return
      post({ kind: 'tracks', slice })
    }
    for await (const { track, values } of dataset.summaries()) {
      if (closed) return
      post({ kind: 'sound', track, values })
    }
    post({ kind: 'library' })
    giveModels(true)
    await giveMarks()
    mark = undefined
    await feedPlays()
  }

  async function feedPlays(): Promise<void> {
    readIsDue = false
    for await (const { mark: read, ...slice } of dataset.plays(mark)) {
      if (closed) return
      post({ kind: 'plays', slice })
      mark = read
    }
  }

  function giveModels(all: boolean): void {
    for (const model of scorerModels) {
      const kept = champions.current(model)
      if (!all && given.get(model) === (kept?.id ?? null)) continue
      // Vectors are made anew when the audio analysis has heard more: that is read again, too.
      if (!all && model === 'vectors') reloadIsDue = true
      given.set(model, kept?.id ?? null)
      post({ kind: 'model', model, kept: kept === null ? null : { id: kept.id, name: kept.name, bytes: kept.bytes } })
    }
  }

  async function giveMarks(): Promise<void> {
    const all: MarkedTracks[] = []
    for await (const each of marks()) all.push(each)
    post({ kind: 'marks', marks: all })
  }

  async function ready(): Promise<boolean> {
    if (worker === null) {
      if (deaths >= MOST_DEATHS) return false
      worker = start()
      await feedAll()
    } else if (reloadIsDue) await feedAll()
    else if (readIsDue) await feedPlays()
    return worker !== null
  }

  async function ask(wanted: Wanted): Promise<Proposal | Nothing> {
    const asked = worker
    const number = nextAsk++
    const late = setTimeout(() => {
      log.warn('the scorer hangs; it is ended', {})
      void asked?.terminate()
    }, LIMIT_MS)
    try {
      return await new Promise(resolve => {
        waiting.set(number, resolve)
        post({ kind: 'propose', ask: number, wanted })
      })
    } finally {
      clearTimeout(late)
    }
  }

  return {
    propose: wanted =>
      then(async () => {
        while (!closed && (await ready())) {
          const answer = await ask(wanted)
          if (answer === 'none') return null
          // It died over this, or before: another one is asked.
          if (answer !== 'lost') return answer.ids.length > 0 ? answer : null
        }
        return null
      }, null),
    played(startedAt) {
      readIsDue = true
      // The log is read on by starts: what began earlier, since the clock was put back, would not be met.
      if (mark !== undefined && startedAt < mark.startedAt) reloadIsDue = true
    },
    reload() {
      deaths = 0
      reloadIsDue = true
    },
    modelsChanged() {
      deaths = 0
      giveModels(false)
    },
    marksChanged: () => void then(giveMarks, undefined),
    bar: (ids, anew) => post({ kind: 'bar', ids, anew }),
    async close() {
      closed = true
      for (const answer of waiting.values()) answer('none')
      waiting.clear()
      const dying = worker
      worker = null
      await dying?.terminate()
      await work
    },
  }
}

/** The listener's own definition of exposure. */
export const objectiveOptions = (settings: {
  readonly exposureDays: number
  readonly exposureLowest: number
  readonly exposureNewDays: number
}): ObjectiveOptions => ({
  ...OBJECTIVE_OPTIONS,
  windowDays: settings.exposureDays,
  lowest: settings.exposureLowest,
  newDays: settings.exposureNewDays,
})
