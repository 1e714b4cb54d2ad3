// The lab killed in the middle of a training: the work goes on one backend further down, and the rest of Dwell never notices.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LearningState } from '../../preload/contract/learning.ts'
import { ask, corePid, type StartedApp } from './app.ts'
import { startInEnglish } from './listener/room.ts'

/** The music is composed once for each user, which takes a minute or two on a small machine. */
const composing = { timeout: 300_000, interval: 200 } as const
const patience = { timeout: 60_000, interval: 50 } as const

let dwell: StartedApp
beforeAll(async () => {
  dwell = await startInEnglish({ words: ['--demo'] })
})
afterAll(async () => {
  await dwell?.close()
})

async function learning(): Promise<LearningState> {
  const answer = await ask(dwell.window, 'learning.state')
  if (!answer.ok) throw new Error(answer.message)
  return answer.data
}

const labPids = () =>
  dwell.app.evaluate(({ app }) =>
    app
      .getAppMetrics()
      .filter(({ name }) => name === 'Dwell training')
      .map(({ pid }) => pid),
  )

describe('a lab that is killed while it trains', () => {
  it('moves the training down, says so, and leaves everything else as it was', { timeout: 420_000 }, async () => {
    await expect
      .poll(async () => {
        const totals = await ask(dwell.window, 'listening.totals')
        return totals.ok ? totals.data.plays : 0
      }, composing)
      .toBeGreaterThan(500)
    expect(await ask(dwell.window, 'learning.chooseBackend', { name: 'wasm' })).toMatchObject({ ok: true })
    const core = await corePid(dwell.app)
    await ask(dwell.window, 'learning.train')
    // The job itself says so, hence it runs.
    await expect.poll(async () => (await learning()).training?.share ?? 0, patience).toBeGreaterThan(0.05)
    expect(await labPids()).toHaveLength(1)
    for (const pid of await labPids()) process.kill(pid, 'SIGKILL')

    await expect
      .poll(async () => (await learning()).trouble, patience)
      .toMatchObject({ movedFrom: 'wasm', movedTo: 'cpu', message: 'its process ended' })
    await expect.poll(async () => (await learning()).training?.backend, patience).toBe('cpu')
    expect(await corePid(dwell.app)).toBe(core)
    expect(await ask(dwell.window, 'queue.state')).toMatchObject({ ok: true })
    const backends = await ask(dwell.window, 'learning.backends')
    expect(backends.ok && backends.data.filter(row => row.inUse).map(({ name }) => name)).toEqual(['cpu'])

    expect(await ask(dwell.window, 'learning.cancel')).toMatchObject({ ok: true })
    expect(await ask(dwell.window, 'learning.state')).toMatchObject({ ok: true, data: { training: null } })
  })

  it('is opened anew for the next training', { timeout: 120_000 }, async () => {
    await ask(dwell.window, 'learning.chooseBackend', { name: 'wasm' })
    await ask(dwell.window, 'learning.train')
    await expect.poll(async () => (await learning()).training?.backend, patience).toBe('wasm')
    await expect.poll(labPids, patience).toHaveLength(1)
    expect(await ask(dwell.window, 'learning.cancel')).toMatchObject({ ok: true })
  })
})

describe('a core that is killed while it trains', () => {
  it('takes the lab with it, and learns another time', { timeout: 120_000 }, async () => {
    await ask(dwell.window, 'learning.train')
    await expect.poll(async () => (await learning()).training?.share ?? 0, patience).toBeGreaterThan(0.05)
    const [lab] = await labPids()
    const core = await corePid(dwell.app)
    process.kill(core, 'SIGKILL')
    await expect.poll(async () => (await labPids()).includes(lab ?? 0), patience).toBe(false)
    await expect.poll(() => corePid(dwell.app).catch(() => core), patience).not.toBe(core)
    expect(await learning()).toMatchObject({ training: null })

    await ask(dwell.window, 'learning.train')
    await expect.poll(async () => (await learning()).training?.share ?? 0, patience).toBeGreaterThan(0.05)
    await ask(dwell.window, 'learning.cancel')
    expect(await learning()).toMatchObject({ training: null })
  })
})
