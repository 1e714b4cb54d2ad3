// A queue from candidates: Mostra's search under the rules of a player, and now and then a slot that is drawn, with the chance that each had.
import { constraintsOf, PLAYER_RULES, type PlayerRules } from '../../../models/mostra/constraints.ts'
import type { Constraints } from '../../../models/mostra/decode-input.ts'
import { sqrtAfter } from '../../../models/mostra/decode-phi.ts'
import { decode } from '../../../models/mostra/decoder.ts'
import type { Proposal } from '../scoring/protocol.ts'
import type { Random } from './shuffle.ts'

export const BEAMS = 4
/** Found best on the logs (docs/results.md). */
export const PHI = sqrtAfter(4)
/** One slot in so many is drawn at random among the candidates near enough, so that other settings can be judged by what comes of it. */
export const ONE_IN = 20
/** The search goes on for so many more, since drawn tracks shift what comes behind them. */
const SPARE = 10

export interface LayoutOptions {
  readonly eps: number
  readonly weights: readonly number[]
  readonly length: number
  /** One slot in so many is drawn; null: none. */
  readonly oneIn: number | null
  readonly artistGap: number
  readonly random: Random
}

export interface Slot {
  /** Place among the candidates. */
  readonly candidate: number
  readonly drawn: boolean
  /** Brought because it waited longest. */
  readonly isDue: boolean
  /** How likely this candidate was to stand here, after those before it. */
  readonly propensity: number
}

/** What must be known of candidates to lay them out. */
export type Candidates = Pick<
  Proposal,
  'sat' | 'objectives' | 'artist' | 'inSession' | 'restedS' | 'waits' | 'artistsBefore'
>

export interface Rules {
  readonly artistGap: number
  readonly coolDownS: number
}

/** `plays` in the log: what waits is brought at every so manieth play, wherever a queue began. */
export function constraints(candidates: Candidates, banned: Uint8Array, rules: Rules, length: number, plays: number) {
  const all: PlayerRules = { ...PLAYER_RULES, ...rules }
  const { inSession, restedS, waits, artist, artistsBefore } = candidates
  const made = constraintsOf({ banned, inSession, restedS, passedOver: waits, artist }, all, length, artistsBefore)
  return { ...made, due: { waits: made.due?.waits ?? waits, every: all.dueEvery, offset: plays } }
}

/** Slots in order; fewer where the candidates run out. Deterministic given the same `random`. */
export function layOut(
  candidates: Pick<Candidates, 'sat' | 'objectives' | 'artist'>,
  allowed: Constraints,
  options: LayoutOptions,
): Slot[] {
  const { eps, weights, length, oneIn, random } = options
  const share = oneIn === null || eps === 0 ? 0 : 1 / oneIn
  const { order } = decode({
    ...allowed,
    sat: candidates.sat,
    objectives: candidates.objectives,
    weights,
    eps,
    length: share === 0 ? length : length + SPARE,
    beams: BEAMS,
    phi: PHI,
  })
  const isDue = (slot: number, candidate: number) =>
    allowed.due !== undefined &&
    ((allowed.due.offset ?? 0) + slot + 1) % allowed.due.every === 0 &&
    (allowed.due.waits[candidate] ?? 0) > 0
  if (share === 0)
    return Array.from(order, (candidate, slot) => ({
      candidate,
      drawn: false,
      isDue: isDue(slot, candidate),
      propensity: 1,
    }))
  return withDraws(candidates, allowed, order, share, options, isDue, random)
}

function withDraws(
  candidates: Pick<Candidates, 'sat' | 'artist'>,
  allowed: Constraints,
  order: Int32Array,
  share: number,
  { eps, length, artistGap }: LayoutOptions,
  isDue: (slot: number, candidate: number) => boolean,
  random: Random,
): Slot[] {
  const slots: Slot[] = []
  const left = Array.from(order)
  const used = new Set<number>()
  const artists = [...(allowed.spread?.before ?? [])]
  const fits = (candidate: number) =>
    !artists.slice(-artistGap).includes(candidates.artist[candidate] ?? -1) || artistGap === 0
  while (slots.length < length && left.length > 0) {
    const at = Math.max(
      0,
      left.findIndex(candidate => fits(candidate)),
    )
    const chosen = left[at] ?? 0
    const due = isDue(slots.length, chosen)
    const near = due ? [] : nearEnough(candidates.sat, allowed.allowed, used, eps, fits)
    const drawn = near.length > 0 && random() < share
    const candidate = drawn ? (near[Math.floor(random() * near.length)] ?? chosen) : chosen
    const byDraw = near.includes(candidate) ? share / near.length : 0
    const bySearch = near.length === 0 ? 1 : 1 - share
    slots.push({ candidate, drawn, isDue: due, propensity: byDraw + (candidate === chosen ? bySearch : 0) })
    used.add(candidate)
    artists.push(candidates.artist[candidate] ?? -1)
    const place = left.indexOf(candidate)
    if (place >= 0) left.splice(place, 1)
  }
  return slots
}

/** Candidates that could stand next: within eps of the best that could. */
export function nearEnough(
  sat: Float32Array,
  allowed: Uint8Array | undefined,
  used: ReadonlySet<number>,
  eps: number,
  fits: (candidate: number) => boolean,
): number[] {
  const open: number[] = []
  let most = Number.NEGATIVE_INFINITY
  for (let candidate = 0; candidate < sat.length; candidate++) {
    if (allowed?.[candidate] === 0 || used.has(candidate) || !fits(candidate)) continue
    open.push(candidate)
    most = Math.max(most, sat[candidate] ?? 0)
  }
  return open.filter(candidate => most - (sat[candidate] ?? 0) <= eps)
}
