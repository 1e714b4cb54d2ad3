// Insights: pictures of a listening life, each from the log and the models, none of them the window's work and none the core's own thread's.
import type { Handlers } from '../../../preload/contract/contract.ts'
import { DwellError } from '../../../preload/contract/errors.ts'
import type { Belief, insights } from '../../../preload/contract/insights.ts'
import type { Champions } from '../champions.ts'
import { createReader } from '../reader/client.ts'
import type { CoreContext } from '../service.ts'
import { maps, removedBeliefs } from '../store/tables/insights.ts'
import { keptAnswers } from './kept.ts'
import { insightJobs } from './reader-jobs.ts'

export interface Insights {
  readonly handlers: Handlers<keyof typeof insights>
  /** Plays, tracks or what was forgotten changed: what was counted is old. */
  changed(): void
  /** Lays the map out where there are vectors that it is not of; again whenever others come into use. */
  start(): void
  close(): Promise<void>
}

export interface InsightsParts {
  readonly champions: Champions
  /** Forgets what a line rests on; answers the forgetting's number. */
  readonly forgetBelief: (belief: Belief) => number
}

/** From new vectors to the laying out: a training brings several models into use at once. */
const settleMs = 500

export function createInsights(context: CoreContext, { champions, forgetBelief }: InsightsParts): Insights {
  const { store, now, log, emit } = context
  const reader = createReader(context, insightJobs)
  // Laying out takes seconds: whoever opens the page does not wait behind it.
  const layer = createReader(context, insightJobs)
  const kept = keptAnswers()
  const map = maps(store.db)
  const removed = removedBeliefs(store.db)
  let laying = false
  let closed = false
  let timer: NodeJS.Timeout | undefined
  const stops: (() => void)[] = []

  const vectors = () => champions.current('vectors')?.bytes ?? null
  const dayOf = (at: number) => new Date(at).toDateString()
  /** What depends on the day is made anew on another. */
  const today = () => dayOf(now())

  const beliefs = () =>
    kept.get(`beliefs ${today()}`, async () => {
      const job = { job: 'beliefs', vectors: vectors(), now: now() } as const
      return (await reader.ask(job, 'now')).value
    })

  async function layOut(): Promise<void> {
    const champion = champions.current('vectors')
    if (laying || closed || champion === null || map.head()?.modelId === champion.id) return
    laying = true
    try {
      const { value } = await layer.ask({ job: 'layMap', vectors: champion.bytes }, 'later')
      if (closed) return
      const version = map.lay({ modelId: champion.id, madeAt: now(), ...value })
      kept.changed()
      emit('insights.mapChanged', { version })
    } catch (error) {
      if (!closed) log.error('the map of the library could not be laid out', { error: String(error) })
      return
    } finally {
      laying = false
    }
    // Others may have come into use meanwhile.
    if (map.head()?.modelId !== champions.current('vectors')?.id) soon()
  }

  function soon(): void {
    clearTimeout(timer)
    if (closed) return
    timer = setTimeout(() => void layOut(), settleMs)
    timer.unref()
  }

  return {
    handlers: {
      'insights.map': () => kept.get('map', async () => (await reader.ask({ job: 'map' }, 'now')).value),
      'insights.taste': () =>
        kept.get(`taste ${today()}`, async () => {
          const bytes = vectors()
          if (bytes === null) return []
          return (await reader.ask({ job: 'taste', vectors: bytes, now: now() }, 'now')).value
        }),
      'insights.clock': ({ days }) =>
        kept.get(
          `clock ${days} ${today()}`,
          async () => (await reader.ask({ job: 'clock', days, now: now() }, 'now')).value,
        ),
      'insights.dwell': () => kept.get('dwell', async () => (await reader.ask({ job: 'dwell' }, 'now')).value),
      'insights.discovery': () =>
        kept.get(`discovery ${today()}`, async () => (await reader.ask({ job: 'discovery', now: now() }, 'now')).value),
      'insights.beliefs': beliefs,
      'insights.removeBelief': async ({ id }) => {
        const belief = (await beliefs()).find(each => each.id === id)
        if (belief === undefined) throw new DwellError('not-found', 'Dwell does not think this any more.')
        const forgetId = store.db.transaction(() => {
          const made = forgetBelief(belief)
          if (isAboutAll(belief)) removed.remove(belief.id, made)
          return made
        })()
        kept.changed()
        return { forgetId }
      },
    },
    changed: kept.changed,
    start() {
      stops.push(
        champions.onChange(() => {
          kept.changed()
          soon()
        }),
      )
      soon()
    },
    async close() {
      closed = true
      clearTimeout(timer)
      for (const stop of stops) stop()
      await Promise.all([reader.close(), layer.close()])
    },
  }
}

/** Rests on the whole of what was heard, which is not forgotten for one line's sake: the line itself goes. */
function isAboutAll(belief: Belief): boolean {
  switch (belief.kind) {
    case 'specialist':
    case 'generalist':
    case 'newFinds':
    case 'albumListener':
    case 'shuffleListener':
      return true
    default:
      return false
  }
}
