// What the listener asks of the queue: each command makes one list of another; what came of it is told by the event alone.
import type { balance } from '../../../preload/contract/balance.ts'
import type { Handlers } from '../../../preload/contract/contract.ts'
import { DwellError } from '../../../preload/contract/errors.ts'
import type { QueueItemId } from '../../../preload/contract/ids.ts'
import type { TrackRow } from '../../../preload/contract/library.ts'
import type { queue } from '../../../preload/contract/queue.ts'
import type { List } from '../store/tables/queue.ts'
import type { Autoplay } from './autoplay.ts'
import { isAutoplays, laidOut, pin, playFrom, setRepeat, takenOver } from './autoplay-list.ts'
import type { Balancing } from './balancing.ts'
import type { Boosts } from './boosts.ts'
import * as lists from './list.ts'
import type { LiveList } from './live-list.ts'
import { firstPlayable, playableOnly } from './playable.ts'
import type { Renewal } from './renewal.ts'
import type { SessionTracks } from './session-tracks.ts'
import type { Random } from './shuffle.ts'
import type { Sliders } from './sliders.ts'

export interface HandlerParts {
  readonly live: LiveList
  readonly session: SessionTracks
  readonly autoplay: Autoplay
  readonly sliders: Sliders
  readonly balancing: Balancing
  readonly renewal: Renewal
  readonly boosts: Boosts
  readonly facts: lists.Facts
  readonly rows: (ids: Int32Array) => readonly TrackRow[]
  readonly random: Random
}

/** More than this many tracks are played as a source, not placed one by one. */
const MOST_BY_HAND = 10_000

export function queueHandlers(parts: HandlerParts): Handlers<keyof typeof queue | keyof typeof balance> {
  const { live, session, autoplay, sliders, balancing, renewal, boosts, facts, rows, random } = parts
  const { become } = live
  /** What shall play was chosen so many times: autoplay that was asked before the last of them comes too late. */
  let choices = 0

  const filled = (changed: List) => lists.filled(changed, facts)
  const anchorOf = () => JSON.stringify(sliders.current().anchor)

  /** The sliders stand elsewhere. A new anchor needs new candidates; all else is laid out from those that are there. */
  function rebalanced(anchorBefore: string): void {
    if (anchorOf() === anchorBefore && autoplay.isReady) {
      balancing.layOutAnew()
      return
    }
    void renewal.ask()
    balancing.tell()
  }

  /** A list played to its end stays ended until the listener plays again; one that starts over is laid out anew. */
  const goOn = (changed: List) =>
    changed.current === null && changed.upcoming.length === 0 && changed.source?.order === live.list.source?.order
      ? changed
      : filled(changed)

  return {
    ...boosts.handlers,
    'balance.state': () => {
      if (!autoplay.isReady) void renewal.ask()
      return balancing.state()
    },
    'balance.preview': wanted => autoplay.preview(wanted, live.list),
    'balance.set': moved => {
      const before = anchorOf()
      sliders.set(moved)
      rebalanced(before)
    },
    'balance.undo': () => {
      const before = anchorOf()
      if (sliders.undo()) rebalanced(before)
    },
    'queue.state': live.state,
    'queue.play': ({ ids, startAt, ...rest }) => {
      const first = ids[startAt]
      if (first === undefined)
        throw new DwellError('bad-input', `startAt: ${startAt} is beyond the ${ids.length} tracks that were given.`)
      // A track picked by hand either plays or says why not; a list begins at its first track that can.
      const picked = rest.origin === 'hand' || rest.origin === 'search'
      const at = picked ? startAt : firstPlayable(ids, startAt, facts)
      playableOnly(Int32Array.of(ids[at] ?? first), facts, rows)
      choices++
      become(filled(lists.play(live.list, { ids, startAt: at, ...rest }, random)), true)
    },
    'queue.companion': async ({ from }) => {
      if (from !== null) playableOnly(Int32Array.of(from), facts, rows)
      const choice = ++choices
      sliders.begin({ kind: 'vibe' })
      if (from !== null) become(playFrom(live.list, from), true)
      await renewal.ask()
      // The listener chose otherwise meanwhile.
      if (choice !== choices) return
      const { items, nextItemId } = balancing.lay()
      // What there was stays until there is something in its place.
      if (items.length > 0) {
        become(lists.takeUp(laidOut(takenOver(live.list), items, nextItemId)), from === null)
        return
      }
      const playing = lists.takeUp(live.list)
      if (from === null && !(playing.companion && playing.current !== null))
        throw new DwellError('nothing-to-queue', 'Nothing in the library can be queued now.')
      become(playing)
    },
    'queue.pin': ({ id }) => become(pin(live.list, id), true),
    'queue.add': ({ ids, where }) => {
      if (ids.length > MOST_BY_HAND)
        throw new DwellError(
          'bad-input',
          `ids: at most ${MOST_BY_HAND} tracks can be placed by hand; play them as a list instead.`,
        )
      become(filled(lists.add(live.list, playableOnly(ids, facts, rows), where)), true)
    },
    'queue.move': ({ id, toIndex }) => become(filled(lists.move(live.list, id, toIndex)), true),
    'queue.remove': ({ ids }) => {
      const gone = new Set<QueueItemId>(ids)
      const dropped = live.list.upcoming.filter(item => gone.has(item.id) && isAutoplays(item))
      session.dismiss(dropped.map(item => item.trackId))
      become(filled(lists.remove(live.list, gone)), true)
    },
    'queue.clear': () => {
      choices++
      become(lists.clear(live.list), true)
    },
    'queue.undo': () => {
      const before = live.takeBack()
      if (before === null) return
      choices++
      const { past, current, nextItemId } = live.list
      // What plays goes on, and what has played is over: only the list around them returns.
      const over = new Set([...past, ...(current ? [current] : [])].map(item => item.id))
      const upcoming = before.upcoming.filter(item => !over.has(item.id))
      if (session.readmit(upcoming.map(item => item.trackId))) void renewal.ask()
      become(filled({ ...before, past, current: current ?? before.current, upcoming, nextItemId }))
    },
    'queue.setShuffle': ({ on }) => become(filled(lists.setShuffle(live.list, on, random)), true),
    'queue.setRepeat': ({ repeat }) => become(setRepeat(live.list, repeat)),
    'queue.goTo': ({ id }) => become(id === null ? lists.goTo(live.list, null) : filled(lists.goTo(live.list, id))),
    'queue.next': ({ byItself }) => become(goOn(lists.next(live.list, byItself, random))),
    'queue.previous': () => become(filled(lists.previous(live.list))),
    'queue.keepPosition': ({ id, positionMs }) => live.keepPosition(id, positionMs),
  }
}
