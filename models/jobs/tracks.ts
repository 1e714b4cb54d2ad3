// The job that learns where tracks lie and what comes next: vectors against signatures, the ranker against the rules, on the last plays.
import { encodeArtifact } from '../artifact.ts'
import { historyOf, type PlayColumns } from '../columns.ts'
import { type Line, type Made, NOT_YET } from '../evaluation/report.ts'
import { rankerToArtifact, targetsOf } from '../next-track/ranker.ts'
import { firstDayVectors, type Placed, placeLibrary, type Shelf } from '../tracks/library-vectors.ts'
import { FIRST_DAY, vectorBytes } from './first-day.ts'
import type { Job } from './job.ts'
import { firstLearned, judgeNext, type NextFit, type VectorsBefore } from './next.ts'
import { partOf } from './part.ts'
import { partLibrary, rowsOf } from './part-library.ts'
import { judgeVectors, testTargets } from './vectors.ts'

export interface TracksInput extends Shelf {
  readonly plays: PlayColumns
}

export interface TracksLearned {
  readonly vectors: Made
  /** Null while there is too little to fit it on. */
  readonly next: Made | null
  readonly lines: readonly Line[]
}

/** Targets from which on the ranker is fitted; and those of the test, from which on anything is measured. */
const LEAST_TARGETS = 150
const LEAST_TESTED = 30
/** Longer histories are fitted on once: what the last tenth would add to the trees is little, and it costs as much again. */
const LONG = 5000

export const tracks: Job<TracksInput, TracksLearned> = async (input, context) => {
  context.onStep('vectors')
  const history = historyOf(input.tracks, input.plays)
  const targets = targetsOf(history)
  const firstDay = firstDayVectors(input)
  const test = testTargets(targets)
  if (test.length < LEAST_TESTED) {
    const placed = await placeLibrary(input, history.plays, context, firstDay)
    return {
      vectors: { name: nameOf(placed), bytes: vectorBytes(input, placed, placed.values), won: true },
      next: null,
      lines: [notYet('vectors'), notYet('next')],
    }
  }
  const first = test[0] ?? 0
  const isLong = history.plays.length > LONG
  // Vectors that know the plays before the test; of a long history those before all that the ranker learns from, to be made once.
  const known = isLong ? firstLearned(targets.filter(index => index < first)) : first
  const before = await placeLibrary(input, history.plays.slice(0, known), partOf(context, 0, 0.15), firstDay)
  const part = partLibrary(history)
  const ofPart = (values: Float32Array) => rowsOf(part, values, before.size)
  const vectors = judgeVectors(part.history, test, ofPart(before.values), ofPart(firstDay), before.size)
  const vectorsBefore: VectorsBefore = {
    size: before.size,
    async at(index, own) {
      if (!vectors.won) return firstDay
      if (isLong || index === first) return before.values
      return (await placeLibrary(input, history.plays.slice(0, index), own, firstDay)).values
    },
  }
  let next: NextFit | null = null
  if (targets.length >= LEAST_TARGETS) {
    context.onStep('next')
    next = await judgeNext(part, test, vectorsBefore, isLong, partOf(context, 0.15, 0.8))
  }
  context.onStep('vectors')
  const placed = await placeLibrary(input, history.plays, partOf(context, 0.8, 1), firstDay)
  const values = vectors.won ? placed.values : firstDay
  return {
    vectors: { name: vectors.won ? nameOf(placed) : FIRST_DAY, bytes: vectorBytes(input, placed, values), won: true },
    next:
      next === null ? null : { name: 'companion', bytes: encodeArtifact(rankerToArtifact(next.ranker)), won: next.won },
    lines: [vectors.line, ...soundLines(placed), next?.line ?? notYet('next')],
  }
}

const LISTENED = 'listening, sound and tags'

const nameOf = (placed: Placed) => (placed.listening === null ? FIRST_DAY : LISTENED)

const notYet = (kind: Line['kind']): Line => ({
  kind,
  measure: 'ndcg@10',
  measuredOn: 0,
  contestants: [],
  used: kind === 'vectors' ? FIRST_DAY : NOT_YET,
  over: null,
})

function soundLines({ sound }: Placed): Line[] {
  if (sound === null) return []
  return [
    {
      kind: 'sound',
      measure: 'cosine',
      measuredOn: sound.tracks,
      contestants: [
        { name: 'mean vector', metrics: { cosine: sound.mean } },
        { name: 'ridge regression', metrics: { cosine: sound.ridge } },
      ],
      used: sound.ridge > sound.mean ? 'ridge regression' : 'mean vector',
      over: null,
    },
  ]
}
