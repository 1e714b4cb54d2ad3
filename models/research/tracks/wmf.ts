// Weighted matrix factorisation: contexts (sessions, playlists, albums) and tracks get vectors whose product tells what was heard where.
//
// Hu, Koren, Volinsky 2008, "Collaborative filtering for implicit feedback datasets", by alternating least squares:
//   min sum_{u,i} c_ui (p_ui - x_u . y_i)^2 + lambda (sum |x_u|^2 + sum |y_i|^2)                 (3)
//   x_u = (Y'Y + Y'(C_u - I)Y + lambda I)^-1 Y' C_u p(u), and the same for y_i with the roles turned   (4), (5)
// p_ui = 1 where r_ui > 0; confidence in the paper's logarithmic form c = 1 + alpha log(1 + r / eps), (6). Y'Y is made once a half-step,
// so a row costs what its own ratings cost, whatever the number of tracks.
import { type Artifact, expectArtifact, floatsOf } from '../../artifact.ts'
import { type FitContext, ModelError, stepDone } from '../../model.ts'
import { cholesky, solveCholesky } from '../../tracks/cholesky.ts'
import { dot } from '../../tracks/vectors.ts'

/** Who was heard where and how often: rating r of track `tracks[at]` in context u for at = starts[u]..starts[u+1]-1, each track once. */
export interface Ratings {
  /** [contexts + 1] */
  readonly starts: Int32Array
  /** [ratings] */
  readonly tracks: Int32Array
  /** [ratings], above 0. */
  readonly values: Float32Array
}

export interface WmfOptions {
  readonly tracks: number
  readonly size?: number
  readonly alpha?: number
  readonly eps?: number
  readonly lambda?: number
  /** One is both half-steps. */
  readonly sweeps?: number
}

export interface Wmf {
  readonly tracks: number
  readonly size: number
  readonly alpha: number
  readonly eps: number
  readonly lambda: number
  /** x of the equations: [contexts, size]. */
  readonly contexts: Float32Array
  /** y of the equations: [tracks, size]; zeros where a track is in no context. */
  readonly items: Float32Array
}

const KIND = 'wmf'
const VERSION = 1
const ROWS_A_STEP = 512
// Casts below: every index is inside its matrix; a check would be felt in loops of size^2.

/** Counts of the tracks in each sequence. */
export function ratingsOf(sequences: readonly ArrayLike<number>[]): Ratings {
  const starts = new Int32Array(sequences.length + 1)
  const tracks: number[] = []
  const values: number[] = []
  sequences.forEach((sequence, context) => {
    const counts = new Map<number, number>()
    for (let at = 0; at < sequence.length; at++) {
      const track = sequence[at] as number // inside the sequence
      counts.set(track, (counts.get(track) ?? 0) + 1)
    }
    for (const [track, count] of counts) {
      tracks.push(track)
      values.push(count)
    }
    starts[context + 1] = tracks.length
  })
  return { starts, tracks: Int32Array.from(tracks), values: Float32Array.from(values) }
}

/** Throws 'no-examples' where nothing is rated, 'bad-input', 'diverged', 'cancelled'. */
export async function fitWmf(ratings: Ratings, options: WmfOptions, context: FitContext): Promise<Wmf> {
  const { tracks, size = 64, alpha = 10, eps = 1, lambda = 1, sweeps = 8 } = options
  if (!(alpha > 0 && eps > 0 && lambda > 0))
    throw new ModelError('bad-input', `alpha ${alpha}, eps ${eps} and lambda ${lambda} must be above 0`)
  check(ratings, tracks)
  const contexts = new Float32Array((ratings.starts.length - 1) * size)
  const items = Float32Array.from({ length: tracks * size }, () => context.rng.normal() * 0.1)
  const byTrack = transposed(ratings, tracks)
  for (let track = 0; track < tracks; track++) {
    if (byTrack.starts[track] === byTrack.starts[track + 1]) items.fill(0, track * size, (track + 1) * size)
  }
  const model = { tracks, size, alpha, eps, lambda, contexts, items }
  const halfSteps = sweeps * 2
  for (let half = 0; half < halfSteps; half++) {
    const [rows, given, of] = half % 2 === 0 ? [contexts, items, ratings] : [items, contexts, byTrack]
    await solveAll(model, rows, given, of, context, share => (half + share) / halfSteps)
  }
  return model
}

/** Gives contexts that were not fitted (a session so far) their vector by equation 4: [size], zeros for none. Made once, used often. */
export function foldingIn(model: Wmf): (tracks: ArrayLike<number>) => Float32Array {
  const solve = rowSolver(model, model.items)
  return tracks => {
    const ratings = ratingsOf([tracks])
    const vector = new Float32Array(model.size)
    if (ratings.tracks.length > 0) {
      check(ratings, model.tracks)
      solve(ratings, 0, vector)
    }
    return vector
  }
}

/** Equation 3 over all contexts and tracks, in time of the ratings only. */
export function wmfLoss(model: Wmf, ratings: Ratings): number {
  const { contexts, items, size, lambda } = model
  // the sum over all pairs at c = 1, p = 0 is the product of both Gram matrices; each rating then puts its own pair right
  const [left, right] = [gramOf(contexts, size, 0), gramOf(items, size, 0)]
  let loss = left.reduce((sum, value, at) => sum + value * (right[at] as number), 0)
  for (let context = 0; context + 1 < ratings.starts.length; context++) {
    for (let at = ratings.starts[context] as number; at < (ratings.starts[context + 1] as number); at++) {
      const score = dot(contexts, context * size, items, (ratings.tracks[at] as number) * size, size)
      loss += confidence(model, ratings.values[at] as number) * (1 - score) ** 2 - score ** 2
    }
  }
  return loss + lambda * (dot(contexts, 0, contexts, 0, contexts.length) + dot(items, 0, items, 0, items.length))
}

export function wmfToArtifact(model: Wmf): Artifact {
  const { tracks, size, alpha, eps, lambda, contexts, items } = model
  return {
    kind: KIND,
    version: VERSION,
    settings: { alpha, eps, lambda },
    arrays: {
      contexts: { shape: [contexts.length / size, size], values: contexts },
      items: { shape: [tracks, size], values: items },
    },
  }
}

/** Throws 'bad-artifact'. */
export function wmfFromArtifact(artifact: Artifact): Wmf {
  expectArtifact(artifact, KIND, VERSION)
  const items = floatsOf(artifact, 'items', [-1, -1])
  const [tracks = 0, size = 0] = artifact.arrays['items']?.shape ?? []
  const [alpha, eps, lambda] = ['alpha', 'eps', 'lambda'].map(name => {
    const value = artifact.settings[name]
    if (typeof value !== 'number') throw new ModelError('bad-artifact', `the artefact of “${KIND}” lacks “${name}”`)
    return value
  }) as [number, number, number] // three names in, three numbers out
  return { tracks, size, alpha, eps, lambda, contexts: floatsOf(artifact, 'contexts', [-1, size]), items }
}

const confidence = ({ alpha, eps }: { alpha: number; eps: number }, rating: number) =>
  1 + alpha * Math.log1p(rating / eps)

function check({ starts, tracks, values }: Ratings, count: number): void {
  if (starts.length < 2 || tracks.length === 0) throw new ModelError('no-examples', 'no context holds a track')
  tracks.forEach((track, at) => {
    if (track < 0 || track >= count || !(Number.isFinite(values[at]) && (values[at] ?? 0) > 0))
      throw new ModelError(
        'bad-input',
        `rating ${at} is ${values[at]} for track ${track}, and there are ${count} tracks`,
      )
  })
}

function transposed({ starts, tracks, values }: Ratings, count: number): Ratings {
  const turned = {
    starts: new Int32Array(count + 1),
    tracks: new Int32Array(tracks.length),
    values: new Float32Array(tracks.length),
  }
  for (const track of tracks) turned.starts[track + 1] = (turned.starts[track + 1] as number) + 1
  for (let track = 0; track < count; track++)
    turned.starts[track + 1] = (turned.starts[track + 1] as number) + (turned.starts[track] as number)
  const next = turned.starts.slice()
  for (let context = 0; context + 1 < starts.length; context++) {
    for (let at = starts[context] as number; at < (starts[context + 1] as number); at++) {
      const track = tracks[at] as number
      const to = next[track] as number
      next[track] = to + 1
      turned.tracks[to] = context
      turned.values[to] = values[at] as number
    }
  }
  return turned
}

/** One half-step: every row anew, the other side held. */
async function solveAll(
  model: Wmf,
  rows: Float32Array,
  given: Float32Array,
  ratings: Ratings,
  context: FitContext,
  shareOf: (share: number) => number,
): Promise<void> {
  const { size } = model
  const solve = rowSolver(model, given)
  const count = rows.length / size
  for (let row = 0; row < count; row++) {
    solve(ratings, row, rows.subarray(row * size, (row + 1) * size))
    if (row % ROWS_A_STEP === ROWS_A_STEP - 1) await stepDone(context, shareOf(row / count))
  }
  if (!rows.every(Number.isFinite))
    throw new ModelError('diverged', 'a vector of the factorisation is no longer a number')
  await stepDone(context, shareOf(1))
}

/**
 * Equation 4 for one row after another, the other side held: writes x to `out`, zeros where the row has no rating. With G = Y'Y + lambda I
 * and the row's own y as V, its c - 1 as D (Woodbury): x = V G^-1 z where (D^-1 + V G^-1 V') z = c / (c - 1), a system as small as the row.
 */
function rowSolver(model: Wmf, given: Float32Array): (ratings: Ratings, row: number, out: Float32Array) => void {
  const { size } = model
  const gram = gramOf(given, size, model.lambda)
  const lower = gram.slice()
  cholesky(lower, size)
  const solved = new Float32Array(given.length) // G^-1 y of every y
  const column = new Float64Array(size)
  for (let at = 0; at < given.length; at += size) {
    column.set(given.subarray(at, at + size))
    solveCholesky(lower, column, size)
    solved.set(column, at)
  }
  const a = new Float64Array(size * size)
  return (ratings, row, out) => {
    const [start, end] = [ratings.starts[row] as number, ratings.starts[row + 1] as number]
    out.fill(0)
    const count = end - start
    if (count === 0) return
    const own = ratings.tracks.subarray(start, end)
    const c = Float64Array.from(ratings.values.subarray(start, end), rating => confidence(model, rating))
    if (count < size) {
      for (let i = 0; i < count; i++) {
        const left = (own[i] as number) * size
        for (let j = 0; j <= i; j++) a[i * count + j] = dot(given, left, solved, (own[j] as number) * size, size)
        a[i * count + i] = (a[i * count + i] as number) + 1 / ((c[i] as number) - 1)
      }
      const z = c.map(each => each / (each - 1))
      cholesky(a, count)
      solveCholesky(a, z, count)
      addRows(out, solved, own, z, size)
    } else {
      a.set(gram)
      for (let at = 0; at < count; at++) addOuter(a, given, (own[at] as number) * size, size, (c[at] as number) - 1)
      const b = new Float64Array(size)
      addRows(b, given, own, c, size)
      cholesky(a, size)
      solveCholesky(a, b, size)
      out.set(b)
    }
  }
}

function addRows(
  sum: Float32Array | Float64Array,
  table: Float32Array,
  rows: Int32Array,
  weights: Float64Array,
  size: number,
): void {
  rows.forEach((row, at) => {
    const weight = weights[at] as number
    for (let k = 0; k < size; k++) sum[k] = (sum[k] as number) + weight * (table[row * size + k] as number)
  })
}

/** Y'Y + lambda I, [size, size], its lower half and its upper. */
function gramOf(rows: Float32Array, size: number, lambda: number): Float64Array {
  const gram = new Float64Array(size * size)
  for (let at = 0; at < rows.length; at += size) addOuter(gram, rows, at, size, 1)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) gram[j * size + i] = gram[i * size + j] as number
    gram[i * size + i] = (gram[i * size + i] as number) + lambda
  }
  return gram
}

/** Adds weight y y' to the lower half. */
function addOuter(sum: Float64Array, rows: Float32Array, at: number, size: number, weight: number): void {
  for (let i = 0; i < size; i++) {
    const scaled = weight * (rows[at + i] as number)
    if (scaled === 0) continue
    const line = i * size
    for (let j = 0; j <= i; j++) sum[line + j] = (sum[line + j] as number) + scaled * (rows[at + j] as number)
  }
}
