// The two published findings on logged sessions: the share of exposure does not move SAT, the share of discovery lowers it.
import type { Rng } from '../../models/rng.ts'
import type { Row } from '../experiment.ts'
import { mean, rounded } from './curve.ts'
import type { SessionSet } from './sessions.ts'

const DRAWS = 500
/** Sessions on each side of one that its shares are measured against: years bring both other habits and fewer new artists. */
const NEIGHBOURS = 20

/** Shares of one session. */
interface Shares {
  readonly sat: number
  readonly discovery: number
  readonly exposure: number
  /** SAT among what serves the objective less SAT among the rest of the same session; NaN where one of them is empty. */
  readonly discoveryApart: number
  readonly exposureApart: number
}

const NONE: Shares = { sat: 0, discovery: 0, exposure: 0, discoveryApart: Number.NaN, exposureApart: Number.NaN }

/**
 * Change of a session's share of SAT per unit of an objective's share (least squares over the sessions of one listener), alone and with the
 * other objective held: what is new is nearly always little heard too; and how far SAT lies apart inside sessions. NaN where the shares
 * do not differ.
 */
export function slopes(shares: readonly Shares[]): Record<string, number> {
  const means = {
    sat: mean(shares.map(each => each.sat)),
    discovery: mean(shares.map(each => each.discovery)),
    exposure: mean(shares.map(each => each.exposure)),
  }
  let [dd, ee, de, ds, es] = [0, 0, 0, 0, 0]
  for (const each of shares) {
    const [d, e, s] = [each.discovery - means.discovery, each.exposure - means.exposure, each.sat - means.sat]
    dd += d * d
    ee += e * e
    de += d * e
    ds += d * s
    es += e * s
  }
  const over = (top: number, bottom: number) => (bottom < 1e-9 ? Number.NaN : top / bottom)
  const both = dd * ee - de * de
  return {
    discovery: over(ds, dd),
    exposure: over(es, ee),
    'discovery, exposure held': over(ds * ee - es * de, both),
    'exposure, discovery held': over(es * dd - ds * de, both),
    'discovery, inside sessions': mean(shares.map(each => each.discoveryApart)),
    'exposure, inside sessions': mean(shares.map(each => each.exposureApart)),
  }
}

function apart(labels: Uint8Array, served: Uint8Array): number {
  const of = (kind: number) => mean([...labels].filter((_, track) => served[track] === kind))
  return of(1) - of(0)
}

/** Each session less the mean of the sessions around it. */
export function againstNeighbours(shares: readonly Shares[]): Shares[] {
  return shares.map((own, at) => {
    const around = shares.slice(Math.max(0, at - NEIGHBOURS), at + NEIGHBOURS + 1)
    const less = (name: keyof Shares) => own[name] - mean(around.map(each => each[name]))
    return { ...own, sat: less('sat'), discovery: less('discovery'), exposure: less('exposure') }
  })
}

/** A row a listener and one for all (mean of listeners), with intervals over sessions. */
export function findingRows(users: ReadonlyMap<string, readonly SessionSet[]>, rng: Rng): Row[] {
  const share = (values: Uint8Array) => values.reduce((sum, value) => sum + value, 0) / values.length
  const made = [...users].map(([user, sets]) => {
    const shares = againstNeighbours(
      sets.map(set => ({
        sat: share(set.labels),
        discovery: share(set.objectives[0]),
        exposure: share(set.objectives[1]),
        discoveryApart: apart(set.labels, set.objectives[0]),
        exposureApart: apart(set.labels, set.objectives[1]),
      })),
    )
    const draw = rng.fork()
    return {
      user,
      whole: slopes(shares),
      drawn: Array.from({ length: DRAWS }, () => slopes(shares.map(() => shares[draw.below(shares.length)] ?? NONE))),
    }
  })
  const rowOf = (
    user: string,
    whole: Readonly<Record<string, number>>,
    drawn: readonly Readonly<Record<string, number>>[],
  ): Row => ({
    user,
    method: 'finding: change of SAT with the share of',
    metrics: Object.fromEntries(
      Object.entries(whole).flatMap(([name, value]) => {
        const sorted = drawn
          .map(each => each[name] ?? Number.NaN)
          .filter(each => !Number.isNaN(each))
          .sort((a, b) => a - b)
        const at = (place: number) => rounded(sorted[Math.round(place * (sorted.length - 1))] ?? Number.NaN)
        return [
          [name, rounded(value)],
          [`${name}/low`, at(0.025)],
          [`${name}/high`, at(0.975)],
        ]
      }),
    ),
  })
  const rows = made.map(({ user, whole, drawn }) => rowOf(user, whole, drawn))
  const over = (all: readonly Readonly<Record<string, number>>[]) =>
    Object.fromEntries(Object.keys(all[0] ?? {}).map(name => [name, mean(all.map(each => each[name] ?? Number.NaN))]))
  if (made.length < 2) return rows
  return [
    ...rows,
    rowOf(
      'all',
      over(made.map(({ whole }) => whole)),
      Array.from({ length: DRAWS }, (_, at) => over(made.map(({ drawn }) => drawn[at] ?? {}))),
    ),
  ]
}
