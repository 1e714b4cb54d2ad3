// Wishes: what the listener said in so many words, and which tracks the queue must leave out because of it.
import type { Handlers } from '../../../preload/contract/contract.ts'
import { DwellError } from '../../../preload/contract/errors.ts'
import type { WishTarget } from '../../../preload/contract/listening.ts'
import type { CoreContext } from '../service.ts'
import { wishTable } from '../store/tables/wishes.ts'

export const REST_MS = 30 * 86_400_000
/** How old an answer of `mayQueue` may be: tracks that a scan adds to an artist at rest are left out soon enough. */
const BLOCKED_FOR_MS = 5000

export interface Wishes {
  readonly handlers: Handlers<'listening.wish' | 'listening.undoWish' | 'listening.wishes'>
  /** False while the track (or its album, or an artist of it) rests, is set aside for now, or shall never be queued. */
  mayQueue(trackId: number): boolean
}

/** `sessionFrom` says since when a "not now" belongs to the session that goes on. */
export function createWishes(
  { store, now, emit }: Pick<CoreContext, 'store' | 'now' | 'emit'>,
  sessionFrom: (now: number) => number,
  onTracks: (ids: Int32Array) => void,
): Wishes {
  const table = wishTable(store.db)
  let blocked: { readonly tracks: ReadonlySet<number>; readonly from: number; readonly until: number } | null = null

  function changed(target: WishTarget): void {
    blocked = null
    emit('listening.wishesChanged', { target })
    if (target.of === 'track') onTracks(Int32Array.of(target.id))
  }

  function blockedNow(): ReadonlySet<number> {
    const at = now()
    if (blocked === null || at < blocked.from || at >= blocked.until) {
      const until = Math.min(at + BLOCKED_FOR_MS, table.nextEnd(at) ?? Number.POSITIVE_INFINITY)
      blocked = { tracks: table.blocked(at, sessionFrom(at)), from: at, until }
    }
    return blocked.tracks
  }

  return {
    mayQueue: trackId => !blockedNow().has(trackId),
    handlers: {
      'listening.wish': ({ kind, target }) => {
        if ((kind === 'like' || kind === 'notNow') && target.of !== 'track')
          throw new DwellError('bad-input', `“${kind}” is for tracks, not for an ${target.of}.`)
        if (!table.targetExists(target))
          throw new DwellError('not-found', `This ${target.of} is no longer in the library.`)
        const at = now()
        const standing = table.find(kind, target, at, sessionFrom(at))
        if (standing !== null) return standing
        const wish = table.add(kind, target, at, kind === 'rest' ? at + REST_MS : null)
        changed(target)
        return wish
      },
      'listening.undoWish': ({ id }) => {
        const target = table.undo(id, now())
        if (target === null) throw new DwellError('not-found', 'This wish is not known.')
        changed(target)
      },
      'listening.wishes': ({ target }) => {
        const at = now()
        return table.inForce(at, sessionFrom(at), target)
      },
    },
  }
}
