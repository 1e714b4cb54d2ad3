// One fold of `sound`: every method learns from the tracks of the other artists, and places those of the artists held out.

import { fitSoundCnn, predictSoundCnn } from '../../models/research/sound/cnn.ts'
import { rngOf, shuffled } from '../../models/rng.ts'
import type { LogMel } from '../../models/sound/log-mel.ts'
import { mfccSummary } from '../../models/sound/mfcc.ts'
import { fitRidge, predictRidge, type RidgeExample } from '../../models/tracks/ridge.ts'
import { unitRows } from '../../models/tracks/vectors.ts'
import type { MusicTrack } from './music.ts'
import { coldRanks, coldTargets, cosine } from './protocol.ts'

export const METHODS = [
  'chance',
  'mean vector',
  'ridge on MFCC means',
  'ridge on MFCC means and deviations',
  'sound CNN',
  'sound CNN + ridge',
  'style words',
  'own listening',
] as const
export type Method = (typeof METHODS)[number]

export interface FoldInput {
  readonly tracks: readonly MusicTrack[]
  readonly clips: readonly (readonly LogMel[])[]
  /** Could be decoded. */
  readonly usable: readonly boolean[]
  readonly isHeldOut: (track: number) => boolean
  /** [tracks, size], of unit length, learned from listening. */
  readonly vectors: Float32Array
  readonly size: number
  readonly test: readonly Int32Array[]
  readonly seed: number
}

export type ColdCase = {
  readonly track: number
  readonly ranks: { readonly [method: string]: { readonly all: number; readonly new: number } }
}

export type FoldResult = {
  readonly heldOut: readonly number[]
  /** By method, of each held-out track. */
  readonly cosines: { readonly [method: string]: readonly number[] }
  readonly cases: readonly ColdCase[]
}

const LAMBDAS = [0.1, 0.3, 1, 3, 10, 30]
const INNER_FOLDS = 4

export async function foldOf(input: FoldInput): Promise<FoldResult> {
  const { tracks, size, isHeldOut, usable } = input
  const everything = tracks.flatMap((_, track) => (usable[track] ? [track] : []))
  const known = everything.filter(track => !isHeldOut(track))
  const heldOut = everything.filter(isHeldOut)
  const predicted = await predictionsOf(input, known, heldOut)
  const isNew = new Set(heldOut)
  const targets = coldTargets(input.test, isHeldOut).filter(({ track }) => isNew.has(track))
  const placed = Object.entries(predicted).map(([method, vectors]) => {
    const table = input.vectors.slice()
    heldOut.forEach((track, at) => {
      table.set(vectors[at] ?? new Float32Array(size), track * size)
    })
    return [method, unitRows(table, size)] as const
  })
  return {
    heldOut,
    cosines: Object.fromEntries(
      Object.entries(predicted).map(([method, vectors]) => [
        method,
        heldOut.map((track, at) => cosine(vectors[at] ?? new Float32Array(size), rowOf(input, track))),
      ]),
    ),
    cases: targets.map(target => ({
      track: target.track,
      ranks: Object.fromEntries(
        placed.map(([method, table]) => [method, coldRanks(target, table, size, track => isNew.has(track))]),
      ),
    })),
  }
}

const rowOf = ({ vectors, size }: FoldInput, track: number) => vectors.slice(track * size, (track + 1) * size)

async function predictionsOf(
  input: FoldInput,
  known: readonly number[],
  heldOut: readonly number[],
): Promise<Record<Method, readonly Float32Array[]>> {
  const { tracks, clips, size, seed } = input
  const context = () => ({ rng: rngOf(seed * 7919 + (heldOut[0] ?? 0)) })
  const draws = context().rng
  const mean = meanOf(
    known.map(track => rowOf(input, track)),
    size,
  )
  const artists = [...new Set(tracks.map(track => track.artist))]

  const ridgeOn = async (withDeviations: boolean) => {
    const features = clips.map(own => mfccSummary(own, withDeviations))
    const example = (track: number): RidgeExample => ({
      features: features[track] ?? mean,
      vector: rowOf(input, track),
    })
    const lambda = await chosenLambda(known, track => tracks[track]?.artist ?? '', example, draws.fork())
    const model = await fitRidge(known.map(example), { lambda }, context())
    return heldOut.map(track => predictRidge(model, example(track).features))
  }
  const [ridge, ridgeWithDeviations] = [await ridgeOn(false), await ridgeOn(true)]
  const cnn = await fitSoundCnn(
    known.map(track => ({
      clips: clips[track] ?? [],
      vector: rowOf(input, track),
      artist: artists.indexOf(tracks[track]?.artist ?? ''),
    })),
    {},
    context(),
  )
  const heard = (
    await predictSoundCnn(
      cnn,
      heldOut.map(track => clips[track] ?? []),
    )
  ).map(vector => vector ?? mean)
  return {
    chance: heldOut.map(() => rowOf(input, known[draws.below(known.length)] ?? 0)),
    'mean vector': heldOut.map(() => mean),
    'ridge on MFCC means': ridge,
    'ridge on MFCC means and deviations': ridgeWithDeviations,
    'sound CNN': heard,
    'sound CNN + ridge': heard.map((vector, at) => meanOf([vector, ridge[at] ?? mean], size)),
    'style words': heldOut.map(track => {
      const alike = known.filter(other => tracks[other]?.styles.some(word => tracks[track]?.styles.includes(word)))
      return alike.length === 0
        ? mean
        : meanOf(
            alike.map(other => rowOf(input, other)),
            size,
          )
    }),
    'own listening': heldOut.map(track => rowOf(input, track)),
  }
}

/** The shrinkage with the best cosine on artists held out of the training tracks once more. */
async function chosenLambda(
  known: readonly number[],
  artistOf: (track: number) => string,
  example: (track: number) => RidgeExample,
  rng: ReturnType<typeof rngOf>,
): Promise<number> {
  const artists = shuffled([...new Set(known.map(artistOf))], rng)
  const innerOf = (track: number) => artists.indexOf(artistOf(track)) % INNER_FOLDS
  let best = { lambda: 1, score: Number.NEGATIVE_INFINITY }
  for (const lambda of LAMBDAS) {
    let score = 0
    for (let inner = 0; inner < INNER_FOLDS; inner++) {
      const learned = known.filter(track => innerOf(track) !== inner)
      if (learned.length === 0) continue
      const model = await fitRidge(learned.map(example), { lambda }, { rng })
      for (const track of known.filter(each => innerOf(each) === inner))
        score += cosine(predictRidge(model, example(track).features), example(track).vector)
    }
    if (score > best.score) best = { lambda, score }
  }
  return best.lambda
}

function meanOf(rows: readonly Float32Array[], size: number): Float32Array {
  const out = new Float32Array(size)
  for (const row of rows)
    row.forEach((value, k) => {
      out[k] = (out[k] ?? 0) + value / rows.length
    })
  return out
}
