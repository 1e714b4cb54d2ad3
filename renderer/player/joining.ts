// How one track goes over into the next: when the next is opened, and where on the clock it is laid.
import type { Settings } from '../../preload/contract/settings.ts'
import type { Deck } from './deck.ts'
import type { Machine, PlayerEvent } from './machine.ts'
import { joinOf } from './timeline.ts'

/** The next track is opened so long before it is needed. */
const openAheadS = 20
/** A crossfade is laid so long before it begins: early enough to be exact, late enough to know the end. */
const layAheadS = 3
/** Less than this is no crossfade any more. */
const shortestOverlapS = 0.2

type Rules = Pick<Settings, 'gapless' | 'crossfadeS'>

export interface Clock {
  readonly rate: number
  /** Frame heard now. */
  readonly heard: number
  /** Frame that sound may be laid at from now on. */
  readonly soon: number
}

/** Whether it is time to open what follows `deck`. With gapless and crossfade off, the next is opened when this one has ended. */
function isNearEnd(deck: Deck, rules: Rules, clock: Clock): boolean {
  if (!rules.gapless && rules.crossfadeS === 0) return false
  if (deck.likelyEnd === null) return false
  return (deck.likelyEnd - clock.heard) / clock.rate < openAheadS + rules.crossfadeS
}

/** Lays the beginning of `next` where `deck` ends, or over its end, once that can be known. Does nothing before. */
export function layNext(deck: Deck, next: Deck, rules: Rules, clock: Clock): void {
  if (!next.isOpen || next.joinedAt !== null || deck.cutShort) return
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

export interface Playing {
  readonly deck: Deck
  readonly ahead: Deck | null
  readonly fading: Deck | null
}

/** What has happened by now on the decks of a state that sounds; null when nothing has. */
export function whatHappened(
  state: Machine,
  { deck, ahead, fading }: Playing,
  rules: Rules,
  { heard, ...clock }: Clock,
): PlayerEvent | null {
  const { current } = state
  if (!current) return null
  if (fading?.end && heard >= fading.end) return { on: 'drained', deck: state.fading ?? 0 }
  if (deck.broken && heard >= deck.broken.frame) return { on: 'failed', deck: current.deck, ...deck.broken.failure }
  if (ahead?.joinedAt && !state.ahead?.failure && heard >= ahead.joinedAt) {
    return { on: 'joined', overlapping: (deck.end ?? Number.POSITIVE_INFINITY) > ahead.joinedAt + 1 }
  }
  if (deck.end !== null && heard >= deck.end) {
    if (!deck.cutShort) return { on: 'drained', deck: current.deck }
    const heardS = Math.round(deck.durationMs / 1000)
    return {
      on: 'failed',
      deck: current.deck,
      code: 'file-truncated',
      message: `its file breaks off after ${heardS} s`,
    }
  }
  if (!state.ahead && isNearEnd(deck, rules, { ...clock, heard })) return { on: 'near-end' }
  return null
}

/** Frames until the next of these edges is heard; infinite when there is none. */
export function framesToEdge({ deck, ahead, fading }: Playing, { heard }: Clock): number {
  const edges = [ahead?.joinedAt ?? deck.end, fading?.end ?? null].filter(edge => edge !== null)
  return Math.min(Number.POSITIVE_INFINITY, ...edges) - heard
}
