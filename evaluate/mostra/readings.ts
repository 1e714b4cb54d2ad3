// Curves read at a loss: rows by listener and for all, with intervals over sessions, and how far Mostra is ahead of each other decoder.
import type { Rng } from '../../models/rng.ts'
import type { Row } from '../experiment.ts'
import { area, gainsAt, mean, type Point, rounded } from './curve.ts'
import { changes, OBJECTIVES, type Outcome, sums } from './outcome.ts'

export const LOSSES = [0.01, 0.02, 0.05] as const
const DRAWS = 400
const OURS = 'mostra'
const SET = ', as set on validation'

/** What a decoder made of the test sessions of one listener. */
export interface Curve {
  /** [dial][session], least first. */
  readonly outcomes: readonly (readonly Outcome[])[]
  /** Place of the dial that on validation lost a hundredth at most; -1 where every one lost more, null where nothing is to be set. */
  readonly set: number | null
}

export interface UserCurves {
  readonly relevance: readonly Outcome[]
  readonly methods: Readonly<Record<string, Curve>>
}

export function pointsOf(
  curve: readonly (readonly Outcome[])[],
  relevance: readonly Outcome[],
  drawn: Int32Array | null,
): Point[] {
  const base = sums(relevance, drawn)
  const points = curve.map(outcomes => {
    const change = changes(sums(outcomes, drawn), base)
    return { loss: -(change[0] ?? 0), gains: [...change.subarray(2, 5)] }
  })
  return [{ loss: 0, gains: points[0]?.gains.map(() => 0) ?? [] }, ...points]
}

type Reading = readonly (readonly number[])[] // [loss][objective]

/** Gain of the objective that is served least. */
const least = (gains: readonly number[]) => Math.min(...gains.filter(gain => !Number.isNaN(gain)))

const read = (points: readonly Point[]): Reading => LOSSES.map(loss => gainsAt(points, loss))

/** Mean over listeners of each number. */
const meanReading = (readings: readonly Reading[]): Reading =>
  LOSSES.map((_, loss) =>
    OBJECTIVES.map((_, objective) => mean(readings.map(reading => reading[loss]?.[objective] ?? Number.NaN))),
  )

export function readings(users: ReadonlyMap<string, UserCurves>, rng: Rng): Row[] {
  const methods = [...new Set([...users.values()].flatMap(user => Object.keys(user.methods)))]
  const draws = [...users].map(([user, curves]) => {
    const draw = rng.fork()
    const sessions = curves.relevance.length
    const drawnReadings = Array.from({ length: DRAWS }, () => {
      const drawn = Int32Array.from({ length: sessions }, () => draw.below(sessions))
      return new Map(
        Object.entries(curves.methods).map(([method, curve]) => [
          method,
          read(pointsOf(curve.outcomes, curves.relevance, drawn)),
        ]),
      )
    })
    return { user, curves, drawnReadings }
  })
  const rows: Row[] = []
  for (const { user, curves, drawnReadings } of draws) {
    for (const method of methods) {
      const curve = curves.methods[method]
      if (curve === undefined) continue
      const points = pointsOf(curve.outcomes, curves.relevance, null)
      const drawn = drawnReadings.map(each => each.get(method) ?? [])
      rows.push(
        ...rowsOf(user, method, read(points), drawn, {
          area: area(points, LOSSES[2]),
          sessions: curves.relevance.length,
        }),
      )
      rows.push(...asSet(user, method, curve, curves.relevance))
    }
  }
  if (users.size < 2) return rows
  for (const method of methods) {
    const whole = meanReading(draws.map(({ curves }) => readingOf(curves, method)))
    const drawn = Array.from({ length: DRAWS }, (_, at) =>
      meanReading(draws.map(({ drawnReadings }) => drawnReadings[at]?.get(method) ?? [])),
    )
    const ours = Array.from({ length: DRAWS }, (_, at) =>
      meanReading(draws.map(({ drawnReadings }) => drawnReadings[at]?.get(OURS) ?? [])),
    )
    const oursWhole = meanReading(draws.map(({ curves }) => readingOf(curves, OURS)))
    const areas = draws.map(({ curves }) => {
      const curve = curves.methods[method]
      return curve === undefined ? Number.NaN : area(pointsOf(curve.outcomes, curves.relevance, null), LOSSES[2])
    })
    const made = rowsOf('all', method, whole, drawn, { area: mean(areas) })
    rows.push(
      ...made.map((row, loss) =>
        method === OURS
          ? row
          : {
              ...row,
              metrics: {
                ...row.metrics,
                ...Object.fromEntries(
                  Object.entries({ mean, least }).flatMap(([name, of]) => {
                    const ahead = (their: Reading, its: Reading) => of(their[loss] ?? []) - of(its[loss] ?? [])
                    const drawnAhead = drawn.map((each, at) => ahead(ours[at] ?? [], each))
                    return [
                      [`mostra ahead/${name}`, rounded(ahead(oursWhole, whole))],
                      ...Object.entries(interval(`mostra ahead/${name}`, drawnAhead)),
                    ]
                  }),
                ),
              },
            },
      ),
    )
  }
  return [...rows, ...meanRows(rows.filter(row => row.method.endsWith(SET)))]
}

function readingOf(curves: UserCurves, method: string): Reading {
  const curve = curves.methods[method]
  return curve === undefined ? [] : read(pointsOf(curve.outcomes, curves.relevance, null))
}

/** One row a loss; the area and the number of sessions stand in the first. */
function rowsOf(
  user: string,
  method: string,
  whole: Reading,
  drawn: readonly Reading[],
  first: { readonly area: number; readonly sessions?: number },
): Row[] {
  return LOSSES.map((loss, at) => {
    const metrics: Record<string, number | null> = { loss }
    OBJECTIVES.forEach((name, objective) => {
      metrics[name] = rounded(whole[at]?.[objective] ?? Number.NaN)
    })
    const summaries = { mean, least }
    for (const [name, of] of Object.entries(summaries)) metrics[name] = rounded(of(whole[at] ?? []))
    OBJECTIVES.forEach((name, objective) => {
      Object.assign(
        metrics,
        interval(
          name,
          drawn.map(each => each[at]?.[objective] ?? Number.NaN),
        ),
      )
    })
    for (const [name, of] of Object.entries(summaries)) {
      Object.assign(
        metrics,
        interval(
          name,
          drawn.map(each => of(each[at] ?? [])),
        ),
      )
    }
    if (at === 0) {
      metrics['area'] = rounded(first.area)
      if (first.sessions !== undefined) metrics['sessions'] = first.sessions
    }
    return { user, method, metrics }
  })
}

/** The decoder as validation would set it: what it then loses and gains, hits as shares of those of the order by relevance. */
function asSet(user: string, method: string, curve: Curve, relevance: readonly Outcome[]): Row[] {
  if (curve.set === null) return []
  const outcomes = curve.set === -1 ? relevance : (curve.outcomes[curve.set] ?? [])
  const change = changes(sums(outcomes, null), sums(relevance, null))
  const at = (index: number) => rounded(change[index] ?? Number.NaN)
  const shareOf = (index: number) => rounded(1 + (change[index] ?? Number.NaN))
  return [
    {
      user,
      method: `${method}${SET}`,
      metrics: {
        loss: rounded(-(change[0] ?? Number.NaN)),
        discovery: at(2),
        exposure: at(3),
        boost: at(4),
        'hits@10': shareOf(1),
        'hits@10/discovery': shareOf(5),
        'hits@10/exposure': shareOf(6),
        'hits@10/boost': shareOf(7),
      },
    },
  ]
}

/** For each method of which every listener has one row, the means of its metrics. */
export function meanRows(rows: readonly Row[]): Row[] {
  return [...new Set(rows.map(row => row.method))].map(method => {
    const each = rows.filter(row => row.method === method)
    const names = Object.keys(each[0]?.metrics ?? {})
    return {
      user: 'all',
      method,
      metrics: Object.fromEntries(
        names.map(name => [name, rounded(mean(each.map(row => row.metrics[name] ?? Number.NaN)))]),
      ),
    }
  })
}

/** Percentiles 2.5 and 97.5 of bootstrap draws. */
function interval(name: string, values: readonly number[]): Record<string, number | null> {
  const sorted = values.filter(value => !Number.isNaN(value)).sort((a, b) => a - b)
  const at = (share: number) => rounded(sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN)
  return { [`${name}/low`]: at(0.025), [`${name}/high`]: at(0.975) }
}
