// How one track goes over into the next: when the next is opened, and where on the clock it is laid.
import type { Settings } from '../../preload/contract/settings.ts'
import type { Deck } from './deck.ts'
import { joinOf } from './timeline.ts'

/** The next track is opened so long before it is needed. */
const openAheadS = 20
/** A crossfade is laid so long before it begins: early enough to be exact, late enough to know the end. */
const layAheadS = 3
/** Less than this is no crossfade any more. */
const shortestOverlapS = 0.2

type Rules = Pick<Settings, 'gapless' | 'crossfadeS'>

interface Clock {
  readonly rate: number
  /** Frame heard now. */
  readonly heard: number
  /** Frame that sound may be laid at from now on. */
  readonly soon: number
}

/** Whether it is time to open what follows `deck`. With gapless and crossfade off, the next is opened when this one has ended. */
export function isNearEnd(deck: Deck, rules: Rules, clock: Clock): boolean {
  if (!rules.gapless && rules.crossfadeS === 0) return false
  if (deck.likelyEnd === null) return false
  return (deck.likelyEnd - clock.heard) / clock.rate < openAheadS + rules.crossfadeS
}

/** Lays the beginning of `next` where `deck` ends, or over its end, once that can be known. Does nothing before. */
export function layNext(deck: Deck, next: Deck, rules: Rules, clock: Clock): void {
  if (!next.isOpen || next.joinedAt !== null) return
  const join = joinOf(
    { ...deck.item.track, durationMs: deck.durationMs },
    { ...next.item.track, durationMs: next.durationMs },
    rules,
  )
  if (join.kind === 'exact') {
    if (deck.end !== null && deck.end > clock.soon) next.join(deck.end, 0)
    return
  }
  if (join.kind === 'apart' || deck.likelyEnd === null) return
  const wanted = deck.likelyEnd - join.overlapS * clock.rate
  if (wanted - clock.soon > layAheadS * clock.rate) return
  const begin = Math.max(wanted, clock.soon)
  const overlapS = (deck.likelyEnd - begin) / clock.rate
  if (overlapS < shortestOverlapS) return
  next.join(begin, overlapS)
  deck.fadeOut(begin, overlapS)
}
