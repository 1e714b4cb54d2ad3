// The scorer's thread as the core feeds it: what goes wrong on the way is made good when it is next asked.
import { afterEach, expect, it } from 'vitest'
import { createDataset, type Dataset } from '../../../main/core/dataset/dataset.ts'
import { createScoring, type Scoring } from '../../../main/core/scoring/client.ts'
import { workerEntries } from '../../../main/core/workers.ts'
import { OBJECTIVE_OPTIONS } from '../../../models/mostra/objectives.ts'
import { addLibrary, addLog, memoryStore } from '../learning/logged.ts'

let scoring: Scoring | null = null
afterEach(() => scoring?.close())

const wanted = { now: 1_700_000_000, seed: 1, seedTrack: null, taken: new Int32Array(), current: null }

function scoringOf(change: (dataset: Dataset) => Partial<Dataset> = () => ({}), { db } = memoryStore()): Scoring {
  addLibrary(db, { tracks: 40, artistOf: track => track, albumOf: track => track, genreOf: () => 1 })
  const dataset = createDataset(db)
  scoring = createScoring({
    entry: workerEntries().scorer,
    dataset: { ...dataset, ...change(dataset) },
    champions: { current: () => null, onChange: () => () => {} },
    objectives: () => OBJECTIVE_OPTIONS,
    marks: async function* () {},
    log: { info: () => {}, warn: () => {}, error: () => {} },
  })
  return scoring
}

it('reads the library again where reading it broke off', async () => {
  let broken = true
  const { propose } = scoringOf(dataset => ({
    async *summaries() {
      if (broken) throw new Error('the disk did not answer')
      yield* dataset.summaries()
    },
  }))
  expect(await propose(wanted)).toBeNull()
  broken = false
  expect((await propose(wanted))?.ids).toHaveLength(40)
})

it('knows what is heard after the clock was put back', async () => {
  const store = memoryStore()
  const { propose, played } = scoringOf(undefined, store)
  const at = wanted.now * 1000
  addLog(store.db, [{ track: 1, at, heardMs: 200_000, sat: 1 }])
  expect((await propose(wanted))?.plays).toBe(1)
  const yesterday = at - 86_400_000
  addLog(store.db, [{ track: 2, at: yesterday, heardMs: 200_000, sat: 1 }])
  played(yesterday)
  const proposal = await propose({ ...wanted, now: yesterday / 1000 + 200 })
  expect(proposal?.plays).toBe(2)
})
