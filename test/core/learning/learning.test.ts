// Learning as a service over a real database: what it trains, uses, refuses, keeps and gives back.
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { backendsOf, chooseBackend } from '../../../main/core/backends/choose.ts'
import { openStore } from '../../../main/core/store/open.ts'
import { decodeArtifact } from '../../../models/artifact.ts'
import { trackVectorsFromArtifact } from '../../../models/tracks/track-vectors.ts'
import { until } from '../../until.ts'
import { temporaryFolder } from '../store/profiles.ts'
import { learnerOf, models, noon, report, state } from './learner.ts'
import { addLibrary, addLog } from './logged.ts'
import { artistLover, coin, shelf } from './tastes.ts'

beforeAll(async () => {
  await chooseBackend({ wanted: 'wasm', backends: backendsOf(process.env), now: () => performance.now() })
})

describe('a training', () => {
  it('finds a known taste: the model beats the yardsticks, is used, and the report says by how much', async () => {
    const learner = learnerOf()
    addLibrary(learner.store.db, shelf)
    addLog(learner.store.db, artistLover(420))
    await learner.train()
    const card = await report(learner)
    const line = card?.lines.find(({ kind }) => kind === 'sat')
    expect(['logistic regression', 'set-transformer']).toContain(line?.used)
    expect(line?.contestants.map(({ name }) => name)).toEqual([
      'same outcome',
      'track rate',
      'logistic regression',
      'set-transformer',
    ])
    const aucOf = (name: string) => line?.contestants.find(each => each.name === name)?.metrics['auc'] ?? 0
    expect(aucOf(line?.used ?? '')).toBeGreaterThan(0.8)
    expect(aucOf(line?.used ?? '')).toBeGreaterThan(Math.max(aucOf('same outcome'), aucOf('track rate')))
    expect(line?.over?.low).toBeGreaterThan(0)
    const champion = learner.learning.champions.current('sat')
    expect(champion?.name).toBe(line?.used)
    expect(['sat', 'logistic-regression']).toContain(decodeArtifact(champion?.bytes ?? new Uint8Array()).kind)
    expect(await state(learner)).toMatchObject({ training: null, newPlays: 0, trouble: null, lastTrainedAt: noon })
    expect(card).toMatchObject({ plays: 420, backend: 'wasm' })
  })

  it('does not use a model of a listener in whom there is nothing to find, and says so', async () => {
    const learner = learnerOf()
    addLibrary(learner.store.db, shelf)
    addLog(learner.store.db, coin(420))
    await learner.train()
    const line = (await report(learner))?.lines.find(({ kind }) => kind === 'sat')
    expect(['same outcome', 'track rate']).toContain(line?.used)
    expect(learner.learning.champions.current('sat')).toBeNull()
    expect((await models(learner)).filter(({ kind }) => kind === 'sat').map(({ why }) => why)).toEqual(['lost'])
  })

  it('says of a listener of a few plays that nothing can be measured yet, and places the tracks all the same', async () => {
    const learner = learnerOf()
    addLibrary(learner.store.db, shelf)
    addLog(learner.store.db, artistLover(20))
    await learner.train()
    const lines = (await report(learner))?.lines
    expect(lines?.map(({ kind, measuredOn }) => [kind, measuredOn])).toEqual([
      ['vectors', 0],
      ['next', 0],
      ['sat', 0],
    ])
    const bytes = learner.learning.champions.current('vectors')?.bytes ?? new Uint8Array()
    const { trackIds, values, size } = trackVectorsFromArtifact(decodeArtifact(bytes))
    expect(trackIds.length).toBe(shelf.tracks)
    for (let row = 0; row < trackIds.length; row++)
      expect(Math.hypot(...values.subarray(row * size, (row + 1) * size))).toBeCloseTo(1, 3)
  })

  it('has something to use after a hundred plays', async () => {
    const learner = learnerOf()
    addLibrary(learner.store.db, shelf)
    addLog(learner.store.db, artistLover(100))
    await learner.train()
    expect(learner.learning.champions.current('sat')?.name).toBe('logistic regression')
  })

  it('tells its steps in order, with a share that never falls', async () => {
    const learner = learnerOf()
    addLibrary(learner.store.db, shelf)
    addLog(learner.store.db, artistLover(300))
    await learner.train()
    const told = learner.states.flatMap(({ training }) => (training === null ? [] : [training]))
    expect(told.length).toBeGreaterThan(3)
    const shares = told.map(({ share }) => share)
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
    expect(told.every(({ asked, backend }) => asked && backend === 'wasm')).toBe(true)
  })
})

describe('a training that is cut short', () => {
  it('leaves nothing behind when it is cancelled half-way', async () => {
    const learner = learnerOf()
    addLibrary(learner.store.db, shelf)
    addLog(learner.store.db, artistLover(300))
    await learner.train()
    const before = await models(learner)
    const card = await report(learner)
    const used = learner.learning.champions.current('sat')
    addLog(learner.store.db, artistLover(60, 2, 3000))
    let cancelling: unknown = null
    learner.trainer.onProgress = (name, share) => {
      if (name === 'sat' && share > 0.3) cancelling ??= learner.learning.handlers['learning.cancel'](undefined)
    }
    await learner.train()
    await cancelling
    expect(cancelling).not.toBeNull()
    expect(await models(learner)).toEqual(before)
    expect(await report(learner)).toEqual(card)
    expect(learner.learning.champions.current('sat')).toBe(used)
    expect(await state(learner)).toMatchObject({ training: null, trouble: null })
  })

  it('is begun again after a kill, and nothing of the first one is seen or stays', async () => {
    const file = `${temporaryFolder()}/dwell.db`
    const killed = openStore({ file })
    addLibrary(killed.db, shelf)
    addLog(killed.db, artistLover(120))
    // A core that fell while it wrote its models: pieces without a model.
    killed.db.exec("INSERT INTO model_parts VALUES (1, 0, x'0102'), (1, 1, x'03')")
    killed.close()
    const store = openStore({ file })
    onTestFinished(() => store.close())
    const learner = learnerOf(store)
    learner.machine = { onBattery: false, idleS: 600, busy: false }
    expect(await models(learner)).toEqual([])
    learner.learning.start()
    await until(async () => expect((await state(learner)).lastTrainedAt).toBe(noon))
    const kept = await models(learner)
    expect(kept.some(({ kind, inUse }) => kind === 'sat' && inUse)).toBe(true)
    await until(() =>
      expect(
        store.db
          .prepare('SELECT count(*) FROM model_parts WHERE model_id NOT IN (SELECT id FROM models)')
          .pluck()
          .get(),
      ).toBe(0),
    )
  })

  it('that fails is told in words, and what was in use goes on', async () => {
    const learner = learnerOf()
    addLibrary(learner.store.db, shelf)
    addLog(learner.store.db, artistLover(120))
    await learner.train()
    const used = learner.learning.champions.current('sat')
    learner.trainer.onProgress = () => {
      throw new Error('the driver is gone')
    }
    await learner.train()
    expect((await state(learner)).trouble?.message).toContain('the driver is gone')
    expect(learner.learning.champions.current('sat')).toBe(used)
    learner.trainer.onProgress = () => {}
    await learner.train()
    expect((await state(learner)).trouble).toBeNull()
  })
})
