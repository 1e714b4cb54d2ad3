// The next-track ranker, ours: candidates from several sources, counts and models' words on each, boosted trees that learn which came next.
import { type Artifact, expectArtifact } from '../artifact.ts'
import { checkPlay, type History } from '../history.ts'
import { type FitContext, ModelError, stepDone } from '../model.ts'
import { NEXT_FEATURES, NextFeatures } from './features.ts'
import { joined, type Source, type SourceMoment } from './sources.ts'
import type { Trees, TreesOptions } from './tree-growth.ts'
import { defaultTrees, fitTrees, treeScores } from './trees.ts'
import { treesFrom, treesToArrays } from './trees-artifact.ts'

const KIND = 'companion'
const VERSION = 1

export interface RankerOptions {
  /** Most plays that it learns from, the last ones. */
  readonly moments: number
  /** Least share of all plays left before them for the counts to have something to say. */
  readonly before: number
  /** Candidates of a moment beside the right one, drawn at random. */
  readonly negatives: number
  readonly trees: TreesOptions
}

export const defaultRanker: RankerOptions = {
  moments: 6000,
  before: 0.3,
  negatives: 40,
  trees: { ...defaultTrees, learningRate: 0.12, trees: 200, patience: 15 },
}

export interface Ranker {
  /** Columns of the sources it was fitted with, after those of the counts. */
  readonly sources: readonly string[]
  readonly trees: Trees
}

/** Models fitted on the plays before the one at `index`, and no later. */
export type SourcesBefore = (index: number) => Promise<readonly Source[]>

/**
 * Learns from the last `options.moments` plays that had another one of their session before them. The sources must not have seen those plays,
 * else they would promise more than they hold: they are asked for at the first of them. Throws 'no-examples' and 'cancelled'.
 */
export async function fitRanker(
  history: History,
  sourcesBefore: SourcesBefore,
  options: RankerOptions,
  context: FitContext,
): Promise<Ranker> {
  checkPlays(history)
  const targets = targetsOf(history)
  const spare = Math.floor(targets.length * options.before)
  const learned = targets.slice(Math.max(spare, targets.length - options.moments))
  const first = learned[0]
  if (first === undefined) throw new ModelError('no-examples', 'no play follows another one of its session')
  const source = joined(await sourcesBefore(first))
  await source.prepare?.(momentsOf(history, learned))
  const width = NEXT_FEATURES + source.names.length
  const features = new NextFeatures(history)
  const rows: Float32Array[] = []
  const [sizes, right]: [number[], number[]] = [[], []]
  let next = 0
  for (const [index, play] of history.plays.entries()) {
    if (index === learned[next]) {
      const moment = momentOf(features, index)
      const asked = features.at(play.start, source.propose(moment))
      const place = asked.candidates.indexOf(play.track)
      if (place >= 0) {
        const kept = new Set([place])
        while (kept.size < Math.min(options.negatives + 1, asked.candidates.length))
          kept.add(context.rng.below(asked.candidates.length))
        const chosen = [...kept].sort((a, b) => a - b)
        rows.push(widened(asked.rows, asked.candidates, chosen, source, moment))
        sizes.push(chosen.length)
        right.push(chosen.indexOf(place))
      }
      next++
      if (next % 100 === 0) await stepDone(context, (0.5 * next) / learned.length)
    }
    features.add(play)
    if (index >= first) source.add?.(play)
  }
  if (sizes.length === 0) throw new ModelError('no-examples', 'no play was among its candidates')
  const matrix = new Float32Array(sizes.reduce((sum, size) => sum + size, 0) * width)
  let at = 0
  for (const each of rows) {
    matrix.set(each, at)
    at += each.length
  }
  const trees = await fitTrees({ rows: matrix, features: width, sizes, right }, options.trees, {
    ...context,
    onProgress: ({ share, loss }) => context.onProgress?.({ share: 0.5 + share / 2, loss }),
  })
  return { sources: source.names, trees }
}

export function rankerToArtifact({ sources, trees }: Ranker): Artifact {
  return { kind: KIND, version: VERSION, settings: { sources: [...sources] }, arrays: treesToArrays(trees) }
}

/** Throws ModelError 'bad-artifact'. */
export function rankerFromArtifact(artifact: Artifact): Ranker {
  expectArtifact(artifact, KIND, VERSION)
  const sources = artifact.settings['sources']
  if (!Array.isArray(sources) || !sources.every(name => typeof name === 'string')) {
    throw new ModelError('bad-artifact', `the artefact of “${KIND}” does not say which sources it was fitted with`)
  }
  return { sources, trees: treesFrom(artifact, NEXT_FEATURES + sources.length) }
}

export interface Ranked {
  readonly candidates: Int32Array
  /** Of each candidate; greater is likelier to be next. */
  readonly scores: Float64Array
}

/** What comes next after the plays that `features` counted, at `now` (seconds). `index`: place of that play in the history. */
export function rankNext(
  ranker: Ranker,
  features: NextFeatures,
  sources: readonly Source[],
  now: number,
  index: number,
): Ranked {
  const source = joined(sources)
  if (source.names.join() !== ranker.sources.join()) {
    throw new ModelError(
      'bad-input',
      `the ranker was fitted with ${ranker.sources.join(', ')}, not with ${source.names.join(', ')}`,
    )
  }
  const moment = momentOf(features, index)
  const { candidates, rows } = features.at(now, source.propose(moment))
  const all = Array.from(candidates.keys())
  return { candidates, scores: treeScores(ranker.trees, widened(rows, candidates, all, source, moment)) }
}

/** Places of the plays that count and have an earlier one of their session that does. */
export function targetsOf(history: History): number[] {
  const targets: number[] = []
  let session = -1
  for (const [index, play] of history.plays.entries()) {
    if (play.fp) continue
    if (play.session === session) targets.push(index)
    session = play.session
  }
  return targets
}

/** Names the first play that cannot be counted. */
function checkPlays(history: History): void {
  let before = Number.NEGATIVE_INFINITY
  for (const [index, play] of history.plays.entries()) {
    checkPlay(play, index, history)
    if (play.start < before)
      throw new ModelError('bad-input', `play ${index}: it starts before the one before it; sort them by start`)
    before = play.start
  }
}

/** What the sources are told of these plays, given by their places in the history, ascending. */
export function momentsOf(history: History, places: readonly number[]): SourceMoment[] {
  const moments: SourceMoment[] = []
  let prefix: number[] = []
  let session = -1
  let next = 0
  for (const [index, play] of history.plays.entries()) {
    if (play.session !== session) prefix = []
    session = play.session
    if (index === places[next]) {
      moments.push({ index, prefix: prefix.slice() })
      next++
    }
    if (!play.fp) prefix.push(play.track)
  }
  return moments
}

const momentOf = (features: NextFeatures, index: number): SourceMoment => ({
  index,
  prefix: features.session.map(play => play.track),
})

/** The chosen rows with the sources' columns behind the counts'. */
function widened(
  rows: Float32Array,
  candidates: Int32Array,
  chosen: readonly number[],
  source: Source,
  moment: SourceMoment,
): Float32Array {
  const width = NEXT_FEATURES + source.names.length
  const out = new Float32Array(chosen.length * width)
  chosen.forEach((place, row) => {
    out.set(rows.subarray(place * NEXT_FEATURES, (place + 1) * NEXT_FEATURES), row * width)
    source.fill(moment, candidates[place] ?? 0, out, row * width + NEXT_FEATURES)
  })
  return out
}
