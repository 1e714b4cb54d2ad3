// What a decoder is given and answers, and the door at which input that cannot be used is turned away.
import { ModelError } from '../model.ts'

/** What a player adds to the search; see constraints.ts, which makes these from rules. */
export interface Constraints {
  /** [candidates]: 1 where the track may be queued at all; not given: every one. */
  readonly allowed?: Uint8Array
  /** No artist twice within `gap` positions; `before` are the artists played last, in order. */
  readonly spread?: { readonly artist: Int32Array; readonly gap: number; readonly before?: Int32Array }
  /**
   * Every `every`th position goes to what waited longest: `waits` counts the queues that passed over a track, 0 where it is not due. `offset`
   * positions were before this queue: one that is laid out anew after each play would never come to a later position of its own.
   */
  readonly due?: { readonly waits: Int32Array; readonly every: number; readonly offset?: number }
}

export interface Candidates {
  /** Probability that each candidate is heard to its end, [candidates]. */
  readonly sat: Float32Array
  /** Of each objective, [candidates] of 0 or 1. */
  readonly objectives: readonly Uint8Array[]
}

export interface DecodeInput extends Candidates, Constraints {
  /** Of each objective, 0 or more, in the unit of SAT. */
  readonly weights: readonly number[]
  /** The most SAT that a position may give up against the best candidate left; Infinity: anything. */
  readonly eps: number
  /** Positions to fill; fewer are filled when the candidates run out. */
  readonly length: number
  readonly beams?: number
  /** Worth of having served an objective so many times; concave, so that each further time is worth less. */
  readonly phi?: (count: number) => number
}

export interface Decoded {
  /** Indices of candidates, in order of the queue. */
  readonly order: Int32Array
  /** At each position, the objectives that its track serves: bit o for objective o. */
  readonly serves: Uint32Array
  /** At each position, what it adds for the objectives (weighted, before the position's discount). */
  readonly gains: Float64Array
  /** At each position, the SAT given up against the best candidate that could have stood there. */
  readonly given: Float64Array
  /** Sum over positions of (SAT + gain) / log2(position + 1). */
  readonly score: number
}

const MOST_OBJECTIVES = 30 // bits of a mask that stay a small positive integer

function bad(what: string): never {
  throw new ModelError('bad-input', what)
}

function sameLength(name: string, length: number, candidates: number): void {
  if (length !== candidates) bad(`${name} has ${length} values for ${candidates} candidates`)
}

/** Throws ModelError 'bad-input' that names the field and the place. */
export function checkCandidates({ sat, objectives }: Candidates, weights: readonly number[], length: number): void {
  sat.forEach((value, index) => {
    if (!Number.isFinite(value)) bad(`sat[${index}] is ${value}`)
  })
  if (objectives.length > MOST_OBJECTIVES) bad(`there are ${objectives.length} objectives; at most ${MOST_OBJECTIVES}`)
  objectives.forEach((served, objective) => {
    sameLength(`objectives[${objective}]`, served.length, sat.length)
  })
  if (weights.length !== objectives.length)
    bad(`there are ${weights.length} weights for ${objectives.length} objectives`)
  weights.forEach((weight, objective) => {
    if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY)) bad(`weights[${objective}] is ${weight}`)
  })
  if (!(Number.isInteger(length) && length >= 0)) bad(`length is ${length}`)
}

/** The same for the search, with its options and constraints. */
export function checkDecode(input: DecodeInput): void {
  const { sat, eps, beams, allowed, spread, due } = input
  checkCandidates(input, input.weights, input.length)
  if (!(eps >= 0)) bad(`eps is ${eps}`)
  if (beams !== undefined && !(Number.isInteger(beams) && beams >= 1)) bad(`beams is ${beams}`)
  if (allowed) sameLength('allowed', allowed.length, sat.length)
  if (spread) {
    sameLength('spread.artist', spread.artist.length, sat.length)
    if (!(Number.isInteger(spread.gap) && spread.gap >= 0)) bad(`spread.gap is ${spread.gap}`)
  }
  if (due) {
    sameLength('due.waits', due.waits.length, sat.length)
    if (!(Number.isInteger(due.every) && due.every >= 1)) bad(`due.every is ${due.every}`)
  }
}

/** Of each candidate, the objectives that it serves as bits, [candidates]. */
export function masksOf({ sat, objectives }: Candidates): Uint32Array {
  const masks = new Uint32Array(sat.length)
  objectives.forEach((served, objective) => {
    served.forEach((serves, index) => {
      if (serves) masks[index] = (masks[index] ?? 0) | (1 << objective)
    })
  })
  return masks
}

/** Indices by falling SAT; equals stay in the order given. */
export function byRelevance(sat: Float32Array): Int32Array {
  const order = Int32Array.from(sat, (_, index) => index)
  return order.sort((a, b) => (sat[b] ?? 0) - (sat[a] ?? 0) || a - b)
}
