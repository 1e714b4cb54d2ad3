// What is measured of one listener's ranks, and how sure the difference of two variants is: over sessions and seeds, both drawn anew.
import { bootstrap } from '../../models/evaluation/bootstrap.ts'
import { hitAt, ndcgAt } from '../../models/evaluation/ranking.ts'
import { rngOf } from '../../models/rng.ts'

const PLACES = [5, 10, 20, 50, 100] as const

/** Places of the plays that came, in order of the log: what was heard, and what was dropped at once. */
export type Ranks = { heard: number[]; dropped: number[] }

export const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
export const ndcg10 = (rank: number) => ndcgAt(rank, 10)

/** Of one listener, encoder and variant: ranks by seed, and the session of each. */
export interface Found {
  readonly seeds: readonly Ranks[]
  readonly sessions: { readonly heard: readonly number[]; readonly dropped: readonly number[] }
  /** Of `heard`, whether the target was only taken up again. */
  readonly again: readonly boolean[]
}

/** Without the targets that were only taken up again: a model that sees their false start has but to repeat it. */
export function othersOf({ seeds, sessions, again }: Found): Found {
  const others = <T>(values: readonly T[]) => values.filter((_, at) => again[at] !== true)
  return {
    seeds: seeds.map(({ heard, dropped }) => ({ heard: others(heard), dropped })),
    sessions: { heard: others(sessions.heard), dropped: sessions.dropped },
    again: again.filter(each => !each),
  }
}

/** Null where there was nothing to foretell. */
export function metricsOf(found: Found): Record<string, number | null> {
  const { seeds } = found
  const all = (of: (ranks: Ranks) => number) => mean(seeds.map(of))
  const metrics: Record<string, number | null> = {}
  for (const k of PLACES) {
    metrics[`hr@${k}`] = all(({ heard }) => mean(heard.map(rank => hitAt(rank, k))))
    metrics[`mrr@${k}`] = all(({ heard }) => mean(heard.map(rank => (rank < k ? 1 / (rank + 1) : 0))))
    metrics[`ndcg@${k}`] = all(({ heard }) => mean(heard.map(rank => ndcgAt(rank, k))))
  }
  metrics['delta@10'] = all(({ heard, dropped }) => mean(heard.map(ndcg10)) - mean(dropped.map(ndcg10)))
  metrics['others/ndcg@10'] = mean(othersOf(found).seeds.map(({ heard }) => mean(heard.map(ndcg10))))
  if (found.sessions.heard.length === 0) for (const name of Object.keys(metrics)) metrics[name] = null
  metrics['n'] = seeds[0]?.heard.length ?? 0
  metrics['others/n'] = found.again.filter(each => !each).length
  return metrics
}

/** Sums and counts of NDCG@10 by session: [session][seed]. */
function bySession(found: Found, kind: keyof Ranks): Map<number, { sums: number[]; count: number }> {
  const out = new Map<number, { sums: number[]; count: number }>()
  found.sessions[kind].forEach((session, at) => {
    const own = out.get(session) ?? { sums: found.seeds.map(() => 0), count: 0 }
    out.set(session, own)
    own.count++
    found.seeds.forEach((ranks, seed) => {
      own.sums[seed] = (own.sums[seed] ?? 0) + ndcg10(ranks[kind][at] ?? Number.POSITIVE_INFINITY)
    })
  })
  return out
}

interface Cluster {
  readonly user: number
  /** NDCG@10 of `a` less that of `b`, summed, by seed; and how many targets. */
  readonly heard: { readonly sums: readonly number[]; readonly count: number }
  readonly dropped: { readonly sums: readonly number[]; readonly count: number }
}

export function clustersOf(a: Found, b: Found, user: number): Cluster[] {
  const nothing = { sums: [] as number[], count: 0 }
  const [kinds2, sessions] = [['heard', 'dropped'] as const, new Set([...a.sessions.heard, ...a.sessions.dropped])]
  const [ofA, ofB] = [a, b].map(each => kinds2.map(kind => bySession(each, kind)))
  return [...sessions].map(session => {
    const [heard, dropped] = kinds2.map((_, at) => {
      const [own, other] = [ofA?.[at]?.get(session) ?? nothing, ofB?.[at]?.get(session) ?? nothing]
      return { sums: own.sums.map((sum, seed) => sum - (other.sums[seed] ?? 0)), count: own.count }
    })
    return { user, heard: heard ?? nothing, dropped: dropped ?? nothing }
  })
}

/** Difference in NDCG@10 and in Delta@10, with intervals over sessions and seeds, both drawn with replacement; the mean over listeners. None without a cluster. */
export function differences(clusters: readonly Cluster[], seeds: number, users: number): Record<string, number> {
  if (clusters.length === 0) return {}
  const interval = (withDropped: boolean) => {
    const rng = rngOf(77)
    let whole = true // the first call asks for the statistic itself, of every seed once
    return bootstrap(
      clusters.length,
      drawn => {
        const chosenSeeds = Array.from({ length: seeds }, (_, seed) => (whole ? seed : rng.below(seeds)))
        whole = false
        const sums = { heard: new Float64Array(users), dropped: new Float64Array(users) }
        const counts = { heard: new Float64Array(users), dropped: new Float64Array(users) }
        for (const index of drawn) {
          const cluster = clusters[index]
          if (cluster === undefined) continue
          for (const kind of ['heard', 'dropped'] as const) {
            let sum = 0
            for (const seed of chosenSeeds) sum += cluster[kind].sums[seed] ?? 0
            sums[kind][cluster.user] = (sums[kind][cluster.user] ?? 0) + sum / seeds
            counts[kind][cluster.user] = (counts[kind][cluster.user] ?? 0) + cluster[kind].count
          }
        }
        const ratio = (kind: keyof typeof sums, user: number) =>
          (sums[kind][user] ?? 0) / Math.max(1, counts[kind][user] ?? 0)
        let total = 0
        for (let user = 0; user < users; user++)
          total += (ratio('heard', user) - (withDropped ? ratio('dropped', user) : 0)) / users
        return total
      },
      rngOf(78),
    )
  }
  const [ndcg, delta] = [interval(false), interval(true)]
  return {
    'ndcg@10': ndcg.mean,
    'ndcg@10/low': ndcg.low,
    'ndcg@10/high': ndcg.high,
    'delta@10': delta.mean,
    'delta@10/low': delta.low,
    'delta@10/high': delta.high,
  }
}
