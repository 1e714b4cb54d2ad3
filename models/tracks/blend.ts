// One vector a track, blended by evidence: listening where there are plays, sound and tags where there are none.
//
// Choice, as an empirical Bayes estimate reads: sound and tags together are a guess worth `guessPlays` plays, listening is worth its plays:
//   v = unit( n l + g unit( s + t ) ),   n the track's plays, g = guessPlays.
// So a track that was never played lies where its sound and tags put it, and each play moves it towards where it is heard. One play was best
// of 0.3, 1 and 3 in finding first plays; more than that draws tracks that are heard apart together again.
import { ModelError } from '../model.ts'
import { unitRows } from './vectors.ts'

export interface Evidence {
  readonly size: number
  /** Co-listening vectors [tracks, size]; zeros where none. */
  readonly listening: Float32Array
  /** Places behind each of them, those in albums and artists that the vectors were fitted to included (`SkipGram.counts`): [tracks]. */
  readonly plays: ArrayLike<number>
  /** Predicted from sound, unit length: [tracks, size]; zeros where it was not analysed. Not given: of no track. */
  readonly sound?: Float32Array | undefined
  /** From tags (`tagVectors`): [tracks, size], shorter where less is known. */
  readonly tags?: Float32Array | undefined
}

/** Unit vectors [tracks, size]; zeros only for a track of which nothing at all is known. Throws 'bad-input' for NaN and for tables of other shapes. */
export function blendByEvidence(evidence: Evidence, options: { readonly guessPlays?: number } = {}): Float32Array {
  const { size, plays, sound, tags } = evidence
  const { guessPlays = 1 } = options
  const { length } = evidence.listening
  for (const [name, table] of [
    ['listening', evidence.listening],
    ['sound', sound],
    ['tags', tags],
  ] as const) {
    if (!table) continue
    if (table.length !== plays.length * size)
      throw new ModelError('bad-input', `“${name}” has ${table.length} numbers for ${plays.length} tracks of ${size}`)
    const broken = table.findIndex(value => !Number.isFinite(value))
    if (broken >= 0) throw new ModelError('bad-input', `“${name}” of track ${Math.floor(broken / size)} is no number`)
  }
  const listening = unitRows(evidence.listening, size)
  const guess = new Float32Array(length)
  for (let at = 0; at < length; at++) guess[at] = (sound?.[at] ?? 0) + (tags?.[at] ?? 0)
  const guessed = unitRows(guess, size)
  // a track that nobody was heard near has no vector from listening, whatever its plays: the sum leaves it to the guess
  return unitRows(
    guessed.map((value, at) => guessPlays * value + (plays[Math.floor(at / size)] ?? 0) * (listening[at] as number)),
    size,
  )
}
