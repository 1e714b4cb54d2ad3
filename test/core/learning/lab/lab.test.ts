// The lab: the fastest backend of this machine does the work, the next one where it fails, and the listener's choice comes first.
import { describe, expect, it, onTestFinished } from 'vitest'
import { createLab } from '../../../../main/core/learning/lab/index.ts'
import { roomsOfThreads } from '../../../../main/core/learning/lab/rooms-of-threads.ts'
import type { Rooms } from '../../../../main/core/rooms.ts'
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

function labIn(rooms: Rooms, { backend = 'auto' as Settings['backend'], store = emptyStore() } = {}) {
  let settings: Settings = { ...defaultSettings, backend }
  const lab = createLab({
    rooms,
    context: { store, now: () => 5000, log: silentLog },
    settings: () => settings,
    keepChoice: chosen => {
      settings = { ...settings, backend: chosen }
    },
  })
  onTestFinished(() => lab.close())
  return lab
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

const inUse = (lab: ReturnType<typeof labIn>) => lab.backends().find(row => row.inUse)?.name ?? null

describe('the choice of a backend', () => {
  it('falls on the fastest, and the table says of each how fast it is or why it is not there', async () => {
    const lab = labIn(usual().rooms)
    expect(inUse(lab)).toBeNull()
    expect(await lab.measure()).toEqual([
      { name: 'webgpu', host: 'page', msPerStep: 3, detail: 'a GPU through WebGPU', inUse: true },
      { name: 'webgl', host: 'page', msPerStep: 5, detail: 'a GPU through WebGL', inUse: false },
      { name: 'tfjs-node', host: 'node', msPerStep: null, detail: 'no tfjs-node here', inUse: false },
      { name: 'wasm', host: 'node', msPerStep: 10, detail: 'WebAssembly', inUse: false },
      { name: 'cpu', host: 'node', msPerStep: 100, detail: 'plain JavaScript', inUse: false },
    ])
  })

  it('falls on Node where there are no pages', async () => {
    const lab = labIn(usual({ withPages: false }).rooms)
    expect((await lab.measure()).map(({ name, detail, inUse: used }) => [name, detail, used])).toEqual([
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
    const before = labIn(first.rooms, { store })
    await before.run(work, input)
    expect(first.started).toEqual(['webgpu', 'webgl', 'wasm', 'cpu', 'webgpu'])
    await before.close()

    const second = usual({ speeds: { ...speeds, wasm: 1 } })
    const lab = labIn(second.rooms, { store })
    expect(inUse(lab)).toBe('webgpu')
    await lab.run(work, input)
    expect(second.started).toEqual(['webgpu'])
    await lab.measure()
    expect(inUse(lab)).toBe('wasm')
  })

  it('is the listener’s own where there is one, faster or not, and measures nothing for it', async () => {
    const rooms = usual()
    const lab = labIn(rooms.rooms, { backend: 'cpu' })
    await lab.run(work, input)
    expect(rooms.started).toEqual(['cpu'])
    expect(inUse(lab)).toBe('cpu')
    await lab.measure()
    expect(inUse(lab)).toBe('cpu')
    expect(lab.choose(null).find(row => row.inUse)?.name).toBe('webgpu')
    expect(lab.choose('wasm').find(row => row.inUse)?.name).toBe('wasm')
  })

  it('does not matter to a light job, for which nothing is measured', async () => {
    const rooms = usual()
    const lab = labIn(rooms.rooms)
    await lab.run(work, input, { isLight: true })
    expect(rooms.started).toEqual(['wasm'])
    expect(inUse(lab)).toBeNull()
  })

  it('leaves one room open for the next job, and none of those it measured in', async () => {
    const rooms = usual()
    const lab = labIn(rooms.rooms)
    await lab.run(work, input)
    await lab.run(work, input)
    expect(rooms.open()).toBe(1)
    await lab.close()
    await expect.poll(rooms.open).toBe(0)
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
    const rooms = failing(['webgpu'])
    const lab = labIn(rooms.rooms)
    await lab.measure()
    const tried: string[] = []
    const changes: (string | null)[] = []
    lab.onChange(() => changes.push(inUse(lab)))
    expect(await lab.run(work, input, { onBackend: backend => tried.push(backend) })).toEqual(output)
    expect(tried).toEqual(['webgpu', 'webgl'])
    expect(changes).toEqual(['webgl'])
    expect(lab.trouble()).toEqual({
      at: 5000,
      message: 'webgpu: device lost',
      movedFrom: 'webgpu',
      movedTo: 'webgl',
    })
    await lab.run(work, input, { onBackend: backend => tried.push(backend) })
    expect(tried).toEqual(['webgpu', 'webgl', 'webgl'])
    lab.allWell()
    expect(lab.trouble()).toBeNull()
    lab.choose(null)
    expect(inUse(lab)).toBe('webgpu')
  })

  it('goes all the way down, and then says that none could do it', async () => {
    const rooms = failing(['webgpu', 'webgl', 'wasm', 'cpu'])
    const lab = labIn(rooms.rooms)
    await lab.measure()
    const tried: string[] = []
    await expect(lab.run(work, input, { onBackend: backend => tried.push(backend) })).rejects.toMatchObject({
      code: 'internal',
      message: 'No backend could do it. The last said: cpu: device lost',
    })
    expect(tried).toEqual(['webgpu', 'webgl', 'wasm', 'cpu'])
    expect(lab.trouble()).toMatchObject({ movedFrom: 'cpu', movedTo: null })
    // What failed then may work now: nothing is given up for good.
    await expect(lab.run(work, input, { onBackend: backend => tried.push(backend) })).rejects.toThrow()
    expect(tried).toHaveLength(8)
  })

  it('moves down where the room dies in the middle', async () => {
    const rooms: Hosted = usual({
      work: backend => async (_given, context) => {
        if (backend !== 'webgpu') return output
        await stepDone(context, 0.5)
        rooms.crash()
        return new Promise(() => {})
      },
    })
    const lab = labIn(rooms.rooms, { backend: 'webgpu' })
    expect(await lab.run(work, input)).toEqual(output)
    expect(lab.trouble()).toMatchObject({ message: 'its process ended', movedFrom: 'webgpu', movedTo: 'wasm' })
  })

  it('does not move down for a fault of its own, nor when it is cancelled', async () => {
    const rooms = usual({
      work: () => async () => {
        throw new ModelError('diverged', 'the loss became NaN')
      },
    })
    const lab = labIn(rooms.rooms, { backend: 'wasm' })
    await expect(lab.run(work, input)).rejects.toMatchObject({ code: 'diverged' })
    await expect(lab.run(work, input, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' })
    expect(lab.trouble()).toBeNull()
    expect(rooms.started).toEqual(['wasm'])
  })
})

describe('the lab of threads', () => {
  it('measures what this machine has, and trains where no page is', async () => {
    const lab = labIn(roomsOfThreads())
    const { losses } = await lab.run('trial', { steps: 2, limitMs: 60_000, bestMs: 1e9 })
    expect(losses).toHaveLength(3)
    const rows = Object.fromEntries(lab.backends().map(row => [row.name, row]))
    expect(rows['wasm']?.msPerStep).toBeGreaterThan(0)
    expect(rows['cpu']?.msPerStep).toBeGreaterThan(0)
    expect(rows['webgl']?.detail).toBe('no page could be opened here')
  })

  it('answers what waits when it closes', async () => {
    const lab = labIn(roomsOfThreads(), { backend: 'wasm' })
    const running = lab.run(
      'trial',
      { steps: 1_000_000, limitMs: 600_000, bestMs: 1e9 },
      { onProgress: () => closing() },
    )
    const waiting = lab.run('trial', input)
    let closed: Promise<void> | null = null
    const closing = () => {
      closed ??= lab.close()
    }
    await expect(running).rejects.toMatchObject({ code: 'cancelled' })
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' })
    await closed
  })
})
