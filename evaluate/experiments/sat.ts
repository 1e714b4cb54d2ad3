// The experiment "sat": will this play be stayed with? Yardsticks, the set-unaware network and the Set Transformer, on the last tenth of sessions.
import { auc, aucInGroups } from '../../models/evaluation/auc.ts'
import { calibrationError } from '../../models/evaluation/calibration.ts'
import { fitSat, type NetworkName, satOverHistory } from '../../models/mostra/sat.ts'
import { satRows } from '../../models/mostra/sat-examples.ts'
import { plainFeatures } from '../../models/mostra/sat-logistic.ts'
import { rngOf } from '../../models/rng.ts'
import { fitLogisticRegression, logisticLogits } from '../../models/yardsticks/logistic-regression.ts'
import { sameOutcomeScores } from '../../models/yardsticks/same-outcome.ts'
import { trackRateScores } from '../../models/yardsticks/track-rate.ts'
import type { Context, Experiment, Row } from '../experiment.ts'
import type { Log } from '../logs.ts'
import { meanOf } from '../means.ts'
import { firstTestPlay, firstTestSession } from '../split.ts'

export const experiment: Experiment = {
  name: 'sat',
  version: 1,
  tensors: true,
  async run(context) {
    const rows: Row[] = []
    const tests: Test[] = []
    for (const user of context.users) {
      const log = context.log(user)
      const scores: Record<string, ScoresBySeed> = {
        'same outcome': [sameOutcomeScores(log)],
        'track rate': [trackRateScores(log)],
        'logistic regression': [await context.step(`${user}/logistic`, () => logistic(log))],
        mlp: await bySeed(context, log, 'mlp', false),
        'mlp + session summary': await bySeed(context, log, 'mlp', true),
        'set-transformer': await bySeed(context, log, 'set-transformer', false),
      }
      const test = { log, indices: testOf(log), scores }
      tests.push(test)
      for (const [method, each] of Object.entries(scores)) {
        rows.push({
          user,
          method,
          metrics: {
            ...meanOf(each.map(one => metricsOf(log, test.indices, one))),
            ...inSessions([test], method, null),
          },
        })
      }
      for (const other of TWINS)
        rows.push({ user, method: `set-transformer - ${other}`, metrics: inSessions([test], 'set-transformer', other) })
    }
    if (tests.length < 2) return rows
    const methods = [...new Set(rows.map(row => row.method))].filter(method => !method.includes(' - '))
    return [
      ...rows,
      ...methods.map(method => ({
        user: 'all',
        method,
        metrics: {
          ...meanOf(rows.filter(row => row.method === method).map(row => row.metrics)),
          ...inSessions(tests, method, null),
        },
      })),
      ...TWINS.map(other => ({
        user: 'all',
        method: `set-transformer - ${other}`,
        metrics: inSessions(tests, 'set-transformer', other),
      })),
    ]
  },
}

/** Of each seed, one score a play of the log. */
type ScoresBySeed = readonly ArrayLike<number>[]

interface Test {
  readonly log: Log
  readonly indices: readonly number[]
  readonly scores: Readonly<Record<string, ScoresBySeed>>
}

const TWINS = ['mlp', 'mlp + session summary', 'logistic regression'] as const

/**
 * AUC inside sessions of a method, less another's where one is named: means over listeners and seeds, with an interval, paired then:
 * sessions are drawn again within each listener. Null where no session has both outcomes.
 */
function inSessions(tests: readonly Test[], method: string, other: string | null): Row['metrics'] {
  const ofTests = tests.map(({ log, indices, scores }) => {
    const ofSession = new Map<number, { gain: number; weight: number }>()
    for (const session of new Set(indices.map(index => log.plays[index]?.session ?? -1))) {
      const own = indices.filter(index => log.plays[index]?.session === session)
      const inside = (method: string) =>
        (scores[method] ?? []).map(each =>
          auc(
            own.map(index => each[index] ?? 0),
            own.map(index => log.plays[index]?.sat ?? 0),
          ),
        )
      const mean = (values: (number | null)[]) =>
        values.reduce<number>((sum, value) => sum + (value ?? 0), 0) / values.length
      const found = inside(method)
      if (found.includes(null)) continue
      ofSession.set(session, { gain: mean(found) - (other === null ? 0 : mean(inside(other))), weight: own.length })
    }
    return [...ofSession.values()]
  })
  const byTest = ofTests.filter(({ length }) => length > 0)
  if (byTest.length === 0) return { 'auc/session': null, 'auc/session/low': null, 'auc/session/high': null }
  const rng = rngOf(17)
  const statistic = (draw: boolean) =>
    byTest.reduce((sum, sessions) => {
      let [gain, weight] = [0, 0]
      for (let place = 0; place < sessions.length; place++) {
        const session = sessions[draw ? rng.below(sessions.length) : place]
        gain += (session?.gain ?? 0) * (session?.weight ?? 0)
        weight += session?.weight ?? 0
      }
      return sum + (weight === 0 ? 0 : gain / weight) / byTest.length
    }, 0)
  const draws = Array.from({ length: 2000 }, () => statistic(true)).sort((a, b) => a - b)
  return {
    'auc/session': statistic(false),
    'auc/session/low': draws[50] ?? null,
    'auc/session/high': draws[1949] ?? null,
  }
}

/** Indices of the labelled plays of the last tenth of sessions. */
const testOf = (log: Log) =>
  log.plays.flatMap((play, index) => (play.session >= firstTestSession(log) && play.sat !== null ? [index] : []))

async function logistic(log: Log): Promise<number[]> {
  const rows = satRows(log)
  const width = rows.names.length
  const columns = plainFeatures.map(name => rows.names.indexOf(name))
  const chosen = (index: number) => columns.map(column => rows.values[index * width + column] ?? 0)
  const train = log.plays.flatMap((play, index) =>
    play.session < firstTestSession(log) && play.sat !== null ? [index] : [],
  )
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

/** Probabilities of each play of the test, 0 before it: one array a seed. */
async function bySeed(context: Context, log: Log, network: NetworkName, summary: boolean): Promise<Float64Array[]> {
  const from = firstTestPlay(log)
  const out: Float64Array[] = []
  for (let seed = 1; seed <= context.seeds; seed++) {
    const name = `${network}${summary ? '+summary' : ''}`
    const scores = await context.step(`${log.user}/${name}/seed${seed}`, async () => {
      const model = await fitSat(log, null, { network, summary, to: from }, { rng: rngOf(seed) })
      const all = await satOverHistory(model, log, null, from)
      return [...all.subarray(from)].map(score => (Number.isNaN(score) ? 0 : rounded(score)))
    })
    const all = new Float64Array(log.plays.length)
    all.set(scores, from)
    out.push(all)
  }
  return out
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
    ece: test.length === 0 ? null : calibrationError(all.scores, all.labels),
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
