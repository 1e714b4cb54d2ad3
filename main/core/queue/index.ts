// The queue service: keeps the one list, writes every change, and tells the windows.
import type { BalanceState, balance } from '../../../preload/contract/balance.ts'
import type { Handlers } from '../../../preload/contract/contract.ts'
import { DwellError } from '../../../preload/contract/errors.ts'
import type { QueueItemId } from '../../../preload/contract/ids.ts'
import type { WhatIf } from '../../../preload/contract/learning.ts'
import type { TrackRow } from '../../../preload/contract/library.ts'
import type { PlayRow } from '../../../preload/contract/listening.ts'
import type { QueueItem, QueueState, queue } from '../../../preload/contract/queue.ts'
import type { Settings } from '../../../preload/contract/settings.ts'
import type { Champions } from '../champions.ts'
import { createDataset } from '../dataset/dataset.ts'
import { createScoring, objectiveOptions } from '../scoring/client.ts'
import type { CoreContext } from '../service.ts'
import { balanceTable } from '../store/tables/balance.ts'
import { boostTable } from '../store/tables/boosts.ts'
import { decisionTable } from '../store/tables/decisions.ts'
import type { Item, List } from '../store/tables/queue.ts'
import { queueTable } from '../store/tables/queue.ts'
import { trackFacts } from '../store/tables/track-facts.ts'
import { type Ahead, createAhead, type Wish } from './ahead.ts'
import { createBoosts } from './boosts.ts'
import { createCompanion } from './companion.ts'
import { hasRunOut, isCompanions, laidOut, pin, playFrom, setRepeat, takenOver } from './companion-list.ts'
import type { TrackFacts } from './list.ts'
import * as lists from './list.ts'
import { createRenewal } from './renewal.ts'
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
  /** A play has ended: what the companion brings next is laid out anew. */
  played(play: Pick<PlayRow, 'trackId' | 'playId' | 'startedAt' | 'dwellMs' | 'origin'>): void
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

/** Upcoming items shown to a window; the rest is counted in `waiting`. */
const SHOWN = 200
const UNDO_STEPS = 20
/** More than this many tracks are played as a source, not placed one by one. */
const MOST_BY_HAND = 10_000
/** Fewer of the companion's own ahead, and it lays out more. */
const LEAST_AHEAD = 20

export function createQueue(context: CoreContext, parts: QueueParts): Queue {
  const table = queueTable(context.store.db)
  const readFacts = trackFacts(context.store.db)
  const kept = table.load()
  let { list, positionMs, version } = kept
  /** The list as it lies on disk: a full disk may leave it behind. */
  let written = list
  const undo: List[] = []
  /** What shall play was chosen so many times: a companion that was asked before the last of them comes too late. */
  let choices = 0
  const { now, emit } = context
  const attempt = context.store.health.attempt
  const { settings, random } = parts

  const facts: lists.Facts = ids =>
    new Map(
      readFacts(ids).map(({ id, playable, artist }): [number, TrackFacts] => [
        id,
        { playable: playable === 1, welcome: parts.mayQueue(id), artist },
      ]),
    )

  const decisions = decisionTable(context.store.db)
  const boostRules = boostTable(context.store.db)
  const sliders = createSliders({
    table: balanceTable(context.store.db),
    settings,
    suggested: () => companion.knows().suggested?.adventure ?? null,
    now,
    attempt,
  })
  const companion = createCompanion({
    rows: parts.rows,
    facts,
    settings,
    balance: sliders.current,
    boosts: boostRules,
    decisions,
    now,
    random,
    attempt,
    dismissed: () => renewal.dismissed,
  })
  const boosts = createBoosts(context, boostRules, () => {
    scoring.marksChanged()
    renew()
  })
  const scoring = createScoring({
    entry: context.workers.scorer,
    dataset: createDataset(context.store.db),
    champions: parts.champions,
    objectives: () => objectiveOptions(settings()),
    marks: boosts.marked,
    log: context.log,
  })
  const renewal = createRenewal({
    scoring,
    companion,
    now,
    random,
    log: context.log,
    list: () => list,
    seed: () => {
      const { anchor } = sliders.current()
      return anchor.kind === 'seed' ? anchor.trackId : null
    },
    onProposal: layOutAnew,
  })
  const ahead = createAhead({ list: () => list, facts, sliders, companion, renewal, scoring })
  const renew = () => void renewal.ask()
  const stopFollowing = parts.champions.onChange(() => {
    scoring.modelsChanged()
    if (isFollowed()) renew()
  })

  let optionsThen = JSON.stringify(objectiveOptions(settings()))

  /** Somebody hears the companion, or has looked at its balance. */
  const isFollowed = () => list.companion || companion.isReady

  /** From the kept proposal: no model is run. */
  function layOutAnew(): void {
    if (list.companion || hasRunOut(list)) {
      const { items, nextItemId } = companion.lay(list)
      become(laidOut(list, items, nextItemId))
    }
    emit('balance.changed', balanceState())
  }

  function balanceState(): BalanceState {
    const current = sliders.current()
    const [seed] = current.anchor.kind === 'seed' ? parts.rows(Int32Array.of(current.anchor.trackId)) : []
    return {
      balance: current,
      seed: seed === undefined ? null : { trackId: seed.id, title: seed.title, artist: seed.artist },
      ...companion.knows(),
      mix: list.companion ? companion.mixOf(list) : companion.preview(current, list),
      canUndo: sliders.canUndo,
    }
  }

  /** The sliders stand elsewhere. A new anchor needs new candidates; all else is laid out from those that are there. */
  function rebalanced(anchorBefore: string): BalanceState {
    if (anchorOf() !== anchorBefore || !companion.isReady) renew()
    else layOutAnew()
    return balanceState()
  }
  const anchorOf = () => JSON.stringify(sliders.current().anchor)

  /** Items with their rows; none for a track that the library does not know any more. */
  function seen(shown: readonly Item[]): (item: Item) => QueueItem[] {
    const rows = new Map(
      parts.rows(Int32Array.from(new Set(shown.map(item => item.trackId)))).map(row => [row.id, row]),
    )
    return ({ id, trackId, origin, byHand, reason, decided }) => {
      const track = rows.get(trackId)
      return track ? [{ id, track, origin, byHand, reason, decided }] : []
    }
  }

  function state(): QueueState {
    const visible = seen([...list.past, ...(list.current ? [list.current] : []), ...list.upcoming.slice(0, SHOWN)])
    return {
      version,
      current: list.current ? (visible(list.current)[0] ?? null) : null,
      positionMs,
      upcoming: list.upcoming.slice(0, SHOWN).flatMap(visible),
      past: list.past.flatMap(visible),
      waiting: lists.waitingBehind(list) + Math.max(0, list.upcoming.length - SHOWN),
      shuffle: list.shuffle,
      repeat: list.repeat,
      canUndo: undo.length > 0,
      companion: list.companion,
    }
  }

  /** Takes over a new list: written and told. Going on to another track begins it at its start. */
  function become(changed: List, undoable = false): QueueState {
    const before = list
    if (changed === before) return state()
    if (undoable) undo.push(before)
    if (undo.length > UNDO_STEPS) undo.shift()
    if (changed.current?.id !== before.current?.id) {
      positionMs = 0
      // It has had its turn in this session, even where it was left before it sounded and the log knows nothing of it.
      if (before.current !== null) renewal.dismiss([before.current.trackId])
    }
    list = changed
    version++
    if (attempt(() => table.save(list, written, positionMs, version))) written = list
    if (list.current !== null && list.current.id !== before.current?.id) companion.offered(list.current)
    const after = state()
    emit('queue.changed', after)
    const isShort = list.companion && list.upcoming.filter(isCompanions).length < LEAST_AHEAD
    if (isShort ? list.current?.id !== before.current?.id || undoable : hasRunOut(list)) renew()
    return after
  }

  /** Lays out what the source brings next; what waits is taken up when nothing plays. */
  const filled = (changed: List) => lists.refill(lists.takeUp(lists.refill(changed, facts)), facts)

  /** A list played to its end stays ended until the listener plays again; one that starts over is laid out anew. */
  const goOn = (changed: List) =>
    changed.current === null && changed.upcoming.length === 0 && changed.source?.order === list.source?.order
      ? changed
      : filled(changed)

  /** Index of the first track from `from` on that can sound; `from` itself when none can. A page at a time: lists may be long. */
  function firstPlayable(ids: Int32Array, from: number): number {
    for (let start = from; start < ids.length; start += SHOWN) {
      const page = ids.subarray(start, start + SHOWN)
      const known = facts(page)
      const found = page.findIndex(id => known.get(id)?.playable === true)
      if (found >= 0) return start + found
    }
    return from
  }

  function playableOnly(ids: Int32Array): Int32Array {
    const known = facts(ids)
    const playable = ids.filter(id => known.get(id)?.playable === true)
    if (playable.length > 0) return playable
    const [row] = parts.rows(ids.slice(0, 1))
    throw new DwellError(
      'not-playable',
      row === undefined
        ? 'This track is no longer in the library.'
        : `“${row.title}” cannot be played: ${row.unplayableReason ?? 'its file cannot be reached. Reconnect its disk or rescan its folder.'}`,
    )
  }

  return {
    refresh: () => emit('queue.changed', state()),
    dropUnwelcome() {
      const unwelcome = list.upcoming.filter(item => !item.byHand && !parts.mayQueue(item.trackId))
      if (unwelcome.length > 0) become(filled(lists.remove(list, new Set(unwelcome.map(item => item.id)))))
      scoring.bar(new Int32Array(), true)
      if (isFollowed()) renew()
    },
    played({ trackId, playId, startedAt, dwellMs, origin }) {
      renewal.heard(trackId, startedAt, startedAt + dwellMs)
      // The same track, picked by hand, says nothing of an offer that was passed over.
      if (origin === 'companion') companion.played(trackId, playId)
      scoring.played(startedAt)
      if (isFollowed()) renew()
    },
    settingsChanged() {
      const options = JSON.stringify(objectiveOptions(settings()))
      if (options !== optionsThen) scoring.reload()
      optionsThen = options
      if (isFollowed()) renew()
    },
    reload() {
      scoring.reload()
      scoring.bar(new Int32Array(), true)
      if (isFollowed()) renewal.askSoon()
    },
    async ahead(wish) {
      const { current, items, ...rest } = await ahead(wish)
      const visible = seen([...(current === null ? [] : [current]), ...items])
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
    handlers: {
      'queue.state': state,
      'queue.play': ({ ids, startAt, ...rest }) => {
        const first = ids[startAt]
        if (first === undefined)
          throw new DwellError('bad-input', `startAt: ${startAt} is beyond the ${ids.length} tracks that were given.`)
        // A track picked by hand either plays or says why not; a list begins at its first track that can.
        const picked = rest.origin === 'hand' || rest.origin === 'search'
        const at = picked ? startAt : firstPlayable(ids, startAt)
        playableOnly(Int32Array.of(ids[at] ?? first))
        choices++
        return become(filled(lists.play(list, { ids, startAt: at, ...rest }, parts.random)), true)
      },
      'queue.companion': async ({ from }) => {
        if (from !== null) playableOnly(Int32Array.of(from))
        const choice = ++choices
        sliders.begin({ kind: 'vibe' })
        if (from !== null) become(playFrom(list, from), true)
        await renewal.ask()
        // The listener chose otherwise meanwhile.
        if (choice !== choices) return state()
        const { items, nextItemId } = companion.lay(list)
        // What there was stays until there is something in its place.
        if (items.length > 0) return become(lists.takeUp(laidOut(takenOver(list), items, nextItemId)), from === null)
        const playing = lists.takeUp(list)
        if (from === null && !(playing.companion && playing.current !== null))
          throw new DwellError('nothing-to-queue', 'Nothing in the library can be queued now.')
        return become(playing)
      },
      'queue.pin': ({ id }) => become(pin(list, id), true),
      ...boosts.handlers,
      'balance.state': () => {
        if (!companion.isReady) renew()
        return balanceState()
      },
      'balance.preview': wanted => companion.preview(wanted, list),
      'balance.set': moved => {
        const before = anchorOf()
        sliders.set(moved)
        return rebalanced(before)
      },
      'balance.undo': () => {
        const before = anchorOf()
        return sliders.undo() ? rebalanced(before) : balanceState()
      },
      'queue.add': ({ ids, where }) => {
        if (ids.length > MOST_BY_HAND)
          throw new DwellError(
            'bad-input',
            `ids: at most ${MOST_BY_HAND} tracks can be placed by hand; play them as a list instead.`,
          )
        return become(filled(lists.add(list, playableOnly(ids), where)), true)
      },
      'queue.move': ({ id, toIndex }) => become(filled(lists.move(list, id, toIndex)), true),
      'queue.remove': ({ ids }) => {
        const gone = new Set<QueueItemId>(ids)
        renewal.dismiss(list.upcoming.filter(item => gone.has(item.id) && isCompanions(item)).map(item => item.trackId))
        return become(filled(lists.remove(list, gone)), true)
      },
      'queue.clear': () => {
        choices++
        return become(lists.clear(list), true)
      },
      'queue.undo': () => {
        const before = undo.pop()
        if (before === undefined) return state()
        choices++
        const { past, current, nextItemId } = list
        // What plays goes on, and what has played is over: only the list around them returns.
        const over = new Set([...past, ...(current ? [current] : [])].map(item => item.id))
        const upcoming = before.upcoming.filter(item => !over.has(item.id))
        if (renewal.readmit(upcoming.map(item => item.trackId))) renew()
        return become(filled({ ...before, past, current: current ?? before.current, upcoming, nextItemId }))
      },
      'queue.setShuffle': ({ on }) => become(filled(lists.setShuffle(list, on, parts.random)), true),
      'queue.setRepeat': ({ repeat }) => become(setRepeat(list, repeat)),
      'queue.goTo': ({ id }) => become(id === null ? lists.goTo(list, null) : filled(lists.goTo(list, id))),
      'queue.next': ({ byItself }) => become(goOn(lists.next(list, byItself, parts.random))),
      'queue.previous': () => become(filled(lists.previous(list))),
      'queue.keepPosition': ({ id, positionMs: at }) => {
        if (list.current?.id !== id) return
        positionMs = at
        if (context.store.readOnly === false) table.savePosition(at)
      },
    },
  }
}
