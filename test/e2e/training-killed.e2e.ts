// The lab killed in the middle of a training: the work goes on one backend further down, and the rest of Dwell never notices.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { LearningState } from '../../preload/contract/learning.ts'
import { ask, corePid, type StartedApp } from './app.ts'
import { startInEnglish } from './listener/room.ts'
import { type Listened, listenedProfile } from './loop/listened.ts'

let at: Listened
let dwell: StartedApp
beforeAll(async () => {
  at = await listenedProfile()
  dwell = await startInEnglish({ profile: at.profile })
})
beforeEach(async () => {
  expect(await ask(dwell.window, 'learning.chooseBackend', { name: 'wasm' })).toMatchObject({ ok: true })
})
afterAll(async () => {
  await dwell?.close()
  at?.remove()
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
  it('moves the training down, says so, and leaves everything else as it was', async () => {
    const core = await corePid(dwell.app)
    await ask(dwell.window, 'learning.train')
    // The job itself says so, hence it runs.
    await expect.poll(async () => (await learning()).training?.share ?? 0).toBeGreaterThan(0.05)
    await expect.poll(labPids).toHaveLength(1)
    for (const pid of await labPids()) process.kill(pid, 'SIGKILL')

    await expect
      .poll(async () => (await learning()).trouble)
      .toMatchObject({ movedFrom: 'wasm', movedTo: 'cpu', message: 'its process ended' })
    await expect.poll(async () => (await learning()).training?.backend).toBe('cpu')
    expect(await corePid(dwell.app)).toBe(core)
    expect(await ask(dwell.window, 'queue.state')).toMatchObject({ ok: true })
    const backends = await ask(dwell.window, 'learning.backends')
    expect(backends.ok && backends.data.filter(row => row.inUse).map(({ name }) => name)).toEqual(['cpu'])

    expect(await ask(dwell.window, 'learning.cancel')).toMatchObject({ ok: true })
    expect(await ask(dwell.window, 'learning.state')).toMatchObject({ ok: true, data: { training: null } })
  })

  it('is opened anew for the next training', async () => {
    await ask(dwell.window, 'learning.train')
    await expect.poll(async () => (await learning()).training?.backend).toBe('wasm')
    await expect.poll(labPids).toHaveLength(1)
    expect(await ask(dwell.window, 'learning.cancel')).toMatchObject({ ok: true })
  })
})

describe('a core that is killed while it trains', () => {
  it('takes the lab with it, and learns another time', async () => {
    await ask(dwell.window, 'learning.train')
    await expect.poll(async () => (await learning()).training?.share ?? 0).toBeGreaterThan(0.05)
    const [lab] = await labPids()
    const core = await corePid(dwell.app)
    process.kill(core, 'SIGKILL')
    await expect.poll(async () => (await labPids()).includes(lab ?? 0)).toBe(false)
    await expect.poll(() => corePid(dwell.app).catch(() => core)).not.toBe(core)
    expect(await learning()).toMatchObject({ training: null })

    await ask(dwell.window, 'learning.train')
    await expect.poll(async () => (await learning()).training?.share ?? 0).toBeGreaterThan(0.05)
    await ask(dwell.window, 'learning.cancel')
    await expect.poll(learning).toMatchObject({ training: null })
  })
})
