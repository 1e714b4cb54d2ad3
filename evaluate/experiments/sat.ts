// The experiment "sat": will this play be stayed with? Yardsticks, the set-unaware network and the Set Transformer, on the last tenth of sessions.

import { auc, aucInGroups } from '../../models/evaluation/auc.ts'
import { calibrationError } from '../../models/evaluation/calibration.ts'
import { fitSat, type NetworkName, satOverHistory } from '../../models/mostra/sat.ts'
import { satRows } from '../../models/mostra/sat-examples.ts'
import { rngOf } from '../../models/rng.ts'
import { fitLogisticRegression, logisticLogits } from '../../models/yardsticks/logistic-regression.ts'
import { sameOutcomeScores } from '../../models/yardsticks/same-outcome.ts'
import { trackRateScores } from '../../models/yardsticks/track-rate.ts'
import type { Context, Experiment, Row } from '../experiment.ts'
import type { Log } from '../logs.ts'

/** What the yardstick of the data's README uses: the two others, the artist's rate, plays, hours since, new track, new artist, hour of day. */
const PLAIN = [
  'balance 1',
  'track rate',
  'artist rate',
  'track plays',
  'track hours since',
  'track is new',
  'artist is new',
  'hour sine',
  'hour cosine',
]

export const experiment: Experiment = {
  name: 'sat',
  version: 1,
  tensors: true,
  async run(context) {
    const rows: Row[] = []
    for (const user of context.users) {
      const log = context.log(user)
      const test = testOf(log)
      const methods: Record<string, ArrayLike<number>> = {
        'same outcome': sameOutcomeScores(log),
        'track rate': trackRateScores(log),
        'logistic regression': await context.step(`${user}/logistic`, () => logistic(log)),
      }
      for (const network of ['mlp', 'set-transformer'] as const) {
        methods[network] = await meanOfSeeds(context, log, network)
      }
      for (const [method, scores] of Object.entries(methods))
        rows.push({ user, method, metrics: metricsOf(log, test, scores) })
    }
    return rows
  },
}

const firstTest = (log: Log) => Math.floor(log.sessions * 0.9)

/** Indices of the labelled plays of the last tenth of sessions. */
const testOf = (log: Log) =>
  log.plays.flatMap((play, index) => (play.session >= firstTest(log) && play.sat !== null ? [index] : []))

async function logistic(log: Log): Promise<number[]> {
  const rows = satRows(log)
  const width = rows.names.length
  const columns = PLAIN.map(name => rows.names.indexOf(name))
  const chosen = (index: number) => columns.map(column => rows.values[index * width + column] ?? 0)
  const train = log.plays.flatMap((play, index) => (play.session < firstTest(log) && play.sat !== null ? [index] : []))
  const model = await fitLogisticRegression(
    {
      values: Float32Array.from(train.flatMap(chosen)),
      width: columns.length,
      labels: train.map(index => log.plays[index]?.sat ?? 0),
    },
    {},
    { rng: rngOf(1) },
  )
  const logits = logisticLogits(model, Float32Array.from(log.plays.flatMap((_, index) => chosen(index))))
  return [...logits].map(logit => rounded(1 / (1 + Math.exp(-logit))))
}

/** Mean over seeds of the probabilities of each play of the test; 0 before it. */
async function meanOfSeeds(context: Context, log: Log, network: NetworkName): Promise<Float64Array> {
  const from = log.plays.findIndex(play => play.session >= firstTest(log))
  const means = new Float64Array(log.plays.length)
  for (let seed = 1; seed <= context.seeds; seed++) {
    const scores = await context.step(`${log.user}/${network}/seed${seed}`, async () => {
      const model = await fitSat(log, null, { network, to: from }, { rng: rngOf(seed) })
      const scores = await satOverHistory(model, log, null, from)
      return [...scores.subarray(from)].map(score => (Number.isNaN(score) ? 0 : rounded(score)))
    })
    scores.forEach((score, index) => {
      means[from + index] = (means[from + index] ?? 0) + score / context.seeds
    })
  }
  return means
}

const rounded = (value: number) => Math.round(value * 1e6) / 1e6

/** `scores` one a play of the log. */
function metricsOf(log: Log, test: readonly number[], scores: ArrayLike<number>): Row['metrics'] {
  const of = (indices: readonly number[]) => ({
    scores: indices.map(index => scores[index] ?? 0),
    labels: indices.map(index => log.plays[index]?.sat ?? 0),
    sessions: indices.map(index => log.plays[index]?.session ?? -1),
  })
  const all = of(test)
  const before = outcomesBefore(log)
  const firstSkips = of(test.filter(index => log.plays[index]?.sat === 1 || before[index] !== 0))
  const starts = of(test.filter(index => log.plays[index - 1]?.session !== log.plays[index]?.session))
  return {
    auc: auc(all.scores, all.labels),
    'auc/session': aucInGroups(all.scores, all.labels, all.sessions),
    'auc/first-skip': auc(firstSkips.scores, firstSkips.labels),
    'auc/session-start': auc(starts.scores, starts.labels),
    ece: calibrationError(all.scores, all.labels),
    n: test.length,
  }
}

/** The last labelled outcome of the same session before each play; -1 where there is none. */
function outcomesBefore(log: Log): Int8Array {
  let [session, last] = [-1, -1]
  return Int8Array.from(log.plays, play => {
    if (play.session !== session) {
      session = play.session
      last = -1
    }
    const before = last
    if (play.sat !== null) last = play.sat
    return before
  })
}
