// Tags: where in the space of listening a track lies as its genre, artist, album and year tell, for tracks without plays or sound.
//
// A track is a bag of tags, its vector the sum of their effects, shrunk to nothing where few tracks bear them (choice: ridge regression on the
// bag, which for crossed groups is the mixed model of Henderson 1975):  min sum_i w_i |v_i - sum_{t in i} b_t|^2 + lambda sum_t |b_t|^2,
// solved tag by tag with the others held (Gauss, Seidel):  b_t = sum_i w_i (v_i - sum_{s != t} b_s) / (lambda + sum_i w_i).
import { type Artifact, expectArtifact, floatsOf } from '../artifact.ts'
import { type FitContext, ModelError, stepDone } from '../model.ts'

/** Of track i the tags `tags[at]` for at = starts[i]..starts[i+1]-1, numbered 0..count-1, each at most once. */
export interface TagBags {
  readonly count: number
  /** [tracks + 1] */
  readonly starts: Int32Array
  readonly tags: Int32Array
}

export interface Tags {
  readonly size: number
  /** b of the equations: [count, size]. */
  readonly effects: Float32Array
}

const KIND = 'tags'
const VERSION = 1

/** Bags from columns: each column (artist, album, genre, decade) [tracks] numbers its tags from 0, -1 for none. */
export function bagsOf(columns: readonly Int32Array[]): TagBags {
  const tracks = columns[0]?.length ?? 0
  const firsts: number[] = []
  let count = 0
  for (const column of columns) {
    if (column.length !== tracks)
      throw new ModelError('bad-input', `a column of ${column.length} tags stands beside one of ${tracks}`)
    firsts.push(count)
    count += column.reduce((most, tag) => Math.max(most, tag + 1), 0)
  }
  const starts = new Int32Array(tracks + 1)
  const tags: number[] = []
  for (let track = 0; track < tracks; track++) {
    columns.forEach((column, at) => {
      const tag = column[track] as number // every column is as long as the first
      if (tag >= 0) tags.push((firsts[at] as number) + tag)
    })
    starts[track + 1] = tags.length
  }
  return { count, starts, tags: Int32Array.from(tags) }
}

/**
 * `vectors` [tracks, size] of the tracks that are known by listening; `weights` [tracks] how well (0: not at all).
 * Nothing known gives effects of 0. Throws 'bad-input', 'diverged', 'cancelled'.
 */
export async function fitTags(
  bags: TagBags,
  vectors: Float32Array,
  weights: ArrayLike<number>,
  options: { readonly size: number; readonly lambda?: number; readonly sweeps?: number },
  context: FitContext,
): Promise<Tags> {
  const { size, lambda = 2, sweeps = 10 } = options
  const tracks = bags.starts.length - 1
  if (vectors.length !== tracks * size || weights.length !== tracks || !(lambda > 0))
    throw new ModelError('bad-input', `${tracks} bags of tags, ${vectors.length / size} vectors, lambda ${lambda}`)
  for (const [name, values] of [
    ['vectors', vectors],
    ['weights', Array.from(weights)],
  ] as const) {
    const broken = values.findIndex(value => !Number.isFinite(value))
    if (broken >= 0) throw new ModelError('bad-input', `number ${broken} of “${name}” is ${values[broken]}`)
  }
  const effects = new Float32Array(bags.count * size)
  const bearers = bearersOf(bags)
  const rest = vectors.slice() // v_i less the effects of its tags
  const before = new Float64Array(size)
  // casts: every track and tag below is inside its table
  for (let sweep = 0; sweep < sweeps; sweep++) {
    for (let tag = 0; tag < bags.count; tag++) {
      const at = tag * size
      before.set(effects.subarray(at, at + size))
      const sum = new Float64Array(size)
      let total = lambda
      for (const track of bearers[tag] as number[]) {
        const weight = weights[track] as number
        if (weight === 0) continue
        total += weight
        for (let k = 0; k < size; k++)
          sum[k] = (sum[k] as number) + weight * ((rest[track * size + k] as number) + (before[k] as number))
      }
      for (let k = 0; k < size; k++) effects[at + k] = (sum[k] as number) / total
      for (const track of bearers[tag] as number[])
        for (let k = 0; k < size; k++)
          rest[track * size + k] =
            (rest[track * size + k] as number) + (before[k] as number) - (effects[at + k] as number)
    }
    if (!effects.every(Number.isFinite)) throw new ModelError('diverged', 'an effect of a tag is no longer a number')
    await stepDone(context, (sweep + 1) / sweeps)
  }
  return { size, effects }
}

/** Where the tags put each track: [tracks, size], not of unit length: short where little is known. Tags met since the fit say nothing. */
export function tagVectors(model: Tags, bags: TagBags): Float32Array {
  const { size, effects } = model
  const tracks = bags.starts.length - 1
  const out = new Float32Array(tracks * size)
  for (let track = 0; track < tracks; track++) {
    for (const tag of bags.tags.subarray(bags.starts[track], bags.starts[track + 1])) {
      for (let k = 0; k < size; k++)
        out[track * size + k] = (out[track * size + k] as number) + (effects[tag * size + k] ?? 0)
    }
  }
  return out
}

export function tagsToArtifact({ size, effects }: Tags): Artifact {
  return {
    kind: KIND,
    version: VERSION,
    settings: {},
    arrays: { effects: { shape: [effects.length / size, size], values: effects } },
  }
}

/** Throws 'bad-artifact'. */
export function tagsFromArtifact(artifact: Artifact): Tags {
  expectArtifact(artifact, KIND, VERSION)
  const effects = floatsOf(artifact, 'effects', [-1, -1])
  return { effects, size: artifact.arrays['effects']?.shape[1] ?? 0 }
}

function bearersOf({ count, starts, tags }: TagBags): number[][] {
  const bearers = Array.from({ length: count }, (): number[] => [])
  for (let track = 0; track + 1 < starts.length; track++)
    for (const tag of tags.subarray(starts[track], starts[track + 1])) bearers[tag]?.push(track)
  return bearers
}
