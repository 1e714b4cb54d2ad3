// The job that learns what will be stayed with: the Set Transformer and the logistic regression against the yardsticks on the last plays.
import { encodeArtifact } from '../artifact.ts'
import { historyOf, type PlayColumns, type TrackColumns } from '../columns.ts'
import { auc, aucInGroups } from '../evaluation/auc.ts'
import { bootstrap } from '../evaluation/bootstrap.ts'
import { calibrationError } from '../evaluation/calibration.ts'
import { lastBlocks } from '../evaluation/last-plays.ts'
import { logLoss } from '../evaluation/log-loss.ts'
import { type Contestant, type Line, type Made, NOT_YET } from '../evaluation/report.ts'
import type { History } from '../history.ts'
import type { FitContext } from '../model.ts'
import { fitSat, type SatOptions, satOverHistory, satToArtifact } from '../mostra/sat.ts'
import { satRows } from '../mostra/sat-examples.ts'
import { fitSatLogistic } from '../mostra/sat-logistic.ts'
import { rngOf } from '../rng.ts'
import { logisticLogits, logisticToArtifact } from '../yardsticks/logistic-regression.ts'
import { sameOutcomeScores } from '../yardsticks/same-outcome.ts'
import { trackRateScores } from '../yardsticks/track-rate.ts'
import type { Job } from './job.ts'
import { partOf } from './part.ts'

export interface SatInput {
  readonly tracks: TrackColumns
  readonly plays: PlayColumns
}

export interface SatLearned {
  /** The one that is to be used, or the best of those that lost; null while nothing can be measured. */
  readonly made: Made | null
  readonly line: Line
}

/** Labelled plays from which on something is fitted, and from which on the network is. */
export const LEAST_LABELLED = 60
export const LEAST_FOR_NETWORK = 200
/** Sessions of the test from which on an interval over them means something. */
const LEAST_SESSIONS = 8
const DRAWS = 400

export const sat: Job<SatInput, SatLearned> = async ({ tracks, plays }, context) => {
  context.onStep('sat')
  const history = historyOf(tracks, plays)
  const labelled = history.plays.flatMap((play, index) => (play.sat === null ? [] : [index]))
  const stays = labelled.filter(index => history.plays[index]?.sat === 1).length
  if (labelled.length < LEAST_LABELLED || stays === 0 || stays === labelled.length)
    return {
      made: null,
      line: { kind: 'sat', measure: 'auc', measuredOn: 0, contestants: [], used: NOT_YET, over: null },
    }

  const blocks = lastBlocks(labelled.length)
  const withNetwork = labelled.length >= LEAST_FOR_NETWORK
  const scores = await scoresOfLast(history, labelled, blocks, withNetwork, partOf(context, 0, withNetwork ? 0.5 : 1))
  context.onStep('measuring')
  const test = labelled.slice(blocks[0]?.from ?? 0)
  const judged = judge(history, test, scores)
  context.onStep('sat')
  const made = await fitted(history, judged.best, context, withNetwork)
  return { made: { ...made, won: judged.won }, line: judged.line }
}

const yardsticks = ['same outcome', 'track rate'] as const
const models = ['logistic regression', 'set-transformer'] as const
type ModelName = (typeof models)[number]

/** Of each contestant one score a play of the history, known before it; those of models are NaN before the test. */
type Scores = Readonly<Record<string, Float32Array>>

async function scoresOfLast(
  history: History,
  labelled: readonly number[],
  blocks: ReturnType<typeof lastBlocks>,
  withNetwork: boolean,
  context: FitContext,
): Promise<Scores> {
  const rows = satRows(history)
  const scores: Record<string, Float32Array> = {
    'same outcome': sameOutcomeScores(history),
    'track rate': trackRateScores(history),
    mean: meanScores(history),
  }
  const own = new Float32Array(history.plays.length).fill(Number.NaN)
  const network = own.slice()
  for (const [at, block] of blocks.entries()) {
    const to = labelled[block.from] ?? 0
    const end = labelled[block.to] ?? history.plays.length
    const part = partOf(context, at / blocks.length, (at + 1) / blocks.length)
    const logistic = await fitSatLogistic(history, rows, to, partOf(part, 0, 0.1))
    const width = rows.names.length
    const logits = logisticLogits(logistic, rows.values.subarray(to * width, end * width))
    own.set(
      logits.map(logit => 1 / (1 + Math.exp(-logit))),
      to,
    )
    if (!withNetwork) continue
    const known = upTo(history, end)
    const model = await fitSat(known, null, { ...networkOptions(to), to }, partOf({ ...part, rng: rngOf(1) }, 0.1, 1))
    network.set((await satOverHistory(model, known, null, to)).subarray(to), to)
  }
  scores['logistic regression'] = own
  if (withNetwork) scores['set-transformer'] = network
  return scores
}

/** A network that sees little must see it more often: about as many steps as a thousand plays give in three rounds, at the least. */
function networkOptions(plays: number): SatOptions {
  return { epochs: Math.max(3, Math.min(12, Math.round(4000 / Math.max(1, plays)))), plays: 10_000 }
}

function judge(
  history: History,
  test: readonly number[],
  scores: Scores,
): { best: ModelName; won: boolean; line: Line } {
  const labels = test.map(index => history.plays[index]?.sat ?? 0)
  const sessions = test.map(index => history.plays[index]?.session ?? -1)
  const of = (name: string) => test.map(index => scores[name]?.[index] ?? 0.5)
  const metricsOf = (name: string): Record<string, number> => {
    const each = of(name)
    const inside = aucInGroups(each, labels, sessions)
    return {
      auc: auc(each, labels) ?? 0.5,
      ...(inside === null ? {} : { 'auc/session': inside }),
      'log loss': logLoss(each, labels),
      ece: calibrationError(each, labels),
    }
  }
  const contestants: Contestant[] = [...yardsticks, ...models]
    .filter(name => scores[name] !== undefined)
    .map(name => ({ name, metrics: metricsOf(name) }))
  const aucOf = (name: string) => contestants.find(each => each.name === name)?.metrics['auc'] ?? 0
  const rule = [...yardsticks].sort((a, b) => aucOf(b) - aucOf(a))[0] ?? 'track rate'
  const base = logLoss(of('mean'), labels)
  const lossOf = (name: string) => contestants.find(each => each.name === name)?.metrics['log loss'] ?? 9
  const isCalibrated = (name: string) => lossOf(name) < base
  const fit = models
    .filter(name => scores[name] !== undefined)
    .sort((a, b) => aucOf(b) - aucOf(a))
    .map(name => {
      const over = gainOver(of(name), of(rule), labels, sessions)
      const won = isCalibrated(name) && aucOf(name) > Math.max(0.5, aucOf(rule)) && (over?.surely ?? 1) >= SURELY
      return { name, over, won }
    })
  // Of those that win, the one that is wrong least: the area over all plays is as large for one that only tells evenings apart, and a queue
  // is an order within one.
  const [winner] = fit.filter(({ won }) => won).sort((a, b) => lossOf(a.name) - lossOf(b.name))
  const { name: best, over, won } = winner ?? fit.find(({ name }) => isCalibrated(name)) ?? fit[0] ?? NOBODY
  return {
    best,
    won,
    line: {
      kind: 'sat',
      measure: 'auc',
      measuredOn: test.length,
      contestants,
      used: won ? best : rule,
      over: over === null ? null : { name: rule, mean: over.mean, low: over.low, high: over.high },
    },
  }
}

/** There is a logistic regression always: for the types. */
const NOBODY = { name: 'logistic regression', over: null, won: false } as const

/** Share of redrawn tests that a model must win: a coin that fell well once is not used. */
const SURELY = 0.8

/** AUC of `ours` less that of `theirs`, sessions drawn again; null where there are too few of them. */
function gainOver(
  ours: readonly number[],
  theirs: readonly number[],
  labels: readonly number[],
  sessions: readonly number[],
): { mean: number; low: number; high: number; surely: number } | null {
  const places = new Map<number, number[]>()
  sessions.forEach((session, place) => {
    const known = places.get(session)
    if (known) known.push(place)
    else places.set(session, [place])
  })
  if (places.size < LEAST_SESSIONS) return null
  const groups = [...places.values()]
  let [wins, draws] = [0, 0]
  const interval = bootstrap(
    groups.length,
    drawn => {
      const all = Array.from(drawn).flatMap(group => groups[group] ?? [])
      const pick = (from: readonly number[]) => all.map(place => from[place] ?? 0)
      const chosen = pick(labels)
      const [own, other] = [auc(pick(ours), chosen), auc(pick(theirs), chosen)]
      if (own === null || other === null) return null
      draws++
      if (own > other) wins++
      return own - other
    },
    rngOf(7),
    { draws: DRAWS },
  )
  return { ...interval, surely: wins / Math.max(1, draws) }
}

/** The winner, or the best of the losers, on everything there is. */
async function fitted(
  history: History,
  name: ModelName,
  context: FitContext,
  withNetwork: boolean,
): Promise<Pick<Made, 'name' | 'bytes'>> {
  const part = partOf(context, withNetwork ? 0.5 : 1, 1)
  const artifact =
    name === 'set-transformer'
      ? satToArtifact(await fitSat(history, null, networkOptions(history.plays.length), { ...part, rng: rngOf(1) }))
      : logisticToArtifact(await fitSatLogistic(history, satRows(history), history.plays.length, part))
  return { name, bytes: encodeArtifact(artifact) }
}

const upTo = (history: History, end: number): History => ({ ...history, plays: history.plays.slice(0, end) })

/** Always the share that was stayed with so far: what a calibrated model must say more than. */
function meanScores(history: History): Float32Array {
  let [stays, labelled] = [1, 2]
  return Float32Array.from(history.plays, ({ sat }) => {
    const mean = stays / labelled
    if (sat !== null) {
      stays += sat
      labelled++
    }
    return mean
  })
}
