// Keeps the index of the search in step with the store: what changed since it was made is laid over it, and it is made again aside.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Reader } from '../../reader/client.ts'
import type { CoreContext } from '../../service.ts'
import { type DocKind, freshDocs, newestStamp } from '../../store/tables/search.ts'
import type { LibraryJobs, SearchIndex } from '../reader-jobs.ts'
import type { Change } from '../views/kept.ts'
import { better, type Hit, match } from './match.ts'
import { type Segment, segmentOf } from './segment.ts'

export interface FreshIndex {
  /** Best first, `limit` at most; everything written before the call is known, save what is still being scanned. */
  find(words: readonly string[]): Promise<(kind: DocKind, limit: number) => Int32Array>
  invalidate(change: Change): void
  /** Makes the index in the background, once the start is over; unless somebody searched before. */
  prime(afterMs?: number): Promise<void>
  close(): void
}

/** So many changes are laid over the index in a few ms; with more, it is made again. */
const mostFresh = 1000
/** It is never made again sooner than this, nor, when nobody waits for it, sooner than ten times what making it takes. */
const restMs = 1000
/** After a play the order among equals may differ; that can wait. */
const weightsMs = 300_000

/** What changed after the index was made, and which of its things that stands for. */
interface Overlay {
  readonly stamp: number
  readonly complete: boolean
  readonly segments: Readonly<Record<DocKind, Segment>>
  readonly hidden: Readonly<Record<DocKind, Uint8Array>>
}

export function createFreshIndex(context: CoreContext, reader: Reader<LibraryJobs>): FreshIndex {
  const { store, now, log } = context
  const stampNow = newestStamp(store.db)
  const readFresh = freshDocs(store.db)
  let index: SearchIndex | null = null
  let placed: Readonly<Record<DocKind, Int32Array>> | null = null
  let overlay: Overlay | null = null
  let making: Promise<SearchIndex> | null = null
  let madeAt = 0
  let tookMs = 0
  let timer: NodeJS.Timeout | undefined
  let due = 0
  let closed = false

  function make(urgency: 'now' | 'later'): Promise<SearchIndex> {
    making ??= reader
      .ask({ job: 'searchIndex' }, urgency)
      .then(({ value: made, tookMs: ms }) => {
        index = made
        tookMs = ms
        placed = { tracks: byId(made.tracks), albums: byId(made.albums), artists: byId(made.artists) }
        overlay = null
        madeAt = now()
        return made
      })
      .finally(() => {
        making = null
      })
    return making
  }

  async function makeLater(): Promise<void> {
    await make('later').catch((error: unknown) => {
      if (!closed)
        log.warn('The search is not up to date; it is tried again at the next change.', { error: String(error) })
    })
  }

  function makeIn(ms: number): void {
    if (closed || !index || (timer && due <= now() + ms)) return
    clearTimeout(timer)
    due = now() + ms
    timer = setTimeout(() => {
      timer = undefined
      void makeLater()
    }, ms)
    timer.unref()
  }

  function laidOver(base: SearchIndex): Overlay {
    if (overlay && overlay.stamp === stampNow()) return overlay
    const { stamp, docs, tooMany } = readFresh(base.stamp, mostFresh)
    const hide = (kind: DocKind): Uint8Array => {
      const hidden = new Uint8Array(base[kind].ids.length)
      for (const { id } of docs[kind]) {
        const place = placed?.[kind][id] ?? -1
        if (place >= 0) hidden[place] = 1
      }
      return hidden
    }
    overlay = {
      stamp,
      complete: !tooMany,
      segments: { tracks: segmentOf(docs.tracks), albums: segmentOf(docs.albums), artists: segmentOf(docs.artists) },
      hidden: { tracks: hide('tracks'), albums: hide('albums'), artists: hide('artists') },
    }
    return overlay
  }

  return {
    async find(words) {
      let base = index ?? (await make('now'))
      let over = laidOver(base)
      if (!over.complete && Math.abs(now() - madeAt) >= restMs) {
        base = await make('now')
        over = laidOver(base)
      }
      if (!over.complete) makeIn(restMs)
      return (kind, limit) => {
        const hits: readonly Hit[] = [
          ...match(base[kind], words, limit, over.hidden[kind]),
          ...match(over.segments[kind], words, limit, null),
        ]
        return Int32Array.from([...hits].sort(better).slice(0, limit), hit => hit.id)
      }
    },
    invalidate(change) {
      if (change === 'library') makeIn(Math.max(restMs, 10 * tookMs))
      else if (change === 'stats') makeIn(weightsMs)
    },
    async prime(afterMs = 4000) {
      if (afterMs > 0) await sleep(afterMs, undefined, { ref: false })
      if (!index && !closed) await makeLater()
    },
    close() {
      closed = true
      clearTimeout(timer)
    },
  }
}

/** By id, the place in the segment; -1 for none. */
function byId({ ids }: Segment): Int32Array {
  let highest = 0
  for (let place = 0; place < ids.length; place += 1) highest = Math.max(highest, ids[place] ?? 0)
  const places = new Int32Array(highest + 1).fill(-1)
  for (let place = 0; place < ids.length; place += 1) places[ids[place] ?? 0] = place
  return places
}
