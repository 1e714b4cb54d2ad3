// Learning as a service over a real database: what it trains, uses, refuses, keeps and gives back.
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { backendsOf, chooseBackend } from '../../../main/core/learning/backends/choose.ts'
import { createLearning, type Learning } from '../../../main/core/learning/index.ts'
import type { Lab } from '../../../main/core/learning/lab/lab.ts'
import type { MachineState } from '../../../main/core/machine.ts'
import type { Emit } from '../../../main/core/service.ts'
import { openStore, type Store } from '../../../main/core/store/open.ts'
import { decodeArtifact } from '../../../models/artifact.ts'
import { satChampionFrom } from '../../../models/mostra/sat-champion.ts'
import { trackVectorsFromArtifact } from '../../../models/tracks/track-vectors.ts'
import type { LearningState } from '../../../preload/contract/learning.ts'
import { defaultSettings, type Settings } from '../../../preload/contract/settings.ts'
import { notedLog, temporaryFolder } from '../store/profiles.ts'
import { type LabHere, labHere } from './lab-here.ts'
import { addLibrary, addLog, memoryStore } from './logged.ts'
import { artistLover, coin, shelf } from './tastes.ts'

beforeAll(async () => {
  await chooseBackend({ wanted: 'wasm', backends: backendsOf(process.env), now: () => performance.now() })
})

const noon = Date.UTC(2026, 2, 1, 12)

interface Bench {
  readonly learning: Learning
  readonly lab: LabHere
  readonly store: Store
  readonly log: ReturnType<typeof notedLog>
  readonly settings: () => Settings
  readonly states: LearningState[]
  machine: MachineState
  at: number
  /** Trains as asked for, to the end. */
  train(): Promise<void>
  /** Resolves when what is going on has ended. */
  quiet(): Promise<void>
}

function benchOf(store = memoryStore(), given: Lab | null = null): Bench {
  const lab = labHere()
  const log = notedLog()
  const states: LearningState[] = []
  const waiting = new Set<() => void>()
  let settings: Settings = { ...defaultSettings, backend: 'wasm' }
  const emit: Emit = (name, payload) => {
    if (name !== 'learning.changed') return
    states.push(payload as LearningState)
    for (const check of waiting) check()
  }
  const context = {
    store,
    now: () => bench.at,
    log,
    emit,
    profileDir: '',
    cacheDir: '',
    // Learning starts no thread of its own.
    workers: {} as never,
  }
  const bench: Bench = {
    lab,
    store,
    log,
    states,
    settings: () => settings,
    machine: { onBattery: false, idleS: 0, busy: false },
    at: noon,
    learning: null as unknown as Learning, // made below, of this very bench
    async train() {
      await bench.learning.handlers['learning.train'](undefined)
      await bench.quiet()
    },
    async quiet() {
      const isQuiet = async () => (await bench.learning.handlers['learning.state'](undefined)).training === null
      while (!(await isQuiet()))
        await new Promise<void>(resolve => {
          const check = () => {
            waiting.delete(check)
            resolve()
          }
          waiting.add(check)
        })
    },
  }
  const learning = createLearning(context, {
    lab: given ?? lab,
    machine: { state: () => bench.machine, onChange: () => () => {} },
    settings: () => settings,
    keepMode: mode => {
      settings = { ...settings, learning: mode }
      learning.settingsChanged()
    },
    pace: { lookMs: 5, settleMs: 5, tellMs: 1 },
  })
  onTestFinished(() => learning.close())
  return Object.assign(bench, { learning })
}

const state = (bench: Bench) => bench.learning.handlers['learning.state'](undefined)
const report = (bench: Bench) => bench.learning.handlers['learning.report'](undefined)
const models = (bench: Bench) => bench.learning.handlers['learning.models'](undefined)

describe('a training', () => {
  it('finds a known taste: the model beats the yardsticks, is used, and the report says by how much', async () => {
    const bench = benchOf()
    addLibrary(bench.store.db, shelf)
    addLog(bench.store.db, artistLover(420))
    await bench.train()
    const card = await report(bench)
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
    const champion = bench.learning.champions.current('sat')
    expect(champion?.name).toBe(line?.used)
    expect(() => satChampionFrom(decodeArtifact(champion?.bytes ?? new Uint8Array()))).not.toThrow()
    expect(await state(bench)).toMatchObject({ training: null, newPlays: 0, trouble: null, lastTrainedAt: noon })
    expect(card).toMatchObject({ plays: 420, backend: 'wasm' })
  })

  it('does not use a model of a listener in whom there is nothing to find, and says so', async () => {
    const bench = benchOf()
    addLibrary(bench.store.db, shelf)
    addLog(bench.store.db, coin(420))
    await bench.train()
    const line = (await report(bench))?.lines.find(({ kind }) => kind === 'sat')
    expect(['same outcome', 'track rate']).toContain(line?.used)
    expect(bench.learning.champions.current('sat')).toBeNull()
    expect((await models(bench)).filter(({ kind }) => kind === 'sat').map(({ why }) => why)).toEqual(['lost'])
  })

  it('says of a listener of a few plays that nothing can be measured yet, and places the tracks all the same', async () => {
    const bench = benchOf()
    addLibrary(bench.store.db, shelf)
    addLog(bench.store.db, artistLover(20))
    await bench.train()
    const lines = (await report(bench))?.lines
    expect(lines?.map(({ kind, measuredOn }) => [kind, measuredOn])).toEqual([
      ['vectors', 0],
      ['next', 0],
      ['sat', 0],
    ])
    const bytes = bench.learning.champions.current('vectors')?.bytes ?? new Uint8Array()
    const { trackIds, values, size } = trackVectorsFromArtifact(decodeArtifact(bytes))
    expect(trackIds.length).toBe(shelf.tracks)
    for (let row = 0; row < trackIds.length; row++)
      expect(Math.hypot(...values.subarray(row * size, (row + 1) * size))).toBeCloseTo(1, 3)
  })

  it('has something to use after a hundred plays', async () => {
    const bench = benchOf()
    addLibrary(bench.store.db, shelf)
    addLog(bench.store.db, artistLover(100))
    await bench.train()
    expect(bench.learning.champions.current('sat')?.name).toBe('logistic regression')
  })

  it('tells its steps in order, with a share that never falls', async () => {
    const bench = benchOf()
    addLibrary(bench.store.db, shelf)
    addLog(bench.store.db, artistLover(300))
    await bench.train()
    const told = bench.states.flatMap(({ training }) => (training === null ? [] : [training]))
    expect(told.length).toBeGreaterThan(3)
    const shares = told.map(({ share }) => share)
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
    expect(told.every(({ asked, backend }) => asked && backend === 'wasm')).toBe(true)
  })
})

describe('a training that is cut short', () => {
  it('leaves nothing behind when it is cancelled half-way', async () => {
    const bench = benchOf()
    addLibrary(bench.store.db, shelf)
    addLog(bench.store.db, artistLover(300))
    await bench.train()
    const before = await models(bench)
    const card = await report(bench)
    const used = bench.learning.champions.current('sat')
    addLog(bench.store.db, artistLover(60, 2, 3000))
    let cancelling: unknown = null
    bench.lab.onProgress = (name, share) => {
      if (name === 'sat' && share > 0.3) cancelling ??= bench.learning.handlers['learning.cancel'](undefined)
    }
    await bench.train()
    await cancelling
    expect(cancelling).not.toBeNull()
    expect(await models(bench)).toEqual(before)
    expect(await report(bench)).toEqual(card)
    expect(bench.learning.champions.current('sat')).toBe(used)
    expect(await state(bench)).toMatchObject({ training: null, trouble: null })
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
    const bench = benchOf(store)
    bench.machine = { onBattery: false, idleS: 600, busy: false }
    expect(await models(bench)).toEqual([])
    bench.learning.start()
    await vi.waitFor(async () => expect((await state(bench)).lastTrainedAt).toBe(noon), { timeout: 20_000 })
    const kept = await models(bench)
    expect(kept.some(({ kind, inUse }) => kind === 'sat' && inUse)).toBe(true)
    await vi.waitFor(() =>
      expect(
        store.db
          .prepare('SELECT count(*) FROM model_parts WHERE model_id NOT IN (SELECT id FROM models)')
          .pluck()
          .get(),
      ).toBe(0),
    )
  })

  it('that fails is told in words, and what was in use goes on', async () => {
    const bench = benchOf()
    addLibrary(bench.store.db, shelf)
    addLog(bench.store.db, artistLover(120))
    await bench.train()
    const used = bench.learning.champions.current('sat')
    bench.lab.onProgress = () => {
      throw new Error('the driver is gone')
    }
    await bench.train()
    expect((await state(bench)).trouble?.message).toContain('the driver is gone')
    expect(bench.learning.champions.current('sat')).toBe(used)
    bench.lab.onProgress = () => {}
    await bench.train()
    expect((await state(bench)).trouble).toBeNull()
  })
})
