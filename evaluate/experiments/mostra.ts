// The experiment "mostra": what each decoder gains in discovery, exposure and boost for what it loses in SAT, on sessions held out by time.
import { ModelError } from '../../models/model.ts'
import { rngOf, shuffled } from '../../models/rng.ts'
import type { Context, Experiment, Row } from '../experiment.ts'
import { farthestWithin, gainsAt, mean, type Point, rounded } from '../mostra/curve.ts'
import { decoders, type Family, type Order, objectivesOnly, relevanceOnly } from '../mostra/decoders.ts'
import { findingRows } from '../mostra/findings.ts'
import { changes, OBJECTIVES, type Outcome, outcomeOf, sums } from '../mostra/outcome.ts'
import { LOSSES, meanRows, pointsOf, readings, type UserCurves } from '../mostra/readings.ts'
import { logisticScores, networkScores, type ScoredSet, scored } from '../mostra/scores.ts'
import { type SessionSets, sessionSets } from '../mostra/sessions.ts'
import { firstTestSession } from '../split.ts'

/** Sessions with fewer outcomes are hardly to be ordered anew; those without one that was stayed with have no NDCG. */
const LEAST = 10
/** Marks of the listeners, random orders and intervals are drawn by it. */
const SEED = 1
const RANDOM_ORDERS = 20

export const experiment: Experiment = {
  name: 'mostra',
  version: 3,
  tensors: true,
  async run(context) {
    const sets = new Map<string, SessionSets>()
    const setsOf = (user: string) => {
      const known = sets.get(user) ?? sessionSets(context.log(user), SEED)
      sets.set(user, known)
      return known
    }
    const validation: Points[] = []
    const scores = new Map<string, Scores>()
    for (const user of context.users) {
      const made = await context.step(`${user}/scores`, () => scoresOf(context, user, setsOf(user)))
      scores.set(user, made)
      validation.push(
        await context.step(`${user}/validation`, () =>
          pointsOfFamilies(parts(context, user, setsOf(user), made).validation),
        ),
      )
    }
    const chosen = choose(validation)
    for (const [method, family] of Object.entries(chosen))
      context.say(`${method}: ${family.name}, chosen on validation`)
    const curves = new Map<string, UserCurves>()
    const rows: Row[] = []
    for (const [at, user] of context.users.entries()) {
      const own = scores.get(user) ?? {}
      const key = Object.values(chosen).map(family => family.name)
      curves.set(
        user,
        await context.step(`${user}/test ${key.join('; ')}`, () =>
          testOf(parts(context, user, setsOf(user), own).test, chosen, validation[at] ?? {}),
        ),
      )
      rows.push(...(await networkRows(context, user, setsOf(user))))
      rows.push(...boundRows(user, parts(context, user, setsOf(user), own).test))
    }
    const logged = context.users.map(
      user => [user, setsOf(user).sets.filter(set => set.labels.length >= LEAST)] as const,
    )
    return [
      ...readings(curves, rngOf(SEED)),
      ...rows,
      ...(context.users.length < 2 ? [] : meanRows(rows)),
      ...findingRows(new Map(logged), rngOf(SEED)),
    ]
  },
}

/** Of each session that is to be ordered, by its number: the probabilities of its tracks. */
type Scores = { [session: string]: number[] }
/** By method and family, the curve on validation. */
type Points = { [method: string]: { [family: string]: { loss: number; gains: number[] }[] } }

const isOrdered = (set: { readonly labels: Uint8Array }) => set.labels.length >= LEAST && set.labels.includes(1)

/** The last tenth of sessions is for the test; the last three tenths of those before for choosing. */
function borders(context: Context, user: string): { validation: number; test: number } {
  const test = firstTestSession(context.log(user))
  return { validation: Math.floor(test * 0.7), test }
}

/**
 * Each session is scored by a model of sessions before its part: validation by those before validation, the test by all before the test.
 * Throws 'no-examples' where the test has none.
 */
async function scoresOf(context: Context, user: string, { sets, features }: SessionSets): Promise<Scores> {
  const { validation, test } = borders(context, user)
  const scores: Scores = {}
  for (const [from, to] of [
    [validation, test],
    [test, Number.POSITIVE_INFINITY],
  ] as const) {
    const asked = sets.filter(set => set.session >= from && set.session < to && isOrdered(set))
    if (asked.length === 0 && from === test)
      throw new ModelError(
        'no-examples',
        `no session of the test has ${LEAST} tracks with an outcome, one of them stayed with`,
      )
    if (asked.length === 0) continue
    const train = sets.filter(set => set.session < from)
    const made = await logisticScores(train, asked, features.length)
    asked.forEach((set, index) => {
      scores[set.session] = Array.from(made[index] ?? [], sat => Math.round(sat * 1e6) / 1e6)
    })
  }
  return scores
}

function parts(context: Context, user: string, { sets }: SessionSets, scores: Scores) {
  const { test } = borders(context, user)
  const known = sets.flatMap(set => {
    const sat = scores[set.session]
    return sat === undefined ? [] : [scored(set, Float32Array.from(sat))]
  })
  return { validation: known.filter(set => set.session < test), test: known.filter(set => set.session >= test) }
}

const outcomes = (sets: readonly ScoredSet[], order: Order): Outcome[] => sets.map(set => outcomeOf(set, order(set)))

/** Without a session no curves. */
async function pointsOfFamilies(sets: readonly ScoredSet[]): Promise<Points> {
  if (sets.length === 0) return {}
  const relevance = outcomes(sets, relevanceOnly)
  const points: Points = {}
  for (const { method, families } of decoders) {
    points[method] = Object.fromEntries(
      families.map(family => [
        family.name,
        pointsOf(
          family.dial.map(dial => outcomes(sets, family.order(dial))),
          relevance,
          null,
        ).map(({ loss, gains }) => ({ loss, gains: [...gains] })),
      ]),
    )
  }
  return points
}

/** Of each decoder the setting whose least served objective gains most on validation, means over listeners, summed over the losses. */
function choose(validation: readonly Points[]): Record<string, Family> {
  const worth = (method: string, family: Family) => {
    const curves = validation.map(points => points[method]?.[family.name] ?? [])
    return LOSSES.reduce((sum, loss) => {
      const gains = curves.map(points => gainsAt(points, loss))
      return sum + Math.min(...OBJECTIVES.map((_, objective) => mean(gains.map(each => each[objective] ?? Number.NaN))))
    }, 0)
  }
  return Object.fromEntries(
    decoders.flatMap(({ method, families }) => {
      const best = families
        .map(family => ({ family, worth: worth(method, family) }))
        .reduce((most, each) => (each.worth > most.worth ? each : most))
      return [[method, best.family]]
    }),
  )
}

function testOf(sets: readonly ScoredSet[], chosen: Readonly<Record<string, Family>>, validation: Points) {
  const methods: Record<string, { outcomes: number[][][]; set: number | null }> = {}
  for (const [method, family] of Object.entries(chosen)) {
    const points: readonly Point[] = validation[method]?.[family.name] ?? []
    methods[method] = {
      outcomes: family.dial.map(dial => outcomes(sets, family.order(dial)).map(outcome => [...outcome])),
      set: points.length === 0 ? null : farthestWithin(points, LOSSES[0]) - 1,
    }
  }
  // Random orders in a share of the sessions lie, in expectation, on the straight line from relevance to random orders in all of them.
  methods['random'] = { outcomes: [randomOutcomes(sets)], set: null }
  return { relevance: outcomes(sets, relevanceOnly).map(outcome => [...outcome]), methods }
}

function randomOutcomes(sets: readonly ScoredSet[]): number[][] {
  const rng = rngOf(SEED)
  return sets.map(set => {
    const tracks = Array.from(set.tracks, (_, track) => track)
    const drawn = Array.from({ length: RANDOM_ORDERS }, () => outcomeOf(set, shuffled(tracks, rng)))
    return [...sums(drawn, null)].map(sum => sum / RANDOM_ORDERS)
  })
}

/**
 * The order by relevance of the networks of SAT, which learned to foretell the next play, asked about the whole session when it begins:
 * beside 'relevance only', the regression that the decoders are given.
 */
async function networkRows(context: Context, user: string, { sets }: SessionSets): Promise<Row[]> {
  const { test } = borders(context, user)
  const asked = sets.filter(set => set.session >= test && isOrdered(set))
  const rows: Row[] = []
  for (const network of ['mlp', 'set-transformer'] as const) {
    const sat = await context.step(`${user}/${network}`, async () => {
      const scores = await networkScores(network, context.log(user), test, asked)
      return scores.map(each => Array.from(each, value => Math.round(value * 1e6) / 1e6))
    })
    const ordered = asked.map((set, index) => scored(set, Float32Array.from(sat[index] ?? [])))
    rows.push({ user, method: `relevance only, ${network}`, metrics: levels(ordered) })
  }
  return rows
}

/** Means over sessions of the order by relevance. */
function levels(sets: readonly ScoredSet[]): Row['metrics'] {
  const mean = sums(outcomes(sets, relevanceOnly), null).map(sum => sum / sets.length)
  return {
    'ndcg@10': rounded(mean[0]),
    'hits@10': rounded(mean[1]),
    ...Object.fromEntries(OBJECTIVES.map((name, objective) => [`${name}/dcg@10`, rounded(mean[2 + objective])])),
  }
}

/** What the order by relevance has, and what the objectives could have if SAT counted for nothing. */
function boundRows(user: string, sets: readonly ScoredSet[]): Row[] {
  const relevance = sums(outcomes(sets, relevanceOnly), null)
  const bound = changes(sums(outcomes(sets, objectivesOnly), null), relevance)
  return [
    { user, method: 'relevance only', metrics: levels(sets) },
    {
      user,
      method: 'objectives only',
      metrics: {
        loss: rounded(-(bound[0] ?? Number.NaN)),
        ...Object.fromEntries(OBJECTIVES.map((name, objective) => [name, rounded(bound[2 + objective])])),
      },
    },
  ]
}
