// The queue service: keeps the one list, writes every change, and tells the windows.
import type { BalanceState, balance, Mix } from '../../../preload/contract/balance.ts'
import type { Handlers } from '../../../preload/contract/contract.ts'
import { DwellError } from '../../../preload/contract/errors.ts'
import type { QueueItemId } from '../../../preload/contract/ids.ts'
import type { TrackRow } from '../../../preload/contract/library.ts'
import type { QueueItem, QueueState, queue } from '../../../preload/contract/queue.ts'
import type { Settings } from '../../../preload/contract/settings.ts'
import type { Champions } from '../learning/champions.ts'
import type { CoreContext } from '../service.ts'
import { queueTable } from '../store/queue.ts'
import { trackFacts } from '../store/track-facts.ts'
import type { Item, List, TrackFacts } from './list.ts'
import * as lists from './list.ts'
import type { Random } from './shuffle.ts'

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
}

/** Upcoming items shown to a window; the rest is counted in `waiting`. */
const SHOWN = 200
const UNDO_STEPS = 20
/** More than this many tracks are played as a source, not placed one by one. */
const MOST_BY_HAND = 10_000

const noMix: Mix = { items: [], counts: { discovery: 0, exposure: 0, boost: 0 }, meanSat: null }
const balanceState = (): BalanceState => ({
  balance: { adventure: 0.5, discovery: 0.3, exposure: 0.2, boost: 0.5, anchor: { kind: 'vibe' } },
  seed: null,
  suggested: null,
  mix: noMix,
  knowing: 'nothing',
  coldBy: 'tags',
  canUndo: false,
})
const unbalanced: Handlers<keyof typeof balance> = {
  'balance.state': balanceState,
  'balance.preview': () => noMix,
  'balance.set': balanceState,
  'balance.undo': balanceState,
  'boosts.all': () => [],
  'boosts.add': () => {
    throw new DwellError('unsupported', 'This cannot be done yet.')
  },
  'boosts.remove': () => {},
  'boosts.restore': () => {},
}

export function createQueue(context: CoreContext, parts: QueueParts): Queue {
  const table = queueTable(context.store.db)
  const readFacts = trackFacts(context.store.db)
  const kept = table.load()
  let { list, positionMs, version } = kept
  /** The list as it lies on disk: a full disk may leave it behind. */
  let written = list
  const undo: List[] = []

  const facts: lists.Facts = ids =>
    new Map(
      readFacts(ids).map(({ id, playable, artist }): [number, TrackFacts] => [
        id,
        { playable: playable === 1, welcome: parts.mayQueue(id), artist },
      ]),
    )

  function state(): QueueState {
    const shown = [...list.past, ...(list.current ? [list.current] : []), ...list.upcoming.slice(0, SHOWN)]
    const rows = new Map(
      parts.rows(Int32Array.from(new Set(shown.map(item => item.trackId)))).map(row => [row.id, row]),
    )
    const visible = (item: Item): QueueItem[] => {
      const track = rows.get(item.trackId)
      return track
        ? [{ id: item.id, track, origin: item.origin, byHand: item.byHand, reason: item.reason, decided: null }]
        : []
    }
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
      companion: false,
    }
  }

  /** Takes over a new list: written and told. Going on to another track begins it at its start. */
  function become(after: List, undoable = false): QueueState {
    const before = list
    if (after === before) return state()
    if (undoable) undo.push(before)
    if (undo.length > UNDO_STEPS) undo.shift()
    if (after.current?.id !== before.current?.id) positionMs = 0
    list = after
    version++
    if (context.store.health.attempt(() => table.save(list, written, positionMs, version))) written = list
    const now = state()
    context.emit('queue.changed', now)
    return now
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
    refresh: () => context.emit('queue.changed', state()),
    dropUnwelcome() {
      const unwelcome = list.upcoming.filter(item => !item.byHand && !parts.mayQueue(item.trackId))
      if (unwelcome.length > 0) become(filled(lists.remove(list, new Set(unwelcome.map(item => item.id)))))
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
        return become(filled(lists.play(list, { ids, startAt: at, ...rest }, parts.random)), true)
      },
      'queue.companion': () => state(),
      'queue.pin': () => state(),
      ...unbalanced,
      'queue.add': ({ ids, where }) => {
        if (ids.length > MOST_BY_HAND)
          throw new DwellError(
            'bad-input',
            `ids: at most ${MOST_BY_HAND} tracks can be placed by hand; play them as a list instead.`,
          )
        return become(filled(lists.add(list, playableOnly(ids), where)), true)
      },
      'queue.move': ({ id, toIndex }) => become(filled(lists.move(list, id, toIndex)), true),
      'queue.remove': ({ ids }) => become(filled(lists.remove(list, new Set<QueueItemId>(ids))), true),
      'queue.clear': () => become(lists.clear(list), true),
      'queue.undo': () => {
        const before = undo.pop()
        if (before === undefined) return state()
        // What plays goes on: only the list around it returns.
        return become(
          filled({ ...before, past: list.past, current: list.current ?? before.current, nextItemId: list.nextItemId }),
        )
      },
      'queue.setShuffle': ({ on }) => become(filled(lists.setShuffle(list, on, parts.random)), true),
      'queue.setRepeat': ({ repeat }) => become({ ...list, repeat }),
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
