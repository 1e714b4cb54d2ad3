// The queue service: the one list, autoplay behind it, and what the rest of the core must tell them.
import type { balance } from '../../../preload/contract/balance.ts'
import type { Handlers } from '../../../preload/contract/contract.ts'
import type { WhatIf } from '../../../preload/contract/learning.ts'
import type { TrackRow } from '../../../preload/contract/library.ts'
import type { PlayRow } from '../../../preload/contract/listening.ts'
import type { QueueItem, queue } from '../../../preload/contract/queue.ts'
import type { Settings } from '../../../preload/contract/settings.ts'
import type { Champions } from '../champions.ts'
import { createDataset } from '../dataset/dataset.ts'
import { createScoring, objectiveOptions } from '../scoring/client.ts'
import type { CoreContext } from '../service.ts'
import { balanceTable } from '../store/tables/balance.ts'
import { boostTable } from '../store/tables/boosts.ts'
import { decisionTable } from '../store/tables/decisions.ts'
import { trackFacts } from '../store/tables/track-facts.ts'
import { type Ahead, createAhead, type Wish } from './ahead.ts'
import { createAutoplay } from './autoplay.ts'
import { hasRunOut, isAutoplays } from './autoplay-list.ts'
import { createBalancing } from './balancing.ts'
import { createBoosts } from './boosts.ts'
import { queueHandlers } from './handlers.ts'
import type { Facts, TrackFacts } from './list.ts'
import * as lists from './list.ts'
import { createLiveList } from './live-list.ts'
import { createRenewal } from './renewal.ts'
import { createSessionTracks } from './session-tracks.ts'
import type { Random } from './shuffle.ts'
import { createSliders } from './sliders.ts'
import { whatIf } from './what-if.ts'

export interface QueueParts {
  readonly rows: (ids: Int32Array) => readonly TrackRow[]
  /** False while the track rests, is set aside for now, or shall never be queued. */
  readonly mayQueue: (trackId: number) => boolean
  readonly random: Random
  readonly champions: Champions
  readonly settings: () => Settings
}

export interface Queue {
  readonly handlers: Handlers<keyof typeof queue | keyof typeof balance>
  /** Rows shown in the queue may have changed: tell the windows once more. */
  refresh(): void
  /** Drops what came by itself and is no longer welcome, after a wish. */
  dropUnwelcome(): void
  /** A play has ended: what autoplay brings next is laid out anew. */
  played(play: Pick<PlayRow, 'trackId' | 'playId' | 'startedAt' | 'dwellMs' | 'origin'>): void
  /** A boost was made, taken back or restored. */
  boostsChanged(): void
  settingsChanged(): void
  /** Tracks came or went, or the log as a whole is another. */
  reload(): void
  /** For the command line: what would play next, as far as asked and under other sliders if any are given. Nothing is changed or kept. */
  ahead(wish: Wish): Promise<AheadShown>
  /** How other settings would have fared, from the slots that were drawn at random. */
  whatIf(): Promise<readonly WhatIf[]>
  close(): Promise<void>
}

export type AheadShown = Omit<Ahead, 'current' | 'items'> & {
  readonly current: QueueItem | null
  readonly items: readonly QueueItem[]
}

/** Fewer of Dwell's own own ahead, and it lays out more. */
const LEAST_AHEAD = 20

export function createQueue(context: CoreContext, parts: QueueParts): Queue {
  const { store, now, emit, log, workers } = context
  const { rows, mayQueue, random, champions, settings } = parts
  const { attempt } = store.health
  const readFacts = trackFacts(store.db)
  const facts: Facts = ids =>
    new Map(
      readFacts(ids).map(({ id, playable, artist }): [number, TrackFacts] => [
        id,
        { playable: playable === 1, welcome: mayQueue(id), artist },
      ]),
    )
  const decisions = decisionTable(store.db)
  const boostRules = boostTable(store.db)
  const live = createLiveList(context, rows)
  const session = createSessionTracks(now)
  const boosts = createBoosts(context, boostRules)
  const autoplay = createAutoplay({
    rows,
    facts,
    settings,
    boosts: boostRules,
    decisions,
    session,
    now,
    random,
    attempt,
  })
  const sliders = createSliders({
    table: balanceTable(store.db),
    settings,
    suggested: () => autoplay.knows().suggested?.adventure ?? null,
    now,
    attempt,
  })
  const balancing = createBalancing({ live, sliders, autoplay, rows, emit })
  const scoring = createScoring({
    entry: workers.scorer,
    dataset: createDataset(store.db),
    champions,
    objectives: () => objectiveOptions(settings()),
    marks: boosts.marked,
    log,
  })
  const renewal = createRenewal({
    scoring,
    autoplay,
    session,
    list: () => live.list,
    seed: () => {
      const { anchor } = sliders.current()
      return anchor.kind === 'seed' ? anchor.trackId : null
    },
    onProposal: balancing.layOutAnew,
    now,
    random,
    log,
  })

  const ahead = createAhead({ list: () => live.list, facts, sliders, autoplay, renewal, scoring })
  const renew = () => void renewal.ask()
  /** The same, where somebody hears autoplay, or has looked at its balance. */
  const renewIfFollowed = () => {
    if (live.list.companion || autoplay.isReady) renew()
  }
  const stopFollowing = champions.onChange(() => {
    scoring.modelsChanged()
    renewIfFollowed()
  })
  let optionsThen = JSON.stringify(objectiveOptions(settings()))

  live.onBecame(({ before, undoable }) => {
    const { list } = live
    const goesOn = list.current?.id !== before.current?.id
    // It has had its turn in this session, even where it was left before it sounded and the log knows nothing of it.
    if (goesOn && before.current !== null) session.dismiss([before.current.trackId])
    if (goesOn && list.current !== null) autoplay.offered(list.current)
    const isShort = list.companion && list.upcoming.filter(isAutoplays).length < LEAST_AHEAD
    if (isShort ? goesOn || undoable : hasRunOut(list)) renew()
  })

  return {
    refresh: live.tell,
    dropUnwelcome() {
      const { list } = live
      const unwelcome = list.upcoming.filter(item => !item.byHand && !mayQueue(item.trackId))
      if (unwelcome.length > 0)
        live.become(lists.filled(lists.remove(list, new Set(unwelcome.map(item => item.id))), facts))
      scoring.bar(new Int32Array(), true)
      renewIfFollowed()
    },
    played({ trackId, playId, startedAt, dwellMs, origin }) {
      session.heard(trackId, startedAt, startedAt + dwellMs)
      // The same track, picked by hand, says nothing of an offer that was passed over.
      if (origin === 'companion') autoplay.played(trackId, playId)
      scoring.played(startedAt)
      renewIfFollowed()
    },
    boostsChanged() {
      scoring.marksChanged()
      renew()
    },
    settingsChanged() {
      const options = JSON.stringify(objectiveOptions(settings()))
      if (options !== optionsThen) scoring.reload()
      optionsThen = options
      renewIfFollowed()
    },
    reload() {
      scoring.reload()
      scoring.bar(new Int32Array(), true)
      if (live.list.companion || autoplay.isReady) renewal.askSoon()
    },
    async ahead(wish) {
      const { current, items, ...rest } = await ahead(wish)
      const visible = live.seen([...(current === null ? [] : [current]), ...items])
      return {
        ...rest,
        current: current === null ? null : (visible(current)[0] ?? null),
        items: items.flatMap(visible),
      }
    },
    whatIf: () => whatIf(decisions),
    async close() {
      stopFollowing()
      renewal.close()
      await scoring.close()
    },
    handlers: queueHandlers({
      live,
      session,
      autoplay,
      sliders,
      balancing,
      renewal,
      boosts,
      facts,
      rows,
      random,
    }),
  }
}
