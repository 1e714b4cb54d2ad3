// Mostra's decoder: filter by SAT, then search with beams for the queue that serves the objectives best (Bugliarello et al., WWW 2022).
import { checkDecode, type Decoded, type DecodeInput } from './decode-input.ts'
import { type Gate, gateOf, type Pool, poolOf } from './decode-pool.ts'

const TOLERANCE = 1e-12
const BEAMS = 4

/**
 * Submodular beam search, at inference only (Bugliarello et al. 2022, section 4; the position's discount is ours).
 *
 *     gain = s_t + sum_o w_o O[t][o] (phi(count_o + 1) - phi(count_o)),  over t with s_max - s_t <= eps
 *     score(b + t) = score(b) + gain / log2(k + 1)
 *
 * Beams over the same set of tracks have the same future: the better is kept, on a tie the earlier. Constraints narrow what may stand
 * at a position before `s_max` is taken; where nothing fits, the spread gives way, `allowed` never.
 * Throws ModelError 'bad-input'.
 */
export function decode(input: DecodeInput): Decoded {
  checkDecode(input)
  const pool = poolOf(input)
  const gate = gateOf(pool, input)
  const length = Math.min(input.length, pool.ranked.length)
  const width = input.beams ?? BEAMS
  const phi = input.phi ?? Math.sqrt
  const steps = Float64Array.from({ length }, (_, count) => phi(count + 1) - phi(count))
  let beams = new Beams(width, length, pool, input.weights.length)
  let spare = new Beams(width, length, pool, input.weights.length)
  beams.size = 1
  const kept = new Expansions(width, pool)
  const bonus = new Float64Array(pool.classes.length)
  for (let position = 0; position < length; position++) {
    kept.clear()
    for (let beam = 0; beam < beams.size; beam++) {
      weigh(pool, beams, beam, input.weights, steps, bonus)
      extend(pool, gate, beams, beam, position, input.eps, bonus, kept)
    }
    grow(pool, beams, kept, position, spare)
    ;[beams, spare] = [spare, beams]
  }
  const places = beams.order.subarray(0, length)
  return {
    order: Int32Array.from(places, place => pool.ranked[place] as number),
    serves: Uint32Array.from(places, place => pool.masks[place] as number),
    gains: beams.gains.slice(0, length),
    given: beams.given.slice(0, length),
    score: beams.scores[0] as number,
  }
}

// Below, indices stay inside their arrays by construction: `as number` says so where the types cannot.

/** The beams of one position, best first, as rows of flat arrays. */
class Beams {
  readonly length: number
  readonly words: number
  readonly objectives: number
  /** [beams, length]: places, and what each gains and gives up. */
  readonly order: Int32Array
  readonly gains: Float64Array
  readonly given: Float64Array
  /** [beams, words]: a bit for each place taken. */
  readonly taken: Uint32Array
  /** [beams, objectives]: how often each was served. */
  readonly counts: Int32Array
  readonly scores: Float64Array
  size = 0

  constructor(width: number, length: number, pool: Pool, objectives: number) {
    this.length = length
    this.words = (pool.ranked.length + 31) >>> 5
    this.objectives = objectives
    this.order = new Int32Array(width * length)
    this.gains = new Float64Array(width * length)
    this.given = new Float64Array(width * length)
    this.taken = new Uint32Array(width * this.words)
    this.counts = new Int32Array(width * objectives)
    this.scores = new Float64Array(width)
  }

  takenBy(beam: number): Uint32Array {
    return this.taken.subarray(beam * this.words, (beam + 1) * this.words)
  }
}

/** The best expansions of one position so far, best first, no two over the same set. */
class Expansions {
  readonly width: number
  readonly parent: Int32Array
  readonly place: Int32Array
  readonly score: Float64Array
  readonly gain: Float64Array
  readonly given: Float64Array
  readonly #words: number
  size = 0

  constructor(width: number, pool: Pool) {
    this.width = width
    this.parent = new Int32Array(width)
    this.place = new Int32Array(width)
    this.score = new Float64Array(width)
    this.gain = new Float64Array(width)
    this.given = new Float64Array(width)
    this.#words = (pool.ranked.length + 31) >>> 5
  }

  clear(): void {
    this.size = 0
  }

  offer(beams: Beams, parent: number, place: number, score: number, gain: number, given: number): void {
    const beats = (other: number) => score > (this.score[other] as number) + TOLERANCE
    if (this.size === this.width && !beats(this.size - 1)) return
    const twin = this.#twin(beams, parent, place)
    if (twin !== -1) {
      if (!beats(twin)) return
      for (let from = twin + 1; from < this.size; from++) this.#move(from, from - 1)
      this.size--
    }
    let at = Math.min(this.size, this.width - 1)
    for (; at > 0 && beats(at - 1); at--) this.#move(at - 1, at)
    this.parent[at] = parent
    this.place[at] = place
    this.score[at] = score
    this.gain[at] = gain
    this.given[at] = given
    this.size = Math.min(this.size + 1, this.width)
  }

  #move(from: number, to: number): void {
    for (const column of [this.parent, this.place, this.score, this.gain, this.given])
      column[to] = column[from] as number
  }

  /** A kept expansion over the same set of tracks; -1 where there is none. */
  #twin(beams: Beams, parent: number, place: number): number {
    for (let other = 0; other < this.size; other++) {
      // Two expansions of one beam differ in their last track.
      if (this.parent[other] !== parent && this.#sameSet(beams, parent, place, other)) return other
    }
    return -1
  }

  #sameSet(beams: Beams, parent: number, place: number, other: number): boolean {
    const otherPlace = this.place[other] as number
    const mine = parent * this.#words
    const its = (this.parent[other] as number) * this.#words
    for (let word = 0; word < this.#words; word++) {
      let a = beams.taken[mine + word] as number
      let b = beams.taken[its + word] as number
      if (place >>> 5 === word) a |= 1 << (place & 31)
      if (otherPlace >>> 5 === word) b |= 1 << (otherPlace & 31)
      if ((a ^ b) !== 0) return false
    }
    return true
  }
}

/** Of each class of tracks, what the next one adds for the objectives of this beam: into `bonus`. */
function weigh(
  pool: Pool,
  beams: Beams,
  beam: number,
  weights: readonly number[],
  steps: Float64Array,
  bonus: Float64Array,
): void {
  for (let at = 0; at < bonus.length; at++) {
    const mask = pool.classes[at] as number
    let sum = 0
    for (let objective = 0; objective < weights.length; objective++) {
      if ((mask >>> objective) & 1)
        sum +=
          (weights[objective] as number) *
          (steps[beams.counts[beam * beams.objectives + objective] as number] as number)
    }
    bonus[at] = sum
  }
}

/** Offers every track of the window of one beam. */
function extend(
  pool: Pool,
  gate: Gate,
  beams: Beams,
  beam: number,
  position: number,
  eps: number,
  bonus: Float64Array,
  kept: Expansions,
): void {
  gate.look(beams.order.subarray(beam * beams.length, beam * beams.length + position), beams.takenBy(beam))
  const discount = 1 / Math.log2(position + 2)
  const before = beams.scores[beam] as number
  const first = gate.first()
  const most = pool.sat[first] as number
  for (let place = first; place < pool.ranked.length; place++) {
    const sat = pool.sat[place] as number
    if (most - sat > eps) return
    if (!gate.fits(place)) continue
    const gain = bonus[pool.classOf[place] as number] as number
    kept.offer(beams, beam, place, before + (sat + gain) * discount, gain, most - sat)
  }
}

/** The kept expansions become the beams of the next position. */
function grow(pool: Pool, beams: Beams, kept: Expansions, position: number, next: Beams): void {
  const { length, words, objectives } = beams
  for (let to = 0; to < kept.size; to++) {
    const from = kept.parent[to] as number
    const place = kept.place[to] as number
    next.order.set(beams.order.subarray(from * length, from * length + position), to * length)
    next.gains.set(beams.gains.subarray(from * length, from * length + position), to * length)
    next.given.set(beams.given.subarray(from * length, from * length + position), to * length)
    next.taken.set(beams.takenBy(from), to * words)
    next.counts.set(beams.counts.subarray(from * objectives, (from + 1) * objectives), to * objectives)
    next.order[to * length + position] = place
    next.gains[to * length + position] = kept.gain[to] as number
    next.given[to * length + position] = kept.given[to] as number
    const word = to * words + (place >>> 5)
    next.taken[word] = (next.taken[word] as number) | (1 << (place & 31))
    for (let objective = 0; objective < objectives; objective++) {
      const at = to * objectives + objective
      next.counts[at] = (next.counts[at] as number) + (((pool.masks[place] as number) >>> objective) & 1)
    }
    next.scores[to] = kept.score[to] as number
  }
  next.size = kept.size
}
