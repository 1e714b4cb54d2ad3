// Learning: counts new plays, trains when it is time or asked, keeps the models, says what they are worth.
import { FIRST_DAY } from '../../../models/jobs/first-day.ts'
import { ModelError } from '../../../models/model.ts'
import type { Handlers } from '../../../preload/contract/contract.ts'
import { DwellError } from '../../../preload/contract/errors.ts'
import type { LearningState, learning, ReportCard, WhatIf } from '../../../preload/contract/learning.ts'
import type { Settings } from '../../../preload/contract/settings.ts'
import type { Champions } from '../champions.ts'
import { createDataset } from '../dataset/dataset.ts'
import type { Machine } from '../host/machine.ts'
import type { CoreContext } from '../service.ts'
import { learningRows } from '../store/tables/learning-rows.ts'
import { upkeepTable } from '../store/upkeep.ts'
import { createRegistry } from './registry.ts'
import { isDue, playsToNext } from './schedule.ts'
import { placeFirstDay, type TrainingNow, train } from './training.ts'
import type { TrainingWorker } from './training-worker/training-worker.ts'

export interface Learning {
  readonly handlers: Handlers<keyof typeof learning>
  readonly champions: Champions
  /** Begins to train by itself when it is due, and to place what is new. Without it only what is asked for happens. */
  start(): void
  /** A play has ended. */
  played(): void
  /** Tracks came or went, or the audio analysis heard more of them. */
  libraryChanged(): void
  /** What is learned from changed at once: an import, a forgetting, or an undo of one. */
  historyChanged(): void
  settingsChanged(): void
  close(): Promise<void>
}

export interface LearningParts {
  /** Closed with learning. */
  readonly trainer: TrainingWorker
  readonly machine: Machine
  readonly settings: () => Settings
  /** Keeps the listener's choice: the setting `learning`. */
  readonly keepMode: (mode: Settings['learning']) => void
  /** What another setting would have brought, from the slots drawn at random. */
  readonly whatIf?: () => Promise<readonly WhatIf[]>
  readonly pace?: Partial<Pace>
}

/** All in milliseconds. */
export interface Pace {
  /** How often it looks whether a training is due. */
  readonly lookMs: number
  /** A change of the library is believed over after so long. */
  readonly settleMs: number
  /** The windows are told of progress at most so often. */
  readonly tellMs: number
}

const usual: Pace = { lookMs: 20_000, settleMs: 5000, tellMs: 200 }

/** After a cancel, and after a failure, nothing begins by itself for so long. */
const REST_MS = 30 * 60_000
/** More new plays than this are not counted. */
const COUNTED = 5000
/** Tracks, or summaries of sound, that came since the vectors were made and are worth making them again: so many, or this share. */
const NEW_TRACKS = { least: 20, share: 0.02 } as const

export function createLearning(context: CoreContext, parts: LearningParts): Learning {
  const { store, now, log, emit } = context
  const { trainer, machine, settings, keepMode, whatIf = () => Promise.resolve([]) } = parts
  const pace = { ...usual, ...parts.pace }
  const registry = createRegistry(context)
  const rows = learningRows(store.db)
  const upkeep = upkeepTable(store.db)
  const dataset = createDataset(store.db)
  const training = { dataset, trainer, registry, now }

  let current: TrainingNow | null = null
  let running: { readonly abort: AbortController; readonly ended: Promise<void>; readonly asked: boolean } | null = null
  let failure: LearningState['trouble'] = null
  let notBefore = 0
  let counted: number | null = null
  let last = registry.table.lastTraining('done')
  let started = false
  let closed = false
  let settleSince: number | null = null
  let mode = settings().learning
  const timers = {
    look: null as NodeJS.Timeout | null,
    settle: null as NodeJS.Timeout | null,
    tell: null as NodeJS.Timeout | null,
  }

  followMode()
  const stops = [
    trainer.onChange(tell),
    machine.onChange(() => look()),
    registry.champions.onChange(() => emit('learning.modelsChanged', undefined)),
  ]

  function state(): LearningState {
    counted ??= rows.countPlays(last?.readAt ?? Number.MIN_SAFE_INTEGER, COUNTED)
    const moved = trainer.trouble()
    return {
      mode: settings().learning,
      training: current,
      newPlays: counted,
      nextAt: playsToNext(settings().trainAfterPlays, last?.plays ?? null),
      lastTrainedAt: last?.endedAt ?? null,
      trouble: (moved?.at ?? 0) > (failure?.at ?? -1) ? moved : failure,
    }
  }

  function tell(): void {
    if (!closed) timers.tell ??= setTimeout(tellNow, pace.tellMs)
  }

  /** What waits to be told is told at once: whoever asked for it sees it before the answer. */
  function tellNow(): void {
    if (timers.tell === null) return
    clearTimeout(timers.tell)
    timers.tell = null
    if (!closed) emit('learning.changed', state())
  }

  /** The tables follow the setting, whoever changed it. */
  function followMode(): void {
    const mode = settings().learning
    registry.setSeen(mode !== 'off')
    if (!store.readOnly)
      store.health.attempt(() => (mode === 'paused' ? registry.table.pause(now()) : registry.table.resume(now())))
    counted = null
    if (mode !== 'on' && running !== null && !running.asked) running.abort.abort()
  }

  function begin(asked: boolean): void {
    if (running !== null || closed || store.readOnly) return
    const abort = new AbortController()
    const began = now()
    const anew = upkeep.get('learnAnew') === true
    const ended = train(training, {
      asked,
      anew,
      signal: abort.signal,
      onProgress(progress) {
        current = progress
        tell()
      },
    }).then(
      () => {
        if (anew) store.health.attempt(() => upkeep.drop('learnAnew'))
        failure = null
        if ((trainer.trouble()?.at ?? -1) < began) trainer.allWell()
        last = registry.table.lastTraining('done')
        log.info('a training ended', { ms: now() - began, plays: last?.plays ?? 0 })
      },
      (error: unknown) => failed(error, abort.signal),
    )
    run(abort, ended, asked)
  }

  function failed(error: unknown, { aborted, reason }: AbortSignal): void {
    // Nobody wanted it to rest: it is due again.
    if (reason === historyIsAnother) return
    notBefore = now() + REST_MS
    if (aborted || isCancel(error)) return
    const meant = store.health.explain(error)
    failure = {
      at: now(),
      message: meant instanceof Error ? meant.message : String(meant),
      movedFrom: null,
      movedTo: null,
    }
    log.error('a training failed', { error: String(error) })
  }

  /** One at a time. */
  function run(abort: AbortController, work: Promise<void>, asked: boolean): void {
    const ended = work.finally(() => {
      running = null
      current = null
      counted = null
      if (closed) return
      tell()
      soon()
    })
    running = { abort, ended, asked }
    tell()
  }

  /** Places the library by sound and tags where nothing is learned yet and the places there are do not speak of it. */
  function place(): void {
    if (!started || closed || running !== null || store.readOnly || settings().learning === 'off') return
    const champion = registry.champions.current('vectors')
    if ((champion !== null && champion.name !== FIRST_DAY) || !isLibraryNew(0, 1)) return
    const abort = new AbortController()
    const work = placeFirstDay(training, abort.signal).catch((error: unknown) => {
      // Nothing to be told of: the queue goes by tags until it works.
      if (!isCancel(error) && !closed)
        log.warn('the library could not be placed by sound and tags', { error: String(error) })
    })
    run(abort, work, false)
  }

  /** Tracks or summaries came since the vectors in use were made, more than a share and a number of them. */
  function isLibraryNew(share: number, least: number): boolean {
    const champion = registry.champions.current('vectors')
    const [tracks, sounds] = [rows.countTracks(), rows.countSummaries()]
    if (champion === null) return tracks > 0
    const row = registry.table.all().find(({ id }) => id === champion.id)
    // Written by a training.
    const known = JSON.parse(row?.metrics ?? '{}') as { readonly tracks?: number; readonly sounds?: number }
    const isNew = (have: number, had = 0) => Math.abs(have - had) >= Math.max(least, share * had)
    return isNew(tracks, known.tracks) || isNew(sounds, known.sounds)
  }

  function look(): void {
    if (!started || closed || running !== null || settings().learning !== 'on') return
    const { newPlays, nextAt, lastTrainedAt } = state()
    const changed =
      upkeep.get('learnAnew') === true || (last !== null && isLibraryNew(NEW_TRACKS.share, NEW_TRACKS.least))
    if (isDue({ newPlays, nextAt, changed, lastTrainedAt, notBefore }, machine.state(), now())) begin(false)
  }

  /** When nothing changed for a while; where things change without end, after ten such whiles all the same. */
  function soon(): void {
    if (closed) return
    const at = now()
    settleSince ??= at
    if (timers.settle !== null && at - settleSince > 9 * pace.settleMs) return
    if (timers.settle !== null) clearTimeout(timers.settle)
    timers.settle = setTimeout(() => {
      timers.settle = null
      settleSince = null
      place()
      look()
    }, pace.settleMs)
    timers.settle.unref()
  }

  async function report(): Promise<ReportCard | null> {
    if (last === null) return null
    const { endedAt, startedAt, plays, backend, lines } = last
    return { trainedAt: endedAt, plays, ms: endedAt - startedAt, backend, lines, whatIf: await whatIf() }
  }

  return {
    champions: registry.champions,
    start() {
      started = true
      timers.look = setInterval(look, pace.lookMs)
      timers.look.unref()
      soon()
    },
    played() {
      counted = null
      tell()
    },
    libraryChanged() {
      if (started) soon()
    },
    historyChanged() {
      counted = null
      registry.lookAgain()
      last = registry.table.lastTraining('done')
      store.health.attempt(() => upkeep.set('learnAnew', true))
      // What it read is no longer so.
      running?.abort.abort(historyIsAnother)
      notBefore = 0
      tell()
      if (started) soon()
    },
    settingsChanged() {
      if (settings().learning !== mode) {
        mode = settings().learning
        followMode()
        tell()
        if (mode === 'on') soon()
      }
    },
    handlers: {
      'learning.state': state,
      'learning.setMode': ({ mode: wanted }) => {
        keepMode(wanted)
        tellNow()
      },
      'learning.train': async () => {
        if (settings().learning === 'off')
          throw new DwellError('unsupported', 'Learning is off. Switch it on to train.')
        if (store.readOnly)
          throw new DwellError('profile-read-only', 'The profile cannot be written to, so nothing can be learned.')
        if (running !== null && current === null) await running.ended
        begin(true)
        tellNow()
      },
      'learning.cancel': async () => {
        if (current === null) return
        running?.abort.abort()
        await running?.ended
        tellNow()
      },
      'learning.backends': () => trainer.backends(),
      'learning.measure': async () => {
        await trainer.measure()
        tellNow()
      },
      'learning.chooseBackend': ({ name }) => {
        trainer.choose(name)
        tellNow()
      },
      'learning.report': report,
      'learning.models': registry.kept,
      'learning.useModel': ({ id }) => registry.use(id),
    },
    async close() {
      closed = true
      for (const timer of Object.values(timers)) if (timer !== null) clearTimeout(timer)
      for (const stop of stops) stop()
      running?.abort.abort()
      registry.close()
      await trainer.close()
      await running?.ended
    },
  }
}

/** Why a training is given up when what it read was forgotten, or came later. */
const historyIsAnother = new DwellError('cancelled', 'What was read is no longer so.')

const isCancel = (error: unknown): boolean =>
  (error instanceof ModelError || error instanceof DwellError) && error.code === 'cancelled'
