// The candidates of one search, by falling SAT, and what may stand next in a beam under the constraints of a player.
import { byRelevance, type DecodeInput, masksOf } from './decode-input.ts'

/** Indices below stay inside their arrays by construction: `as number` says so where the types cannot. */
export interface Pool {
  /** Candidates that may be queued, by falling SAT; every column below is in this order, and a `place` is an index into it. */
  readonly ranked: Int32Array
  readonly sat: Float64Array
  /** Objectives served, as bits. */
  readonly masks: Uint32Array
  /** The different masks there are, and of each place the index of its mask among them: a gain is reckoned once for each. */
  readonly classes: Uint32Array
  readonly classOf: Uint32Array
  /** 0-based and without holes; null without spread. */
  readonly artist: Int32Array | null
  readonly artists: number
  readonly artistsBefore: Int32Array
  /** Queues that passed over each place, 0 where it is not due; null without dues. */
  readonly waits: Int32Array | null
}

export function poolOf(input: DecodeInput): Pool {
  const { sat, allowed, spread, due } = input
  const all = byRelevance(sat)
  const ranked = allowed ? all.filter(candidate => allowed[candidate] === 1) : all
  const bits = masksOf(input)
  const masks = Uint32Array.from(ranked, candidate => bits[candidate] as number)
  const classes = Uint32Array.from(new Set(masks))
  const classAt = new Map(Array.from(classes, (mask, index) => [mask, index]))
  const artists = new Map<number, number>()
  const artistAt = (artist: number) => {
    const at = artists.get(artist) ?? artists.size
    artists.set(artist, at)
    return at
  }
  const artist = spread ? Int32Array.from(ranked, candidate => artistAt(spread.artist[candidate] as number)) : null
  const artistsBefore = Int32Array.from(spread?.before ?? [], artistAt)
  return {
    ranked,
    sat: Float64Array.from(ranked, candidate => sat[candidate] as number),
    masks,
    classes,
    classOf: Uint32Array.from(masks, mask => classAt.get(mask) as number),
    artist,
    artists: artists.size,
    artistsBefore,
    waits: due ? Int32Array.from(ranked, candidate => due.waits[candidate] as number) : null,
  }
}

/** What may stand at the next position of one beam, asked place by place. */
export interface Gate {
  /** Looks at a beam: the places it has queued so far, in order, and a bit for each place taken. */
  look(queued: Int32Array, taken: Uint32Array): void
  /** The best place that fits; -1 when every track is taken. */
  first(): number
  /** True where a place fits as well as the first does. */
  fits(place: number): boolean
}

export function gateOf(pool: Pool, { spread, due }: DecodeInput): Gate {
  const gap = spread?.gap ?? 0
  const lately = new Int32Array(pool.artists)
  let looked = 0
  let taken: Uint32Array = new Uint32Array(0)
  /** At a position for dues, how long the track must have waited; 0 at all others. */
  let wait = 0
  let dues = false
  let wantsSpread = false
  const free = (place: number) => (((taken[place >>> 5] as number) >>> (place & 31)) & 1) === 0
  const fits = (place: number) =>
    free(place) &&
    !(wait > 0 && pool.waits?.[place] !== wait) &&
    !(wantsSpread && pool.artist !== null && lately[pool.artist[place] as number] === looked)
  const find = () => {
    for (let place = 0; place < pool.ranked.length; place++) if (fits(place)) return place
    return -1
  }
  /** 0 where none is due or none of them fits: the position is then one as any other. */
  const longest = () => {
    let most = 0
    pool.waits?.forEach((waited, place) => {
      if (waited > most && fits(place)) most = waited
    })
    return most
  }
  return {
    look(queued, bits) {
      looked++
      taken = bits
      wantsSpread = pool.artist !== null && gap > 0
      wait = 0
      dues = due !== undefined && ((due.offset ?? 0) + queued.length + 1) % due.every === 0
      if (pool.artist === null) return
      for (let back = 1; back <= gap; back++) {
        const at = queued.length - back
        const before = pool.artistsBefore.length + at
        if (at >= 0) lately[pool.artist[queued[at] as number] as number] = looked
        else if (before >= 0) lately[pool.artistsBefore[before] as number] = looked
      }
    },
    first() {
      // The longest wait goes first: were it the most liked of those that wait, the least liked would wait for ever.
      if (dues) wait = longest()
      let place = find()
      if (place === -1 && wantsSpread) {
        wantsSpread = false
        place = find()
      }
      return place
    },
    fits,
  }
}
