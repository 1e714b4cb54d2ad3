// The lab: the fastest backend of this machine does the work, the next one where it fails, and the listener's choice comes first.
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Sidecars } from '../../../../main/core/host/sidecars.ts'
import { createTrainingWorker } from '../../../../main/core/learning/training-worker/index.ts'
import { threadSidecars } from '../../../../main/core/learning/training-worker/thread-sidecars.ts'
import { openStore, type Store } from '../../../../main/core/store/open.ts'
import { ModelError, stepDone } from '../../../../models/model.ts'
import { defaultSettings, type Settings } from '../../../../preload/contract/settings.ts'
import { silentLog } from '../../../shell/silent-log.ts'
import { type Hosted, type HostedOptions, hosted } from './hosted.ts'

function emptyStore(): Store {
  const store = openStore({ file: ':memory:' })
  onTestFinished(() => store.close())
  return store
}

function trainerIn(sidecars: Sidecars, { backend = 'auto' as Settings['backend'], store = emptyStore() } = {}) {
  let settings: Settings = { ...defaultSettings, backend }
  const trainer = createTrainingWorker({
    sidecars,
    context: { store, now: () => 5000, log: silentLog },
    settings: () => settings,
    keepChoice: chosen => {
      settings = { ...settings, backend: chosen }
    },
  })
  onTestFinished(() => trainer.close())
  return trainer
}

const all = {
  webgpu: { detail: 'a GPU through WebGPU' },
  webgl: { detail: 'a GPU through WebGL' },
  wasm: { detail: 'WebAssembly' },
  cpu: { detail: 'plain JavaScript' },
} as const
const speeds = { webgpu: 3, webgl: 5, wasm: 10, cpu: 100 } as const

const work = 'trial'
const input = { steps: 1, limitMs: 1000, bestMs: 1000 }
const output = { msPerStep: 1, losses: Float32Array.of(1) }

const usual = (more: Partial<HostedOptions> = {}): Hosted => hosted({ backends: all, speeds, ...more })

const inUse = (trainer: ReturnType<typeof trainerIn>) => trainer.backends().find(row => row.inUse)?.name ?? null

describe('the choice of a backend', () => {
  it('falls on the fastest, and the table says of each how fast it is or why it is not there', async () => {
    const trainer = trainerIn(usual().sidecars)
    expect(inUse(trainer)).toBeNull()
    expect(await trainer.measure()).toEqual([
      { name: 'webgpu', host: 'page', msPerStep: 3, detail: 'a GPU through WebGPU', inUse: true },
      { name: 'webgl', host: 'page', msPerStep: 5, detail: 'a GPU through WebGL', inUse: false },
      { name: 'tfjs-node', host: 'node', msPerStep: null, detail: 'no tfjs-node here', inUse: false },
      { name: 'wasm', host: 'node', msPerStep: 10, detail: 'WebAssembly', inUse: false },
      { name: 'cpu', host: 'node', msPerStep: 100, detail: 'plain JavaScript', inUse: false },
    ])
  })

  it('falls on Node where there are no pages', async () => {
    const trainer = trainerIn(usual({ withPages: false }).sidecars)
    expect((await trainer.measure()).map(({ name, detail, inUse: used }) => [name, detail, used])).toEqual([
      ['webgpu', 'no page could be opened here', false],
      ['webgl', 'no page could be opened here', false],
      ['tfjs-node', 'no tfjs-node here', false],
      ['wasm', 'WebAssembly', true],
      ['cpu', 'plain JavaScript', false],
    ])
  })

  it('measures before the first job, and not again at the next start; but when asked', async () => {
    const store = emptyStore()
    const first = usual()
    const before = trainerIn(first.sidecars, { store })
    await before.run(work, input)
    expect(first.started).toEqual(['webgpu', 'webgl', 'wasm', 'cpu', 'webgpu'])
    await before.close()

    const second = usual({ speeds: { ...speeds, wasm: 1 } })
    const trainer = trainerIn(second.sidecars, { store })
    expect(inUse(trainer)).toBe('webgpu')
    await trainer.run(work, input)
    expect(second.started).toEqual(['webgpu'])
    await trainer.measure()
    expect(inUse(trainer)).toBe('wasm')
  })

  it('is the listener’s own where there is one, faster or not, and measures nothing for it', async () => {
    const sidecars = usual()
    const trainer = trainerIn(sidecars.sidecars, { backend: 'cpu' })
    await trainer.run(work, input)
    expect(sidecars.started).toEqual(['cpu'])
    expect(inUse(trainer)).toBe('cpu')
    await trainer.measure()
    expect(inUse(trainer)).toBe('cpu')
    expect(trainer.choose(null).find(row => row.inUse)?.name).toBe('webgpu')
    expect(trainer.choose('wasm').find(row => row.inUse)?.name).toBe('wasm')
  })

  it('does not matter to a light job, for which nothing is measured', async () => {
    const sidecars = usual()
    const trainer = trainerIn(sidecars.sidecars)
    await trainer.run(work, input, { isLight: true })
    expect(sidecars.started).toEqual(['wasm'])
    expect(inUse(trainer)).toBeNull()
  })

  it('leaves one sidecar open for the next job, and none of those it measured in', async () => {
    const sidecars = usual()
    const trainer = trainerIn(sidecars.sidecars)
    await trainer.run(work, input)
    await trainer.run(work, input)
    expect(sidecars.open()).toBe(1)
    await trainer.close()
    await expect.poll(sidecars.open).toBe(0)
  })
})

describe('a job whose backend fails', () => {
  const failing = (backends: readonly string[]): Hosted =>
    usual({
      work: backend => async () => {
        if (backends.includes(backend)) throw new Error(`${backend}: device lost`)
        return output
      },
    })

  it('moves down to the next best, says why, and later jobs begin there', async () => {
    const sidecars = failing(['webgpu'])
    const trainer = trainerIn(sidecars.sidecars)
    await trainer.measure()
    const tried: string[] = []
    const changes: (string | null)[] = []
    trainer.onChange(() => changes.push(inUse(trainer)))
    expect(await trainer.run(work, input, { onBackend: backend => tried.push(backend) })).toEqual(output)
    expect(tried).toEqual(['webgpu', 'webgl'])
    expect(changes).toEqual(['webgl'])
    expect(trainer.trouble()).toEqual({
      at: 5000,
      message: 'webgpu: device lost',
      movedFrom: 'webgpu',
      movedTo: 'webgl',
    })
    await trainer.run(work, input, { onBackend: backend => tried.push(backend) })
    expect(tried).toEqual(['webgpu', 'webgl', 'webgl'])
    trainer.allWell()
    expect(trainer.trouble()).toBeNull()
    trainer.choose(null)
    expect(inUse(trainer)).toBe('webgpu')
  })

  it('goes all the way down, and then says that none could do it', async () => {
    const sidecars = failing(['webgpu', 'webgl', 'wasm', 'cpu'])
    const trainer = trainerIn(sidecars.sidecars)
    await trainer.measure()
    const tried: string[] = []
    await expect(trainer.run(work, input, { onBackend: backend => tried.push(backend) })).rejects.toMatchObject({
      code: 'internal',
      message: 'No backend could do it. The last said: cpu: device lost',
    })
    expect(tried).toEqual(['webgpu', 'webgl', 'wasm', 'cpu'])
    expect(trainer.trouble()).toMatchObject({ movedFrom: 'cpu', movedTo: null })
    // What failed then may work now: nothing is given up for good.
    await expect(trainer.run(work, input, { onBackend: backend => tried.push(backend) })).rejects.toThrow()
    expect(tried).toHaveLength(8)
  })

  it('moves down where the sidecar dies in the middle', async () => {
    const sidecars: Hosted = usual({
      work: backend => async (_given, context) => {
        if (backend !== 'webgpu') return output
        await stepDone(context, 0.5)
        sidecars.crash()
        return new Promise(() => {})
      },
    })
    const trainer = trainerIn(sidecars.sidecars, { backend: 'webgpu' })
    expect(await trainer.run(work, input)).toEqual(output)
    expect(trainer.trouble()).toMatchObject({ message: 'its process ended', movedFrom: 'webgpu', movedTo: 'wasm' })
  })

  it('does not move down for a fault of its own, nor when it is cancelled', async () => {
    const sidecars = usual({
      work: () => async () => {
        throw new ModelError('diverged', 'the loss became NaN')
      },
    })
    const trainer = trainerIn(sidecars.sidecars, { backend: 'wasm' })
    await expect(trainer.run(work, input)).rejects.toMatchObject({ code: 'diverged' })
    await expect(trainer.run(work, input, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' })
    expect(trainer.trouble()).toBeNull()
    expect(sidecars.started).toEqual(['wasm'])
  })
})

describe('the trainer of threads', () => {
  it('measures what this machine has, and trains where no page is', async () => {
    const trainer = trainerIn(threadSidecars())
    const { losses } = await trainer.run('trial', { steps: 2, limitMs: 60_000, bestMs: 1e9 })
    expect(losses).toHaveLength(3)
    const rows = Object.fromEntries(trainer.backends().map(row => [row.name, row]))
    expect(rows['wasm']?.msPerStep).toBeGreaterThan(0)
    expect(rows['cpu']?.msPerStep).toBeGreaterThan(0)
    expect(rows['webgl']?.detail).toBe('no page could be opened here')
  })

  it('answers what waits when it closes', async () => {
    const trainer = trainerIn(threadSidecars(), { backend: 'wasm' })
    const running = trainer.run(
      'trial',
      { steps: 1_000_000, limitMs: 600_000, bestMs: 1e9 },
      { onProgress: () => closing() },
    )
    const waiting = trainer.run('trial', input)
    let closed: Promise<void> | null = null
    const closing = () => {
      closed ??= trainer.close()
    }
    await expect(running).rejects.toMatchObject({ code: 'cancelled' })
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' })
    await closed
  })
})
