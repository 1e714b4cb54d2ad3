// What a track's sound tells of its place: a ridge regression, used only where it foretells the places of artists that it was not learned from.
import type { FitContext } from '../model.ts'
import { fitRidge, predictRidge, type Ridge, type RidgeExample } from '../tracks/ridge.ts'
import type { LibrarySound } from '../tracks/signatures.ts'
import { dot, unitRows } from '../tracks/vectors.ts'

export interface SoundJudged {
  /** Tracks that it was measured on. */
  readonly tracks: number
  /** Mean cosine to their places of what the regression says, and of always saying the mean of the places it learned. */
  readonly ridge: number
  readonly mean: number
}

export interface SoundEvidence {
  /** Null where sound told nothing beyond the mean. */
  readonly model: Ridge | null
  readonly judged: SoundJudged
}

/** Tracks known by listening and by sound, for a regression to be worth it. */
const LEAST = 40
const RIDGE = { lambda: 1 } as const
const FOLDS = 5

/** `listening` [tracks, size] unit rows, `heard` [tracks] plays, `artist` [tracks]. Null where too few tracks have both. */
export async function soundEvidence(
  sound: LibrarySound,
  listening: Float32Array,
  heard: Int32Array,
  artist: Int32Array,
  size: number,
  context: FitContext,
): Promise<SoundEvidence | null> {
  const examples = Array.from(sound.track, (track, row) => ({
    artist: artist[track] ?? -1,
    plays: heard[track] ?? 0,
    features: sound.values.slice(row * sound.size, (row + 1) * sound.size),
    vector: listening.slice(track * size, (track + 1) * size),
  })).filter(({ plays, vector }) => plays > 0 && vector.some(value => value !== 0))
  if (examples.length < LEAST) return null
  let [ridge, mean, tracks] = [0, 0, 0]
  for (let fold = 0; fold < FOLDS; fold++) {
    const held = examples.filter(each => each.artist % FOLDS === fold)
    const learned = examples.filter(each => each.artist % FOLDS !== fold)
    if (held.length === 0 || learned.length < LEAST / 2) continue
    const model = await fitted(learned, context)
    const middle = unitRows(model.bias, size)
    for (const { features, vector } of held) {
      ridge += dot(unitRows(predictRidge(model, features), size), 0, vector, 0, size)
      mean += dot(middle, 0, vector, 0, size)
      tracks++
    }
  }
  if (tracks === 0) return null
  const judged = { tracks, ridge: ridge / tracks, mean: mean / tracks }
  return { model: judged.ridge > judged.mean ? await fitted(examples, context) : null, judged }
}

/** What the model says of every track that the audio analysis heard: [tracks, size] unit rows, zeros elsewhere. */
export function soundVectors(model: Ridge, sound: LibrarySound, tracks: number): Float32Array {
  const { size } = model
  const out = new Float32Array(tracks * size)
  sound.track.forEach((track, row) => {
    out.set(predictRidge(model, sound.values.subarray(row * sound.size, (row + 1) * sound.size)), track * size)
  })
  return unitRows(out, size)
}

const fitted = (examples: readonly RidgeExample[], { rng }: FitContext) => fitRidge(examples, RIDGE, { rng })
