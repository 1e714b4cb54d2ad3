// What of a list can sound, and in words why nothing can.
import { DwellError } from '../../../preload/contract/errors.ts'
import type { TrackRow } from '../../../preload/contract/library.ts'
import type { Facts } from './list.ts'

const PAGE = 200

/** Index of the first track from `from` on that can sound; `from` itself when none can. A page at a time: lists may be long. */
export function firstPlayable(ids: Int32Array, from: number, facts: Facts): number {
  for (let start = from; start < ids.length; start += PAGE) {
    const page = ids.subarray(start, start + PAGE)
    const known = facts(page)
    const found = page.findIndex(id => known.get(id)?.playable === true)
    if (found >= 0) return start + found
  }
  return from
}

/** Those of `ids` that can sound, never none. Throws DwellError 'not-playable' with the first one's reason. */
export function playableOnly(
  ids: Int32Array,
  facts: Facts,
  rows: (ids: Int32Array) => readonly TrackRow[],
): Int32Array {
  const known = facts(ids)
  const playable = ids.filter(id => known.get(id)?.playable === true)
  if (playable.length > 0) return playable
  const [row] = rows(ids.slice(0, 1))
  throw new DwellError(
    'not-playable',
    row === undefined
      ? 'This track is no longer in the library.'
      : `“${row.title}” cannot be played: ${row.unplayableReason ?? 'its file cannot be reached. Reconnect its disk or rescan its folder.'}`,
  )
}
