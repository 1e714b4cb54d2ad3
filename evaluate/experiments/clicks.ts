// Session models on clicks of a shop: the first 100,000 of Yoochoose, as session-rec prepares them, to compare with what is published.
// Source: RecSys Challenge 2015, first 100,000 clicks; sessions of two or more, items of five or more, the last day for the test: the
// files yoochoose-clicks-100k_* of github.com/rn5l/session-rec. It is no "Yoochoose 1/64", which papers report: that is the end of
// the whole log, 370,000 sessions; only the order of methods can be compared with those.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { rankOf } from '../../models/evaluation/ranking.ts'
import {
  type EncoderName,
  fitSession,
  type SessionOptions,
  sessionDefaults,
} from '../../models/research/session/session-model.ts'
import { scoresOf, sessionStates } from '../../models/research/session/session-scores.ts'
import { rngOf } from '../../models/rng.ts'
import type { SessionSequence } from '../../models/session/sequences.ts'
import type { Context, Experiment, Row } from '../experiment.ts'
import { InputError } from '../logs.ts'

const ENCODERS: readonly EncoderName[] = ['gru', 'narm', 'sr-gnn', 'sasrec']
const PLACES = 20
const USER = 'yoochoose-100k'
const settings: SessionOptions = { ...sessionDefaults, epochs: 6, steps: 10, positions: 500 }

interface Clicks {
  readonly train: readonly SessionSequence[]
  readonly test: readonly (readonly number[])[]
  readonly items: number
}

function readSessions(file: string): Map<string, { item: string; time: number }[]> {
  let text: string
  try {
    text = gunzipSync(readFileSync(file)).toString()
  } catch (error) {
    throw new InputError(file, null, `cannot be read (${error instanceof Error ? error.message : error})`)
  }
  const sessions = new Map<string, { item: string; time: number }[]>()
  text
    .trimEnd()
    .split('\n')
    .slice(1)
    .forEach((line, index) => {
      const [session = '', item = '', time = ''] = line.split('\t')
      if (item === '' || Number.isNaN(Number.parseFloat(time)))
        throw new InputError(file, index + 2, `is not a session, an item and a time: “${line}”`)
      const clicks = sessions.get(session) ?? []
      sessions.set(session, clicks)
      clicks.push({ item, time: Number(time) })
    })
  for (const clicks of sessions.values()) clicks.sort((a, b) => a.time - b.time)
  return sessions
}

/** Items are numbered as training meets them; clicks of the test on others are left out, as there. */
function readClicks(folder: string): Clicks {
  const numbers = new Map<string, number>()
  const train = [...readSessions(join(folder, 'train_full.tsv.gz')).values()].map(clicks => ({
    tracks: clicks.map(({ item }) => {
      const known = numbers.get(item) ?? numbers.size
      numbers.set(item, known)
      return known
    }),
    falsePositives: [],
  }))
  const test = [...readSessions(join(folder, 'test.tsv.gz')).values()]
    .map(clicks => clicks.flatMap(({ item }) => numbers.get(item) ?? []))
    .filter(({ length }) => length > 1)
  return { train, test, items: numbers.size }
}

/** Every click after the first of a session, with what came before it. */
const targetsOf = (sessions: readonly (readonly number[])[]) =>
  sessions.flatMap(session => session.slice(1).map((item, at) => ({ item, before: session.slice(0, at + 1) })))

type Measured = { 'recall@20': number; 'mrr@20': number; n: number }

function measured(ranks: readonly number[]): Measured {
  const hits = ranks.filter(rank => rank < PLACES)
  return {
    'recall@20': hits.length / ranks.length,
    'mrr@20': hits.reduce((sum, rank) => sum + 1 / (rank + 1), 0) / ranks.length,
    n: ranks.length,
  }
}

type Scorer = (before: readonly number[]) => Float64Array

/** By clicks in training. */
function popularity({ train, items }: Clicks): Scorer {
  const counts = new Float64Array(items)
  for (const { tracks } of train) for (const item of tracks) counts[item] = (counts[item] ?? 0) + 1
  return () => counts
}

/** Cosine of the sessions that hold an item and the last one (Hidasi's item-kNN), or sequential rules from the last item on. */
function fromLast({ train, items }: Clicks, kind: 'item-kNN' | 'sequential rules'): Scorer {
  const near = Array.from({ length: items }, () => new Map<number, number>())
  const support = new Float64Array(items)
  const add = (from: number, to: number, weight: number) => near[from]?.set(to, (near[from]?.get(to) ?? 0) + weight)
  for (const { tracks } of train) {
    const distinct = [...new Set(tracks)]
    for (const item of distinct) support[item] = (support[item] ?? 0) + 1
    if (kind === 'item-kNN') for (const a of distinct) for (const b of distinct) if (a !== b) add(a, b, 1)
    // SR of Ludewig, Jannach (2018): 1 over the distance, up to 10 clicks on; an item may follow itself, as more than one click in four does here.
    if (kind === 'sequential rules')
      tracks.forEach((item, at) => {
        for (let on = 1; on <= 10 && at + on < tracks.length; on++) {
          const other = tracks[at + on] ?? item
          add(item, other, 1 / on)
        }
      })
  }
  return before => {
    const scores = new Float64Array(items)
    const last = before.at(-1) ?? -1
    for (const [item, weight] of near[last] ?? [])
      scores[item] = kind === 'item-kNN' ? weight / Math.sqrt((support[item] ?? 1) * (support[last] ?? 1)) : weight
    return scores
  }
}

async function run(context: Context): Promise<readonly Row[]> {
  const clicks = readClicks(join(context.data, 'clicks'))
  context.say(`${clicks.train.length} sessions to learn from, ${clicks.test.length} to test, ${clicks.items} items`)
  const targets = targetsOf(clicks.test)
  const rows: Row[] = []
  const simple: Record<string, () => Scorer> = {
    popularity: () => popularity(clicks),
    'item-kNN': () => fromLast(clicks, 'item-kNN'),
    'sequential rules': () => fromLast(clicks, 'sequential rules'),
    // What repeating alone is worth.
    'the last item again': () => before => {
      const scores = new Float64Array(clicks.items)
      scores[before.at(-1) ?? 0] = 1
      return scores
    },
  }
  for (const [method, make] of Object.entries(simple)) {
    const metrics = await context.step(method, () => {
      const scorer = make()
      return measured(targets.map(({ item, before }) => rankOf(scorer(before), item)))
    })
    rows.push({ user: USER, method, metrics })
  }
  for (const encoder of ENCODERS) {
    const seeds: Measured[] = []
    for (let seed = 0; seed < Math.min(SEEDS, context.seeds); seed++) {
      seeds.push(await context.step(`${encoder}/seed${seed}`, () => trial(clicks, targets, encoder, seed)))
    }
    const mean = (of: (each: Measured) => number) => seeds.reduce((sum, each) => sum + of(each), 0) / seeds.length
    const [recall, mrr] = [mean(each => each['recall@20']), mean(each => each['mrr@20'])]
    rows.push({
      user: USER,
      method: encoder,
      metrics: { 'recall@20': recall, 'mrr@20': mrr, n: targets.length, seeds: seeds.length },
    })
  }
  return rows
}

/** More say little here: the figures differ between seeds by a few thousandths. */
const SEEDS = 2

async function trial(
  clicks: Clicks,
  targets: ReturnType<typeof targetsOf>,
  encoder: EncoderName,
  seed: number,
): Promise<Measured> {
  const model = await fitSession(clicks.train, clicks.items, { ...settings, encoder }, { rng: rngOf(2000 + seed) })
  const states = await sessionStates(
    model,
    targets.map(({ before }) => before),
  )
  const { size } = settings
  return measured(
    targets.map(({ item }, at) => rankOf(scoresOf(model, states.subarray(at * size, (at + 1) * size)), item)),
  )
}

export const experiment: Experiment = { name: 'clicks', version: 1, tensors: true, run }
