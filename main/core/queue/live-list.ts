// The one list as it stands: every change is written, told to the windows, and can be taken back.
import type { QueueItemId } from '../../../preload/contract/ids.ts'
import type { TrackRow } from '../../../preload/contract/library.ts'
import type { QueueItem, QueueState } from '../../../preload/contract/queue.ts'
import type { CoreContext } from '../service.ts'
import { type Item, type List, queueTable } from '../store/tables/queue.ts'
import { waitingBehind } from './list.ts'

/** What a change came to, for who must act on it. */
export interface Became {
  readonly before: List
  readonly undoable: boolean
}

export interface LiveList {
  readonly list: List
  state(): QueueState
  /** Items with their rows; none for a track that the library does not know any more. */
  seen(shown: readonly Item[]): (item: Item) => QueueItem[]
  /** Rows say something else: the same list is told once more. */
  tell(): void
  /** Takes over a new list: written and told. Going on to another track begins it at its start. The very same list changes nothing. */
  become(changed: List, undoable?: boolean): void
  /** The list as it was before the last change that can be taken back, which can be taken back no more; null where there is none. */
  takeBack(): List | null
  /** Where to go on after a restart, ms; passed over unless `id` is what plays. */
  keepPosition(id: QueueItemId, positionMs: number): void
  /** One listener: told after each change. */
  onBecame(listener: (became: Became) => void): void
}

/** Upcoming items shown to a window; the rest is counted in `waiting`. */
const SHOWN = 200
const UNDO_STEPS = 20

export function createLiveList(
  { store, emit }: Pick<CoreContext, 'store' | 'emit'>,
  rowsOf: (ids: Int32Array) => readonly TrackRow[],
): LiveList {
  const table = queueTable(store.db)
  let { list, positionMs, version } = table.load()
  /** The list as it lies on disk: a full disk may leave it behind. */
  let written = list
  const undo: List[] = []
  let tellBecame: (became: Became) => void = () => {}

  /** Items with their rows; none for a track that the library does not know any more. */
  function seen(shown: readonly Item[]): (item: Item) => QueueItem[] {
    const rows = new Map(rowsOf(Int32Array.from(new Set(shown.map(item => item.trackId)))).map(row => [row.id, row]))
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
      waiting: waitingBehind(list) + Math.max(0, list.upcoming.length - SHOWN),
      shuffle: list.shuffle,
      repeat: list.repeat,
      canUndo: undo.length > 0,
      companion: list.companion,
    }
  }
  const tell = () => emit('queue.changed', state())

  return {
    get list() {
      return list
    },
    state,
    seen,
    tell,
    become(changed, undoable = false) {
      const before = list
      if (changed === before) return
      if (undoable) undo.push(before)
      if (undo.length > UNDO_STEPS) undo.shift()
      if (changed.current?.id !== before.current?.id) positionMs = 0
      list = changed
      version++
      if (store.health.attempt(() => table.save(list, written, positionMs, version))) written = list
      tell()
      tellBecame({ before, undoable })
    },
    takeBack: () => undo.pop() ?? null,
    keepPosition(id, at) {
      if (list.current?.id !== id) return
      positionMs = at
      if (!store.readOnly) table.savePosition(at)
    },
    onBecame(listener) {
      tellBecame = listener
    },
  }
}
