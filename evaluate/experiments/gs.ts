// gs: how narrow a listener's taste is, month by month; whether it stays so for a year; whether queues narrow it; and how it spreads over many people.
import { join } from 'node:path'
import { bootstrap } from '../../models/evaluation/bootstrap.ts'
import { fitWmf } from '../../models/research/tracks/wmf.ts'
import { rngOf, shuffled } from '../../models/rng.ts'
import { emptyTaste, gsScore, type Taste, unbiasedGs, withTrack } from '../../models/taste/gs-score.ts'
import { type TasteMonth, tasteByMonth } from '../../models/taste/months.ts'
import { fitSkipGram, skipGramVectors } from '../../models/tracks/skip-gram.ts'
import { unitRows } from '../../models/tracks/vectors.ts'
import { type People, type Person, readPeople } from '../artists.ts'
import { pearson, ranksOf } from '../correlation.ts'
import type { Context, Experiment, Row } from '../experiment.ts'
import type { Log } from '../logs.ts'
import { trackVectorsBefore } from '../track-vectors.ts'

/** Months with fewer heard plays are shown, but not asked whether they last: their score is mostly chance. */
const ENOUGH_PLAYS = 100
const SEED = 1

/** A type, not an interface: it is kept as JSON. */
type MonthScore = {
  readonly month: string
  readonly plays: number
  readonly gs: number | null
  readonly unbiased: number | null
  readonly byHand: number | null
  readonly queued: number | null
}

export const experiment: Experiment = {
  name: 'gs',
  version: 1,
  tensors: false,
  async run(context) {
    const rows: Row[] = []
    const everyMonth: (readonly MonthScore[])[] = []
    for (const user of context.users) {
      const { months, whole } = await context.step(user, () => scoresOfListener(context.log(user)))
      rows.push({ user, method: 'gs-score', metrics: whole })
      for (const { month, ...metrics } of months) rows.push({ user, method: month, metrics: shown(metrics) })
      rows.push({ user, method: 'a month and the next', metrics: lasting([months], 1) })
      rows.push({ user, method: 'a month and a year later', metrics: lasting([months], 12) })
      everyMonth.push(months)
      context.say(`${user}: ${months.length} months`)
    }
    rows.push({ user: 'all', method: 'a month and the next', metrics: lasting(everyMonth, 1) })
    rows.push({ user: 'all', method: 'a month and a year later', metrics: lasting(everyMonth, 12) })
    rows.push(...(await peopleRows(context)))
    return rows
  },
}

interface Vectors {
  readonly size: number
  readonly vectors: Float32Array
}

/** Vectors of the whole log: the score describes what was heard, it foretells nothing. */
async function vectorsOf(log: Log, seed = SEED): Promise<Vectors> {
  const model = await trackVectorsBefore(log, log.sessions, { rng: rngOf(seed) })
  return { size: model.size, vectors: skipGramVectors(model) }
}

async function scoresOfListener(
  log: Log,
): Promise<{ months: MonthScore[]; whole: { [metric: string]: number | null } }> {
  if (log.plays.every(play => play.fp)) return { months: [], whole: { n: 0 } }
  const [own, other] = [await vectorsOf(log), await vectorsOf(log, SEED + 1)]
  return { months: monthsOf(log, own), whole: wholeOf(log, own, other) }
}

function monthsOf(log: Log, { vectors, size }: Vectors): MonthScore[] {
  return tasteByMonth(log.plays, vectors, size).map(({ month, all, byHand, queued }: TasteMonth) => ({
    month,
    plays: all.weight,
    gs: gsScore(all),
    unbiased: unbiasedGs(all),
    byHand: unbiasedGs(byHand),
    queued: unbiasedGs(queued),
  }))
}

const shown = ({ plays, gs, unbiased, byHand, queued }: Omit<MonthScore, 'month'>): Row['metrics'] => ({
  gs,
  'gs/unbiased': unbiased,
  'gs/by-hand': byHand,
  'gs/queued': queued,
  n: plays,
})

/** The whole log's scores, and what choosing by hand does to them with an interval over sessions. */
function wholeOf(log: Log, { size, vectors }: Vectors, other: Vectors): { [metric: string]: number | null } {
  const all = wholeTaste(log, vectors, size)
  // by session, so that a draw of sessions is a sum of sums
  const byHand = Array.from({ length: log.sessions }, () => emptyTaste(size))
  const queued = Array.from({ length: log.sessions }, () => emptyTaste(size))
  for (const { track, session, fp, byHand: hand } of log.plays) {
    const vector = vectors.subarray(track * size, (track + 1) * size)
    if (fp || hand === null || !vector.some(value => value !== 0)) continue
    const of = hand ? byHand : queued
    of[session] = withTrack(of[session] ?? emptyTaste(size), vector)
  }
  const sessions = Int32Array.from({ length: log.sessions }, (_, session) => session)
  const [hand, given] = [unbiasedGs(sumOf(byHand, sessions)), unbiasedGs(sumOf(queued, sessions))]
  const metrics = {
    gs: gsScore(all),
    'gs/unbiased': unbiasedGs(all),
    'gs/other-seed': unbiasedGs(wholeTaste(log, other.vectors, other.size)),
    'gs/by-hand': hand,
    'gs/queued': given,
    n: all.weight,
  }
  if (hand === null || given === null) return metrics
  const narrowing = (drawn: Int32Array) => {
    const [a, b] = [unbiasedGs(sumOf(queued, drawn)), unbiasedGs(sumOf(byHand, drawn))]
    return a === null || b === null ? null : a - b
  }
  const { mean, low, high } = bootstrap(log.sessions, narrowing, rngOf(SEED), { draws: 200 })
  return { ...metrics, 'queued-less-by-hand': mean, 'queued-less-by-hand/low': low, 'queued-less-by-hand/high': high }
}

function wholeTaste(log: Log, vectors: Float32Array, size: number): Taste {
  const months = tasteByMonth(log.plays, vectors, size).map(month => month.all)
  return sumOf(
    months,
    Int32Array.from(months, (_, month) => month),
  )
}

function sumOf(tastes: readonly Taste[], drawn: Int32Array): Taste {
  const sum = new Float64Array(tastes[0]?.sum.length ?? 0)
  let [weight, squares] = [0, 0]
  for (const index of drawn) {
    const taste = tastes[index]
    if (!taste || taste.weight === 0) continue
    weight += taste.weight
    squares += taste.squares
    for (let k = 0; k < sum.length; k++) sum[k] = (sum[k] ?? 0) + (taste.sum[k] ?? 0)
  }
  return { sum, weight, squares }
}

/** Correlation of months with those `apart` later, of all listeners given, with an interval over the pairs of months. */
function lasting(listeners: readonly (readonly MonthScore[])[], apart: number): Row['metrics'] {
  const [now, later]: [number[], number[]] = [[], []]
  for (const months of listeners) {
    const byMonth = new Map(months.map(score => [ordinal(score.month), score]))
    for (const [month, score] of byMonth) {
      const then = byMonth.get(month + apart)
      if (!then || score.plays < ENOUGH_PLAYS || then.plays < ENOUGH_PLAYS) continue
      if (score.unbiased === null || then.unbiased === null) continue
      now.push(score.unbiased)
      later.push(then.unbiased)
    }
  }
  const change = now.reduce((sum, value, at) => sum + Math.abs(value - (later[at] ?? 0)), 0) / now.length
  return { ...correlated(now, later), 'mean-change': now.length ? change : null }
}

function correlated(x: readonly number[], y: readonly number[]): { [metric: string]: number | null } {
  if (x.length < 3 || pearson(x, y) === null) return { r: null, n: x.length }
  const { mean, low, high } = bootstrap(x.length, drawn => pearson(x, y, drawn), rngOf(SEED))
  return { r: mean, 'r/low': low, 'r/high': high, n: x.length }
}

const ordinal = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5))

async function peopleRows(context: Context): Promise<Row[]> {
  const people = readPeople(join(context.data, 'artists', 'user_artists.csv.gz'))
  if (!people) {
    context.say('no artists/ in the data: the scores over many people are left out')
    return []
  }
  const rows: Row[] = []
  const byMethod: (readonly (number | null)[])[] = []
  for (const method of ['wmf', 'skip-gram'] as const) {
    const { whole, halves } = await context.step(`artists/${method}`, () => scoresOfPeople(people, method))
    context.say(`${people.people.length} people by ${method}`)
    const at = whole.flatMap((gs, index) => (gs === null ? [] : [index]))
    const of = (values: readonly (number | null)[]) => at.map(index => values[index] ?? 0)
    const gs = of(whole)
    byMethod.push(whole)
    const sorted = gs.toSorted((a, b) => a - b)
    const percentile = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? null
    rows.push({
      user: 'artists',
      method: `gs-score by ${method}`,
      metrics: Object.fromEntries([
        ...[5, 25, 50, 75, 95].map(percent => [`p${percent}`, percentile(percent / 100)]),
        ['n', gs.length],
      ]),
    })
    const measures: { [name: string]: (person: Person) => number } = {
      'number of artists': person => person.artists.length,
      'effective number of artists': effectiveArtists,
      'number of plays': person => person.plays.reduce((sum, plays) => sum + plays, 0),
    }
    for (const [name, measure] of Object.entries(measures)) {
      const values = at.map(index =>
        measure(people.people[index] ?? { artists: new Int32Array(0), plays: new Float32Array(0) }),
      )
      rows.push({
        user: 'artists',
        method: `${method}: rank correlation with ${name}`,
        metrics: correlated(ranksOf(gs), ranksOf(values)),
      })
    }
    const both = halves.filter((pair): pair is [number, number] => pair[0] !== null && pair[1] !== null)
    rows.push({
      user: 'artists',
      method: `${method}: one half of the artists with the other`,
      metrics: correlated(
        both.map(pair => pair[0]),
        both.map(pair => pair[1]),
      ),
    })
  }
  const [wmf = [], skipGram = []] = byMethod
  const both = wmf.flatMap((gs, at) => (gs === null || (skipGram[at] ?? null) === null ? [] : [at]))
  const of = (values: readonly (number | null)[]) => both.map(at => values[at] ?? 0)
  rows.push({ user: 'artists', method: 'wmf with skip-gram', metrics: correlated(of(wmf), of(skipGram)) })
  return rows
}

/** e to the entropy of the plays over artists: as many artists of equal plays. */
function effectiveArtists({ plays }: Person): number {
  const total = plays.reduce((sum, value) => sum + value, 0)
  return Math.exp(plays.reduce((sum, value) => sum - (value / total) * Math.log(value / total), 0))
}

/**
 * Each person scored by vectors fitted to the other half of the people: vectors that knew this person's own list would have drawn its
 * artists together. Plays weigh; the halves are of the person's artists, drawn at random.
 */
async function scoresOfPeople({ people, artists }: People, method: 'wmf' | 'skip-gram') {
  const rng = rngOf(SEED)
  const order = shuffled(
    people.map((_, index) => index),
    rng,
  )
  const whole: (number | null)[] = people.map(() => null)
  const halves: [number | null, number | null][] = people.map(() => [null, null])
  for (const fold of [0, 1]) {
    const others = order.filter((_, at) => at % 2 !== fold).flatMap(index => people[index] ?? [])
    const { vectors, size } = await artistVectors(others, artists, method, rng.fork())
    for (const index of order.filter((_, at) => at % 2 === fold)) {
      const person = people[index]
      if (!person) continue
      const score = (chosen: readonly number[]) => {
        let taste = emptyTaste(size)
        for (const at of chosen) {
          const artist = person.artists[at] ?? 0
          const vector = vectors.subarray(artist * size, (artist + 1) * size)
          if (vector.some(value => value !== 0)) taste = withTrack(taste, vector, person.plays[at] ?? 0)
        }
        return unbiasedGs(taste)
      }
      const all = shuffled([...person.artists.keys()], rng)
      whole[index] = score(all)
      halves[index] = [score(all.filter((_, at) => at % 2 === 0)), score(all.filter((_, at) => at % 2 === 1))]
    }
  }
  return { whole, halves }
}

async function artistVectors(
  people: readonly Person[],
  artists: number,
  method: 'wmf' | 'skip-gram',
  rng: ReturnType<typeof rngOf>,
) {
  if (method === 'skip-gram') {
    const bags = people.map(person => person.artists)
    const model = await fitSkipGram([], { tracks: artists, size: 48, window: 5, epochs: 5, bags }, { rng })
    return { size: model.size, vectors: skipGramVectors(model) }
  }
  const starts = new Int32Array(people.length + 1)
  for (const [index, person] of people.entries()) starts[index + 1] = (starts[index] ?? 0) + person.artists.length
  const model = await fitWmf(
    {
      starts,
      tracks: Int32Array.from(people.flatMap(person => [...person.artists])),
      values: Float32Array.from(people.flatMap(person => [...person.plays])),
    },
    { tracks: artists, size: 48, alpha: 4, eps: 10, lambda: 10 },
    { rng },
  )
  return { size: model.size, vectors: unitRows(model.items, model.size) }
}
