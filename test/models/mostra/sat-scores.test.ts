// Laws of the set: no logit knows its own outcome or a later one, candidates know no order, and a moment scores as the history did.
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { History } from '../../../models/history.ts'
import { fitSat, REACH, type SatModel, satNetworks, satOverHistory } from '../../../models/mostra/sat.ts'
import { satRows } from '../../../models/mostra/sat-examples.ts'
import { addToState, satScores, satState } from '../../../models/mostra/sat-scores.ts'
import { satLogits, scaled } from '../../../models/mostra/sat-training.ts'
import { type SetBatch, setBatches } from '../../../models/mostra/sat-windows.ts'
import { rngOf, shuffled } from '../../../models/rng.ts'
import { present } from '../present.ts'
import { otherwise, weeksOf, withPlay } from './sat-stories.ts'

const history = weeksOf(25)
const labelled = history.plays.flatMap((play, index) => (play.sat === null ? [] : [index]))
const rng = rngOf(3)
const vectors = { size: 4, values: Float32Array.from({ length: history.tracks * 4 }, () => rng.normal() / 2) }
let model: SatModel

beforeAll(async () => {
  await present('wasm')
  await tf.setBackend('wasm')
  model = await fitSat(history, vectors, { epochs: 2 }, { rng: rngOf(1) })
})

/** Logits of a history's plays from windows that may have been tampered with. */
async function logitsOf(of: History, change: (batch: SetBatch) => SetBatch = batch => batch): Promise<Float32Array> {
  const rows = satRows(of)
  const inputs = { ...rows, values: scaled(rows.values, model.scaling) }
  const sizes = { reach: REACH, scored: 32, before: REACH }
  const batches = setBatches(of.plays, inputs, vectors, sizes, 4, { from: 0, to: of.plays.length })
  return satLogits(satNetworks[model.network], model.weights, batches.map(change), of.plays.length)
}

/** Labelled plays up to `index` whose logit changes when how play `index` went changes. */
async function touchedUpTo(index: number, change?: (batch: SetBatch) => SetBatch): Promise<number[]> {
  const play = history.plays[index]
  if (play === undefined) throw new Error(`there is no play ${index}`)
  const before = await logitsOf(history, change)
  const after = await logitsOf(withPlay(history, index, otherwise(play)), change)
  return labelled.filter(each => each <= index && Math.abs((before[each] ?? 0) - (after[each] ?? 0)) > 1e-5)
}

describe('the set of a play', () => {
  it('hides how it went, and how all later plays went', async () => {
    for (const index of [labelled[3], labelled[40], labelled[90]]) expect(await touchedUpTo(index ?? 0)).toEqual([])
  })

  it('would be caught showing it, could a play look at those after it', async () => {
    // A later play's features hold the outcome before it: whoever sees that element sees its own outcome.
    const open = (batch: SetBatch) => ({ ...batch, allowed: new Float32Array(batch.allowed.length).fill(1) })
    const index = labelled[40] ?? 0
    expect(await touchedUpTo(index, open)).toContain(index)
  })

  it('says how the plays before it went', async () => {
    const index = labelled[40] ?? 0
    const next = labelled[41] ?? 0
    const changed = withPlay(history, index, otherwise(history.plays[index] ?? weeksOf(1).plays[0] ?? fail()))
    expect((await logitsOf(changed))[next]).not.toBeCloseTo((await logitsOf(history))[next] ?? 0, 4)
  })
})

describe('candidates at a moment', () => {
  const until = labelled[80] ?? 0
  const stateNow = () => {
    const state = satState(history, vectors)
    for (const play of history.plays.slice(0, until)) addToState(state, play)
    return state
  }
  const target = history.plays[until] ?? fail()
  const moment = { session: target.session, now: target.start }

  it('are scored as the play itself is when the history is gone through', async () => {
    // From there on, so that both see the same plays: what those saw further back differs with the window.
    const whole = await satOverHistory(model, history, vectors, until)
    const [alone] = await satScores(model, stateNow(), [target], moment)
    expect(alone).toBeCloseTo(whole[until] ?? 0, 5)
  })

  it('have scores that move with them when they change places, and nothing else does', async () => {
    const candidates = Array.from({ length: history.tracks }, (_, track) => ({ track, artist: track % 6, album: -1 }))
    const scores = await satScores(model, stateNow(), candidates, moment)
    expect(scores.every(score => score > 0 && score < 1)).toBe(true)
    const order = shuffled([...candidates.keys()], rngOf(9))
    const moved = await satScores(
      model,
      stateNow(),
      order.map(place => candidates[place] ?? fail()),
      moment,
    )
    order.forEach((place, at) => {
      expect(moved[at]).toBeCloseTo(scores[place] ?? 0, 5)
    })
  })

  it('are scored before anything was ever played', async () => {
    const scores = await satScores(model, satState(history, vectors), [target], { session: 0, now: 1_700_000_000 })
    expect(scores.every(Number.isFinite)).toBe(true)
  })

  it('may be none', async () => {
    expect(await satScores(model, stateNow(), [], moment)).toHaveLength(0)
  })
})

function fail(): never {
  throw new Error('the story is shorter than the test')
}
