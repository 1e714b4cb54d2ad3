// What is still to be listened to, and in which order: what is queued, then what was played, then what was added last.
import type { Place, SoundTable } from '../store/tables/sound.ts'

export interface Agenda {
  /** Looks through the library in slices, and knows afterwards what is to be done. A later survey ends an earlier one. */
  survey(): Promise<void>
  /** The next track, now in hand; null when there is none. */
  take(): number | null
  /** It is done, one way or the other. */
  done(trackId: number, how: 'ok' | 'failed'): void
  /** Back to where it was, first of all. */
  putBack(trackId: number): void
  /** Failed ones are to be listened to once more, after all else. */
  again(failedIds: readonly number[]): void
  /** Not now: until the next survey. */
  passOver(trackId: number): void
  counts(): { readonly done: number; readonly failed: number; readonly left: number }
}

/** A slice takes two milliseconds or so. */
const SLICE = 500
/** So many of what comes next in the queue go before all else. */
const QUEUED = 30

/** `breathe` lets others have their turn between slices. */
export function createAgenda(
  table: Pick<SoundTable, 'survey' | 'played' | 'queued'>,
  breathe: () => Promise<void>,
): Agenda {
  /** In order. */
  let left = new Set<number>()
  const inHand = new Set<number>()
  /** Done while a survey was under way, which may have passed them before. */
  const meanwhile = new Map<number, 'ok' | 'failed'>()
  let [done, failed] = [0, 0]
  let surveys = 0

  return {
    async survey() {
      const mine = ++surveys
      meanwhile.clear()
      const found: number[] = []
      let [heard, broken] = [0, 0]
      for (let after: Place | null = null; ; await breathe()) {
        if (mine !== surveys) return
        const slice = table.survey(after, SLICE)
        for (const track of slice) {
          if (track.heard === 'ok') heard++
          else if (track.heard === 'failed') broken++
          else found.push(track.id)
        }
        const last = slice.at(-1)
        if (last === undefined) break
        after = { at: last.addedAt, id: last.id }
      }
      const unheard = new Set(found)
      await breathe()
      const ordered = new Set<number>()
      for (let after: Place | null = null; unheard.size > 0; await breathe()) {
        if (mine !== surveys) return
        const slice = table.played(after, SLICE)
        for (const { id } of slice) if (unheard.has(id)) ordered.add(id)
        const last = slice.at(-1)
        if (last === undefined) break
        after = { at: last.lastHeardAt, id: last.id }
      }
      await breathe()
      if (mine !== surveys) return
      for (const id of found) ordered.add(id)
      for (const id of inHand) ordered.delete(id)
      for (const [id, how] of meanwhile) {
        if (!ordered.delete(id)) continue
        if (how === 'ok') heard++
        else broken++
      }
      left = ordered
      done = heard
      failed = broken
    },
    take() {
      const next = table.queued(QUEUED).find(id => left.has(id)) ?? left.values().next().value
      if (next === undefined) return null
      left.delete(next)
      inHand.add(next)
      return next
    },
    done(trackId, how) {
      inHand.delete(trackId)
      meanwhile.set(trackId, how)
      if (how === 'ok') done++
      else failed++
    },
    putBack(trackId) {
      inHand.delete(trackId)
      left = new Set([trackId, ...left])
    },
    again(failedIds) {
      for (const id of failedIds) left.add(id)
      failed = 0
    },
    passOver(trackId) {
      inHand.delete(trackId)
    },
    counts: () => ({ done, failed, left: left.size + inHand.size }),
  }
}
