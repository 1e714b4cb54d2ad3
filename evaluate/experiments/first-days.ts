// The experiment "first-days": what sums alone foretell of each play from the first on, while no model is trained yet.
import { auc, aucInGroups } from '../../models/evaluation/auc.ts'
import { logLoss } from '../../models/evaluation/log-loss.ts'
import { baselineScores } from '../../models/research/yardsticks/bias-baseline.ts'
import { sameOutcomeScores } from '../../models/yardsticks/same-outcome.ts'
import { trackRateScores } from '../../models/yardsticks/track-rate.ts'
import type { Experiment, Row } from '../experiment.ts'
import type { Log } from '../logs.ts'
import { meanOf } from '../means.ts'

/** Verdicts that a listener of some weeks has given. */
const FIRST = 1000

const methods = { 'same outcome': sameOutcomeScores, 'track rate': trackRateScores, baseline: baselineScores } as const

export const experiment: Experiment = {
  name: 'first-days',
  version: 1,
  tensors: false,
  async run(context) {
    const rows: Row[] = []
    for (const user of context.users) {
      const log = context.log(user)
      for (const [method, scores] of Object.entries(methods))
        rows.push({ user, method, metrics: metricsOf(log, scores(log)) })
    }
    if (context.users.length < 2) return rows
    return [
      ...rows,
      ...Object.keys(methods).map(method => ({
        user: 'all',
        method,
        metrics: meanOf(rows.filter(row => row.method === method).map(row => row.metrics)),
      })),
    ]
  },
}

function metricsOf({ plays }: Log, scores: Float32Array): Row['metrics'] {
  const judged = plays.flatMap(({ sat, session }, place) =>
    sat === null ? [] : [{ score: scores[place] ?? 0.5, sat, session }],
  )
  const of = (some: typeof judged) => [some.map(({ score }) => score), some.map(({ sat }) => sat)] as const
  const [early, all] = [of(judged.slice(0, FIRST)), of(judged)]
  return {
    'auc/first': auc(...early),
    'loss/first': judged.length === 0 ? null : logLoss(...early),
    auc: auc(...all),
    'auc/session': aucInGroups(
      ...all,
      judged.map(({ session }) => session),
    ),
    'log loss': judged.length === 0 ? null : logLoss(...all),
  }
}
