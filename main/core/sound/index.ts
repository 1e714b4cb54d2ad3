// The sound of the library: which tracks are still to be analysed, when that may be, and what came of it.
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises'
import type { Handlers } from '../../../preload/contract/contract.ts'
import { trackId as parseTrackId } from '../../../preload/contract/ids.ts'
import type { ScanProgress } from '../../../preload/contract/library.ts'
import type { Settings } from '../../../preload/contract/settings.ts'
import type { SoundProgress, sound } from '../../../preload/contract/sound.ts'
import type { Machine } from '../host/machine.ts'
import { noSidecars, type Sidecars } from '../host/sidecars.ts'
import type { CoreContext } from '../service.ts'
import { soundTable } from '../store/tables/sound.ts'
import { createThrottle } from '../throttle.ts'
import { createAgenda } from './agenda.ts'
import { type Analyser, createAnalyser } from './analyser.ts'
import { createHearTrack, type Outcome } from './hearing.ts'

export interface Sound {
  readonly handlers: Handlers<keyof typeof sound>
  /** Begins to listen, when there is something to listen to and nothing speaks against it. */
  start(): void
  /** Tracks came, went or changed. */
  libraryChanged(): void
  scanned(progress: ScanProgress): void
  settingsChanged(): void
  close(): Promise<void>
}

export interface SoundParts {
  readonly sidecars: Sidecars
  readonly machine: Machine
  readonly settings: () => Settings
  /** Two tracks proved to be one recording: lists and rows changed. */
  readonly onReunited?: () => void
  readonly pace?: Partial<Pace>
}

/** All in milliseconds. */
export interface Pace {
  /** A change of the library is believed over after so long. */
  readonly settleMs: number
  /** A track of this length may take so long. */
  readonly limitMs: (durationMs: number) => number
  /** The sidecar is closed after so long without a track. */
  readonly restMs: number
  /** Where no sidecar could be had, or nothing could be written, it is tried again after so long. */
  readonly againMs: number
  /** The windows are told at most so often. */
  readonly tellMs: number
}

/** Tags may claim any length: no track holds the others up for what none lasts. */
const LONGEST_TRACK_MS = 86_400_000

const usual: Pace = {
  settleMs: 3000,
  limitMs: durationMs => 20_000 + Math.min(durationMs, LONGEST_TRACK_MS) / 50,
  restMs: 30_000,
  againMs: 300_000,
  tellMs: 500,
}

/** Nobody has been at the machine for so long, seconds: two tracks at a time. */
const AWAY_S = 600
/** Somebody was at the machine so lately, seconds: after each track a rest as long as it took. */
const AT_WORK_S = 120
const LONGEST_BREATH_MS = 2000
/** Tracks after which the time left can be told. */
const KNOWN_AFTER = 3

export function createSound(context: CoreContext, parts: SoundParts): Sound {
  const { store, log, emit } = context
  const { sidecars, machine, settings } = parts
  const pace = { ...usual, ...parts.pace }
  const table = soundTable(store.db)
  const ending = new AbortController()
  const agenda = createAgenda(table, () => nextTurn())
  const hearTrack = createHearTrack(context, {
    onReunited: () => parts.onReunited?.(),
    mayReunite: () => !scanning,
  })
  const newAnalyser = (): Analyser => createAnalyser({ sidecars, log, limitMs: pace.limitMs, restMs: pace.restMs })
  const lanes = [newAnalyser(), newAnalyser()].map(analyser => ({
    analyser,
    title: null as string | null,
    running: null as Promise<void> | null,
  }))
  let [started, closed, paused, scanning, deaf] = [false, false, false, false, sidecars === noSidecars]
  let settling: NodeJS.Timeout | null = null
  let again: NodeJS.Timeout | null = null
  let surveying: Promise<void> | null = null
  /** Wall time of a track with its rest, as an average that follows the last twenty or so. */
  let [tookMs, timed] = [0, 0]

  /** Why not now. */
  function hindrance(): Pick<SoundProgress, 'state' | 'why'> | null {
    if (deaf) return { state: 'unsupported', why: null }
    if (paused || !settings().analyseSound) return { state: 'paused', why: null }
    const { onBattery, busy } = machine.state()
    if (onBattery && !settings().analyseOnBattery) return { state: 'waiting', why: 'battery' }
    if (busy || scanning) return { state: 'waiting', why: 'busy' }
    return null
  }

  function standing(left: number): Pick<SoundProgress, 'state' | 'why'> {
    const hindered = hindrance()
    if (hindered !== null && (left > 0 || hindered.state !== 'waiting')) return hindered
    if (left === 0) return { state: 'idle', why: null }
    // Between two tracks, or before the next begins, it is at work as well; after trouble it waits.
    return { state: again === null ? 'working' : 'waiting', why: null }
  }

  function progress(): SoundProgress {
    const { done, failed, left } = agenda.counts()
    const working = lanes.filter(lane => lane.running !== null).length
    const { state, why } = standing(left)
    return {
      state,
      why,
      done,
      of: done + failed + left,
      failed,
      current: state === 'working' ? (lanes.find(lane => lane.title !== null)?.title ?? null) : null,
      msLeft: state === 'working' && timed >= KNOWN_AFTER ? Math.round((left * tookMs) / Math.max(1, working)) : null,
    }
  }
  let toldLast = ''
  const throttle = createThrottle<null>(
    pace.tellMs,
    () => performance.now(),
    () => {
      const news = progress()
      const words = JSON.stringify(news)
      if (words !== toldLast) emit('sound.progressed', news)
      toldLast = words
    },
  )
  const tell = () => {
    if (!closed) throttle.say(null)
  }

  function lanesAllowed(): number {
    const { onBattery, idleS } = machine.state()
    return idleS > AWAY_S && !onBattery ? 2 : 1
  }

  /** Sets to work whoever may work. */
  function wake(): void {
    if (!started || closed || surveying !== null) return
    lanes.forEach((lane, index) => {
      if (lane.running !== null || index >= lanesAllowed() || hindrance() !== null || agenda.counts().left === 0) return
      lane.running = work(lane, index)
        .catch((thrown: unknown) => {
          // The listener is told of a full disk or a damaged database by the store itself.
          log.error('listening to the library stopped', { error: String(store.health.explain(thrown)) })
          later()
        })
        .finally(() => {
          lane.running = null
          lane.title = null
          tell()
        })
    })
    tell()
  }

  function later(): void {
    if (closed) return
    again ??= setTimeout(() => {
      again = null
      deaf = false
      wake()
    }, pace.againMs)
  }

  async function work(lane: (typeof lanes)[number], index: number): Promise<void> {
    while (!closed && surveying === null && again === null && hindrance() === null && index < lanesAllowed()) {
      const id = agenda.take()
      if (id === null) return
      const from = performance.now()
      try {
        const outcome = await hearTrack(lane.analyser, id, title => {
          lane.title = title
          tell()
        })
        settleTrack(id, outcome)
      } catch (thrown) {
        agenda.putBack(id)
        throw thrown
      }
      const rest = machine.state().idleS < AT_WORK_S ? Math.min(performance.now() - from, LONGEST_BREATH_MS) : 0
      tell()
      await breath(rest)
      timed++
      tookMs += (performance.now() - from - tookMs) / Math.min(timed, 20)
    }
  }

  function settleTrack(id: number, outcome: Outcome): void {
    if (outcome === 'ok' || outcome === 'failed') agenda.done(id, outcome)
    else if (outcome === 'passed') agenda.passOver(id)
    else agenda.putBack(id)
    if (outcome !== 'deaf') return
    deaf = true
    later()
  }

  function survey(): void {
    if (!started || closed) return
    const mine: Promise<void> = agenda
      .survey()
      .catch((thrown: unknown) => {
        log.error('what is to be listened to could not be read', { error: String(store.health.explain(thrown)) })
      })
      .then(() => {
        // A later one has taken over.
        if (surveying !== mine) return
        surveying = null
        wake()
      })
    surveying = mine
  }

  function settle(): void {
    if (!started || closed) return
    if (settling !== null) clearTimeout(settling)
    settling = setTimeout(() => {
      settling = null
      survey()
    }, pace.settleMs)
  }

  /** Lets whatever else waits have its turn, for `ms` at least; at the end of the core nobody waits. */
  async function breath(ms = 0): Promise<void> {
    if (ms === 0) return nextTurn()
    await pause(ms, undefined, { signal: ending.signal }).catch(() => undefined)
  }

  const stopFollowing = machine.onChange(wake)

  return {
    handlers: {
      'sound.progress': progress,
      'sound.setPaused': input => {
        paused = input.paused
        wake()
        throttle.flush()
      },
      'sound.failures': ({ limit }) =>
        table.failures(limit).map(failure => ({ ...failure, trackId: parseTrackId.parse(failure.trackId) })),
      'sound.retry': () => {
        agenda.again(table.forgetFailed())
        wake()
        throttle.flush()
      },
    },
    start() {
      if (store.readOnly || closed) return
      started = true
      settle()
    },
    libraryChanged: settle,
    scanned({ state }) {
      if (scanning === (state !== 'idle')) return
      scanning = state !== 'idle'
      if (scanning) tell()
      else settle()
    },
    settingsChanged: wake,
    async close() {
      closed = true
      ending.abort()
      stopFollowing()
      throttle.stop()
      for (const timer of [settling, again]) if (timer !== null) clearTimeout(timer)
      for (const { analyser } of lanes) analyser.close()
      await Promise.all([surveying, ...lanes.map(({ running }) => running)])
    },
  }
}
