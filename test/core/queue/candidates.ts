// Candidates for tests: a few hundred tracks with scores, whom they serve, and how long they rest and wait, from a seed.
import { evidenceNames, type Proposal } from '../../../main/core/scoring/protocol.ts'
import { type Rng, rngOf } from '../../../models/rng.ts'

export interface Made {
  readonly count?: number
  readonly artists?: number
  readonly serve?: number
}

export function proposalOf(seed: number, { count = 120, artists = 40, serve = 0.2 }: Made = {}): Proposal {
  const rng: Rng = rngOf(seed)
  const served = () => Uint8Array.from({ length: count }, () => (rng.next() < serve ? 1 : 0))
  return {
    ids: Int32Array.from({ length: count }, (_, at) => at + 1),
    artist: Int32Array.from({ length: count }, () => rng.below(artists)),
    sat: Float32Array.from({ length: count }, () => rng.next()),
    objectives: [served(), served(), served()],
    sure: new Uint8Array(count),
    inSession: new Uint8Array(count),
    restedS: new Float64Array(count).fill(Number.POSITIVE_INFINITY),
    waits: new Int32Array(count),
    evidence: new Int32Array(count * evidenceNames.length),
    artistsBefore: new Int32Array(),
    plays: 0,
    knowing: 'little',
    coldBy: 'tags',
    scoredBy: 'first day',
    models: { vectors: null, sat: null, next: null },
    gs: null,
  }
}
