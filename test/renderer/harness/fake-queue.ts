// A queue in memory that keeps the contract's promises as far as the interface can see them.
import type { Input } from '../../../preload/contract/contract.ts'
import type { QueueItemId, TrackId } from '../../../preload/contract/ids.ts'
import type { TrackRow } from '../../../preload/contract/library.ts'
import type { QueueItem, QueueState, Reason } from '../../../preload/contract/queue.ts'
import type { Chosen } from './fake-balance.ts'

export function createFakeQueue(
  rowOf: (id: TrackId) => TrackRow,
  changed: (state: QueueState) => void,
  choose: (length: number) => readonly Chosen[],
  /** Items that are laid out ahead. */
  shownAhead = 20,
) {
  let lastItem = 0
  let rest: TrackId[] = []
  let reason: Reason | null = null
  let undoable: QueueState | null = null
  let state: QueueState = {
    version: 1,
    current: null,
    positionMs: 0,
    upcoming: [],
    past: [],
    waiting: 0,
    shuffle: false,
    repeat: 'off',
    canUndo: false,
    companion: false,
  }

  const item = (id: TrackId, byHand: boolean, why: Reason | null): QueueItem => {
    lastItem += 1
    // The fake gives out these ids.
    return {
      id: lastItem as QueueItemId,
      track: rowOf(id),
      origin: byHand ? 'queued' : 'album',
      byHand,
      reason: why,
      decided: null,
    }
  }

  /** What was placed by hand stays where it is; the companion's choices fill the places around it, those that stay as the same items. */
  const laidOut = (upcoming: readonly QueueItem[]): QueueItem[] => {
    const before = new Map(upcoming.filter(each => !each.byHand).map(each => [each.track.id, each]))
    const chosen = choose(shownAhead).map(
      ({ trackId, reason: why, decided }): QueueItem => ({
        ...(before.get(trackId) ?? item(trackId, false, why)),
        origin: 'companion',
        reason: why,
        decided,
      }),
    )
    const laid: QueueItem[] = []
    for (let place = 0; place < shownAhead; place++) {
      const kept = upcoming[place]
      const next = kept?.byHand ? kept : chosen.shift()
      if (next) laid.push(next)
    }
    return laid
  }

  const become = (change: Partial<QueueState>, canUndo = false): void => {
    if (canUndo) undoable = state
    // What is taken is read from the state: it is moved before the rest is chosen.
    state = { ...state, ...change }
    const upcoming = state.companion ? laidOut(state.upcoming) : [...state.upcoming]
    while (upcoming.length < shownAhead && rest.length > 0) {
      const id = rest.shift()
      if (id !== undefined && rowOf(id).playable && rowOf(id).available) upcoming.push(item(id, false, reason))
    }
    state = {
      ...state,
      upcoming,
      waiting: rest.length,
      version: state.version + 1,
      canUndo: undoable !== null,
    }
    changed(state)
  }

  const goTo = (id: QueueItemId | null): void => {
    const all = [...state.past, ...(state.current ? [state.current] : []), ...state.upcoming]
    const index = all.findIndex(each => each.id === id)
    become({
      past: index < 0 ? all : all.slice(0, index),
      current: all[index] ?? null,
      upcoming: index < 0 ? [] : all.slice(index + 1),
      positionMs: 0,
    })
  }

  return {
    state: () => state,
    play({ ids, startAt, source, shuffle }: Input<'queue.play'>): void {
      const list = [...ids] as TrackId[] // ids of tracks by the contract
      if (shuffle) {
        const [first] = list.splice(startAt, 1)
        list.sort((a, b) => ((a * 2_654_435_761) % 1009) - ((b * 2_654_435_761) % 1009))
        if (first !== undefined) list.unshift(first)
      }
      const from = shuffle ? 0 : startAt
      const name = source.name ?? ''
      reason = shuffle
        ? { kind: 'shuffled', of: list.length }
        : source.kind === 'album'
          ? { kind: 'fromAlbum', album: name }
          : source.kind === 'playlist'
            ? { kind: 'fromPlaylist', playlist: name }
            : source.kind === 'artist'
              ? { kind: 'fromArtist', artist: name }
              : { kind: 'inOrder', of: list.length }
      rest = list.slice(from + 1)
      const first = list[from]
      const past = state.current ? [...state.past, state.current].slice(-50) : state.past
      const current = first === undefined ? null : item(first, true, { kind: 'byHand' })
      become(
        {
          past,
          current,
          upcoming: state.upcoming.filter(each => each.byHand),
          shuffle: shuffle ?? state.shuffle,
          companion: false,
        },
        true,
      )
    },
    companion({ from }: Input<'queue.companion'>): void {
      rest = []
      const past = state.current && from !== null ? [...state.past, state.current] : state.past
      const [first] = from === null && !state.current ? choose(1) : []
      const current =
        from !== null
          ? item(from as TrackId, true, { kind: 'byHand' }) // ids of tracks by the contract
          : first
            ? { ...item(first.trackId, false, first.reason), decided: first.decided, origin: 'companion' as const }
            : state.current
      become({ past, current, upcoming: state.upcoming.filter(each => each.byHand), companion: true }, true)
    },
    pin: (id: QueueItemId): void =>
      become(
        {
          upcoming: state.upcoming.map(each =>
            each.id === id ? { ...each, byHand: true, reason: { kind: 'byHand' as const } } : each,
          ),
        },
        true,
      ),
    /** After a slider was moved. */
    layAnew: (): void => {
      if (state.companion) become({})
    },
    add({ ids, where }: Input<'queue.add'>): void {
      const items = Array.from(ids, id => item(id as TrackId, true, { kind: 'byHand' }))
      const at = where === 'next' ? 0 : state.upcoming.findLastIndex(each => each.byHand) + 1
      become({ upcoming: state.upcoming.toSpliced(at, 0, ...items) }, true)
    },
    move({ id, toIndex }: { id: QueueItemId; toIndex: number }): void {
      const from = state.upcoming.findIndex(each => each.id === id)
      const moved = state.upcoming[from]
      if (!moved) return
      const others = state.upcoming.toSpliced(from, 1)
      become({ upcoming: others.toSpliced(toIndex, 0, { ...moved, byHand: true, reason: { kind: 'byHand' } }) }, true)
    },
    remove: (ids: readonly QueueItemId[]): void =>
      become({ upcoming: state.upcoming.filter(each => !ids.includes(each.id)) }, true),
    clear(): void {
      rest = []
      become({ upcoming: [], companion: false }, true)
    },
    undo(): void {
      const back = undoable
      undoable = null
      if (back) become({ upcoming: back.upcoming, current: back.current, past: back.past, companion: back.companion })
    },
    goTo,
    next: (): void => goTo(state.repeat === 'one' ? (state.current?.id ?? null) : (state.upcoming[0]?.id ?? null)),
    previous: (): void => goTo(state.past.at(-1)?.id ?? state.current?.id ?? null),
    set: (change: Partial<Pick<QueueState, 'shuffle' | 'repeat'>>): void => become(change),
  }
}

export type FakeQueue = ReturnType<typeof createFakeQueue>
