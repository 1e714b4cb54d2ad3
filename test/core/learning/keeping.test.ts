// What learning keeps and gives back: three models of a kind, the way back, damage, pause and off, and the schedule.
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { backendsOf, chooseBackend } from '../../../main/core/backends/choose.ts'
import { readable } from '../../../main/core/learning/artifacts.ts'
import { isDue, playsToNext } from '../../../main/core/learning/schedule.ts'
import { createTrainingWorker } from '../../../main/core/learning/training-worker/index.ts'
import { threadSidecars } from '../../../main/core/learning/training-worker/thread-sidecars.ts'
import { openStore } from '../../../main/core/store/open.ts'
import { decodeArtifact } from '../../../models/artifact.ts'
import { trackVectorsFromArtifact } from '../../../models/tracks/track-vectors.ts'
import { defaultSettings } from '../../../preload/contract/settings.ts'
import { until } from '../../until.ts'
import { notedLog, temporaryFolder } from '../store/profiles.ts'
import { type Learner, learnerOf, models, noon, report, state } from './learner.ts'
import { addLibrary, addLog, memoryStore } from './logged.ts'
import { artistLover, coin, shelf } from './tastes.ts'

beforeAll(async () => {
  await chooseBackend({ wanted: 'wasm', backends: backendsOf(process.env), now: () => performance.now() })
})

const minute = 60_000
const of = async (learner: Learner, kind: string) => (await models(learner)).filter(model => model.kind === kind)

/** A hundred plays and a training, `times` times. */
async function nights(learner: Learner, times: number): Promise<void> {
  addLibrary(learner.store.db, shelf)
  for (let night = 0; night < times; night++) {
    addLog(learner.store.db, artistLover(90, 1 + night, night * 1000))
    learner.at = noon + night * 24 * 60 * minute
    await learner.train()
  }
}

describe('kept models', () => {
  it('are the last three of a kind, of which one is in use', async () => {
    const learner = learnerOf()
    await nights(learner, 4)
    for (const kind of ['vectors', 'sat'])
      expect((await of(learner, kind)).map(({ why }) => why)).toEqual(['in-use', 'older', 'older'])
    expect((await of(learner, 'sat')).map(({ plays }) => plays)).toEqual([360, 270, 180])
  })

  it('are gone back to by hand, and forward again; the next training goes on by itself', async () => {
    const learner = learnerOf()
    await nights(learner, 2)
    const [newer, older] = await of(learner, 'sat')
    let told = 0
    learner.learning.champions.onChange(() => told++)
    const use = (id = older?.id) => {
      if (id === undefined) throw new Error('nothing was kept')
      return learner.learning.handlers['learning.useModel']({ id })
    }
    await use()
    expect((await of(learner, 'sat')).map(({ why }) => why)).toEqual(['rolled-back', 'in-use'])
    expect(learner.learning.champions.current('sat')?.id).toBe(older?.id)
    expect(told).toBe(1)
    await use(newer?.id)
    expect((await of(learner, 'sat')).map(({ why }) => why)).toEqual(['in-use', 'older'])
    await use()
    addLog(learner.store.db, artistLover(60, 9, 9000))
    await learner.train()
    expect((await of(learner, 'sat')).map(({ why }) => why)).toEqual(['in-use', 'older', 'older'])
  })

  it('refuse to be used where they lost, or are not kept', async () => {
    const learner = learnerOf()
    addLibrary(learner.store.db, shelf)
    addLog(learner.store.db, coin(150))
    await learner.train()
    const [lost] = await of(learner, 'sat')
    expect(lost?.why).toBe('lost')
    const use = learner.learning.handlers['learning.useModel']
    expect(() => use({ id: lost?.id ?? neverKept })).toThrow('lost against')
    expect(() => use({ id: neverKept })).toThrow('not kept')
  })

  it('give way to the one before where their bytes are damaged or from the future, with a line in the log', async () => {
    const file = `${temporaryFolder()}/dwell.db`
    const before = openStore({ file })
    const learner = learnerOf(before)
    await nights(learner, 3)
    const [newest, second, third] = await of(learner, 'sat')
    await learner.learning.close()
    before.db.prepare('UPDATE model_parts SET bytes = substr(bytes, 1, 60) WHERE model_id = ?').run(newest?.id)
    before.db.prepare('UPDATE models SET code_version = 99 WHERE id = ?').run(second?.id)
    before.close()
    const store = openStore({ file })
    onTestFinished(() => store.close())
    const again = learnerOf(store)
    expect(again.learning.champions.current('sat')?.id).toBe(third?.id)
    expect((await of(again, 'sat')).map(({ id, why }) => [id, why])).toEqual([[third?.id, 'in-use']])
    expect(again.log.lines.filter(line => line.includes('cannot be used'))).toHaveLength(2)
    expect(again.learning.champions.current('vectors')).not.toBeNull()
  })

  it('are written in versions that are read', async () => {
    const learner = learnerOf()
    await nights(learner, 4)
    for (const kind of ['vectors', 'sat', 'next'] as const) {
      const bytes = learner.learning.champions.current(kind)?.bytes
      if (bytes === undefined) continue
      const artifact = decodeArtifact(bytes)
      expect(readable[kind][artifact.kind]).toBe(artifact.version)
    }
    expect(learner.learning.champions.current('sat')).not.toBeNull()
  })
})

// A number that no row has.
const neverKept = 999 as never

describe('the listener’s hand', () => {
  it('pauses: what is heard meanwhile is not learned from, what was learned is still used', async () => {
    const learner = learnerOf()
    await nights(learner, 1)
    const used = learner.learning.champions.current('sat')
    const setMode = learner.learning.handlers['learning.setMode']
    learner.at = noon + 90 * minute
    await setMode({ mode: 'paused' })
    expect(await learner.learning.handlers['learning.state'](undefined)).toMatchObject({ mode: 'paused', newPlays: 0 })
    addLog(learner.store.db, [{ track: 1, at: noon + 100 * minute, heardMs: 200_000, sat: 1 }])
    learner.learning.played()
    expect((await state(learner)).newPlays).toBe(0)
    expect(learner.learning.champions.current('sat')).toBe(used)
    learner.at = noon + 120 * minute
    await setMode({ mode: 'on' })
    addLog(learner.store.db, [{ track: 2, at: noon + 130 * minute, heardMs: 200_000, sat: 1 }])
    learner.learning.played()
    expect(await state(learner)).toMatchObject({ mode: 'on', newPlays: 1 })
    await learner.train()
    expect((await report(learner))?.plays).toBe(91)
  })

  it('switches learning off: nothing is used or trained, until it is on again', async () => {
    const learner = learnerOf()
    await nights(learner, 1)
    const used = learner.learning.champions.current('sat')
    const setMode = learner.learning.handlers['learning.setMode']
    await setMode({ mode: 'off' })
    for (const kind of ['vectors', 'sat', 'next'] as const) expect(learner.learning.champions.current(kind)).toBeNull()
    await expect(learner.train()).rejects.toThrow('off')
    await setMode({ mode: 'on' })
    expect(learner.learning.champions.current('sat')).toEqual(used)
  })

  it('forgets: the next training is due at once, and no model that knew stays', async () => {
    const learner = learnerOf()
    await nights(learner, 2)
    learner.machine = { onBattery: false, idleS: 600, busy: false }
    const store = learner.store
    store.db.exec(`INSERT INTO forgets (kind, label, plays, from_at, to_at, at)
      VALUES ('everything', '', 180, 0, ${noon + 48 * 60 * minute}, ${noon + 48 * 60 * minute})`)
    learner.at = noon + 49 * 60 * minute
    learner.learning.historyChanged()
    learner.learning.start()
    await until(async () => expect((await report(learner))?.plays).toBe(0))
    expect(learner.learning.champions.current('sat')).toBeNull()
    expect((await models(learner)).map(({ kind, name }) => [kind, name])).toEqual([['vectors', 'sound and tags']])
    expect(store.db.prepare("SELECT count(*) FROM upkeep WHERE name = 'learnAnew'").pluck().get()).toBe(0)
  })

  it('are out of use at once where they were erased with all that they learned from', async () => {
    const learner = learnerOf()
    await nights(learner, 1)
    const { champions } = learner.learning
    expect(champions.current('sat')).not.toBeNull()
    let told = 0
    champions.onChange(() => told++)
    learner.store.db.exec('DELETE FROM models; DELETE FROM trainings')
    learner.learning.historyChanged()
    expect([champions.current('sat'), champions.current('vectors'), told]).toEqual([null, null, 1])
    expect(await report(learner)).toBeNull()
  })
})

describe('the first day', () => {
  it('places every track without being asked, and again when more came', async () => {
    const learner = learnerOf()
    addLibrary(learner.store.db, shelf)
    learner.learning.start()
    const placed = () => {
      const bytes = learner.learning.champions.current('vectors')?.bytes
      return bytes === undefined ? 0 : trackVectorsFromArtifact(decodeArtifact(bytes)).trackIds.length
    }
    await until(() => expect(placed()).toBe(shelf.tracks))
    expect(learner.states.every(({ training }) => training === null)).toBe(true)
    learner.store.db.exec('UPDATE tracks SET listed = 0 WHERE id > 390')
    learner.learning.libraryChanged()
    await until(() => expect(placed()).toBe(390))
    expect((await of(learner, 'vectors')).map(({ name, why }) => [name, why])).toEqual([['sound and tags', 'in-use']])
    expect(learner.trainer.ran).toEqual(['firstDay', 'firstDay'])
  })
})

describe('the schedule', () => {
  const idle = { onBattery: false, idleS: 300, busy: false }
  const due = { newPlays: 60, nextAt: 50, changed: false, lastTrainedAt: noon, notBefore: 0 }

  it('begins when enough was heard and nobody would feel it', () => {
    expect(isDue(due, idle, noon)).toBe(true)
    expect(isDue({ ...due, newPlays: 49 }, idle, noon)).toBe(false)
    expect(isDue(due, { ...idle, onBattery: true }, noon)).toBe(false)
    expect(isDue(due, { ...idle, busy: true }, noon)).toBe(false)
    expect(isDue(due, { ...idle, idleS: 60 }, noon)).toBe(false)
    expect(isDue({ ...due, notBefore: noon + 1 }, idle, noon)).toBe(false)
    expect(isDue({ ...due, newPlays: 0, changed: true }, idle, noon)).toBe(true)
  })

  it('learns from the day’s few plays at night', () => {
    const few = { ...due, newPlays: 3 }
    const night = noon + 21 * 60 * minute
    expect(isDue(few, { ...idle, idleS: 3600 }, night)).toBe(true)
    expect(isDue(few, idle, night)).toBe(false)
    expect(isDue({ ...few, newPlays: 0 }, { ...idle, idleS: 3600 }, night)).toBe(false)
  })

  it('trains sooner while it hardly knows the listener, and never later than the listener set', () => {
    expect(playsToNext(50, null)).toBe(30)
    expect(playsToNext(50, 40)).toBe(15)
    expect(playsToNext(50, 100)).toBe(30)
    expect(playsToNext(50, 5000)).toBe(50)
    expect(playsToNext(10, null)).toBe(10)
  })

  it('begins anew at once where a training was given up because its history was forgotten', async () => {
    const learner = learnerOf()
    addLibrary(learner.store.db, shelf)
    addLog(learner.store.db, artistLover(100))
    let isChanged = false
    learner.trainer.onProgress = name => {
      if (name !== 'sat' || isChanged) return
      isChanged = true
      learner.learning.historyChanged()
    }
    learner.machine = idle
    learner.learning.start()
    await until(() => expect(isChanged).toBe(true))
    // The clock stands still: no rest is over.
    await until(async () => expect((await report(learner))?.plays).toBe(100))
  })

  it('trains by itself, and after a cancel not at once again', async () => {
    const learner = learnerOf()
    addLibrary(learner.store.db, shelf)
    addLog(learner.store.db, artistLover(100))
    learner.learning.start()
    await until(() => expect(learner.trainer.ran).toEqual(['firstDay']))
    let cancelled: unknown = null
    learner.trainer.onProgress = name => {
      if (name === 'sat') cancelled ??= learner.learning.handlers['learning.cancel'](undefined)
    }
    learner.machine = idle
    await until(() => expect(cancelled).not.toBeNull())
    await cancelled
    const ran = learner.trainer.ran.length
    // Many looks later.
    for (let look = 0; look < 20; look++) await new Promise(resolve => setTimeout(resolve, 5))
    expect(learner.trainer.ran.length).toBe(ran)
    expect(await report(learner)).toBeNull()
    learner.at = noon + 31 * minute
    await until(async () => expect((await report(learner))?.plays).toBe(100))
  })
})

describe('the trainer in a thread of its own', () => {
  it('trains as the trainer in this one does', async () => {
    const store = memoryStore()
    const trainer = createTrainingWorker({
      sidecars: threadSidecars(),
      context: { store, now: () => noon, log: notedLog() },
      settings: () => ({ ...defaultSettings, backend: 'wasm' }),
      keepChoice: () => {},
    })
    const there = learnerOf(store, trainer)
    const here = learnerOf()
    for (const learner of [there, here]) {
      addLibrary(learner.store.db, shelf)
      addLog(learner.store.db, artistLover(150))
      await learner.train()
    }
    const [one, other] = [await report(there), await report(here)]
    expect(one?.lines).toEqual(other?.lines)
    expect(there.learning.champions.current('sat')?.bytes).toEqual(here.learning.champions.current('sat')?.bytes)
  })
})
