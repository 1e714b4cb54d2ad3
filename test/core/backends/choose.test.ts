// Which backend learns: the fastest that starts, the one that is asked for, the next one when a device is lost.
import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import type { Backend } from '../../../main/core/backends/backend.ts'
import { backendsOf, chooseBackend } from '../../../main/core/backends/choose.ts'
import { cpuBackend } from '../../../main/core/backends/cpu.ts'
import { tfjsNodeBackend } from '../../../main/core/backends/tfjs-node.ts'
import { wasmBackend } from '../../../main/core/backends/wasm.ts'
import { ModelError } from '../../../models/model.ts'

/** A clock by which a look at it takes as long as the backend in use is slow. */
const clock = (slowness: { readonly [backend: string]: number }) => {
  let now = 0
  return () => {
    now += slowness[tf.getBackend()] ?? 0
    return now
  }
}

const absent: Backend = { name: 'webgpu', start: async () => ({ why: 'no GPU was found' }) }
const both = [absent, cpuBackend(), wasmBackend()]

describe('the choice of a backend', () => {
  it('is the one that took the least time a step, and lists every other with what it is or why not', async () => {
    const chosen = await chooseBackend({ backends: both, now: clock({ cpu: 9, wasm: 2 }) })
    expect(chosen.name).toBe('wasm')
    expect(tf.getBackend()).toBe('wasm')
    expect(chosen.found).toEqual([
      { name: 'wasm', detail: expect.stringMatching(/^WebAssembly with SIMD, \d+ threads?$/), stepMs: 2 },
      { name: 'cpu', detail: 'plain JavaScript, 1 thread', stepMs: 9 },
      { name: 'webgpu', detail: 'no GPU was found', stepMs: null },
    ])
    const other = await chooseBackend({ backends: both, now: clock({ cpu: 1, wasm: 2 }) })
    expect([other.name, tf.getBackend()]).toEqual(['cpu', 'cpu'])
  })

  it('is the one that is asked for, and the others are not even started', async () => {
    let started = 0
    const counted: Backend = {
      name: 'wasm',
      async start() {
        started++
        return wasmBackend().start()
      },
    }
    const chosen = await chooseBackend({ wanted: 'cpu', backends: [counted, cpuBackend()], now: clock({}) })
    expect([chosen.name, started]).toEqual(['cpu', 0])
  })

  it('says why the one that is asked for cannot be used', async () => {
    const choice = chooseBackend({ wanted: 'webgpu', backends: both, now: clock({}) })
    await expect(choice).rejects.toThrow('webgpu: no GPU was found')
  })

  it('leaves out one that takes too long for its first step', async () => {
    const chosen = await chooseBackend({ backends: both, now: clock({ cpu: 60, wasm: 5 }), limitMs: 50 })
    expect(chosen.found.map(({ name, stepMs }) => [name, stepMs])).toEqual([
      ['wasm', 5],
      ['webgpu', null],
      ['cpu', null],
    ])
    expect(chosen.found[2]?.detail).toContain('too slow')
  })

  it('leaves no tensor of the trial behind', async () => {
    await chooseBackend({ backends: both, now: clock({ cpu: 9, wasm: 2 }) })
    const tensors = tf.memory().numTensors
    await chooseBackend({ backends: both, now: clock({ cpu: 9, wasm: 2 }) })
    expect(tf.memory().numTensors).toBe(tensors)
  })

  it('finds WebAssembly or better on every machine that tests run on', async () => {
    const chosen = await chooseBackend({ backends: backendsOf({}), now: () => performance.now() })
    expect(chosen.found.map(({ name }) => name).toSorted()).toEqual(['cpu', 'tfjs-node', 'wasm', 'webgpu'])
    expect(chosen.found.find(({ name }) => name === 'wasm')?.stepMs).toBeGreaterThan(0)
  })

  it('says of a folder that is no tfjs-node that it is none', async () => {
    expect(await tfjsNodeBackend('/nowhere').start()).toEqual({ why: expect.stringContaining('/nowhere') })
  })
})

describe('a job on the chosen backend', () => {
  const choose = (onLost?: (line: string) => void, backends: readonly Backend[] = both) =>
    chooseBackend({ backends, now: clock({ cpu: 9, wasm: 2 }), ...(onLost ? { onLost } : {}) })

  it('runs again from its beginning on the next backend when a step fails, and says so', async () => {
    const lines: string[] = []
    const chosen = await choose(line => lines.push(line))
    const answer = await chosen.run(async () => {
      if (tf.getBackend() === 'wasm') throw new RangeError('WebAssembly.Memory.grow(): out of memory')
      return tf.getBackend()
    })
    expect([answer, chosen.name]).toEqual(['cpu', 'cpu'])
    expect(lines).toEqual(['wasm failed (WebAssembly.Memory.grow(): out of memory): cpu is used instead'])
    expect(await chosen.run(async () => tf.getBackend())).toBe('cpu')
  })

  it('goes on elsewhere when its device is lost, though the job itself never ends', async () => {
    let lose: (why: string) => void = () => undefined
    const gpu: Backend = {
      name: 'webgpu',
      async start() {
        await wasmBackend().start()
        return {
          registered: 'wasm',
          detail: 'a GPU',
          lost: new Promise<string>(resolve => {
            lose = resolve
          }),
        }
      },
    }
    const lines: string[] = []
    const chosen = await choose(line => lines.push(line), [gpu, cpuBackend()])
    const job = chosen.run(() => {
      if (tf.getBackend() === 'cpu') return Promise.resolve('done on the CPU')
      lose('the driver was updated')
      return new Promise<string>(() => undefined)
    })
    expect(await job).toBe('done on the CPU')
    expect(lines).toEqual(['webgpu failed (the driver was updated): cpu is used instead'])
  })

  it("hands the model's own errors to the caller and stays where it is", async () => {
    const chosen = await choose()
    const cancelled = chosen.run(async () => {
      throw new ModelError('cancelled', 'the fit was cancelled')
    })
    await expect(cancelled).rejects.toThrow(ModelError)
    expect(chosen.name).toBe('wasm')
  })

  it("hands the last backend's failure to the caller", async () => {
    const chosen = await choose()
    const failed = chosen.run(async () => {
      throw new Error(`out of memory on ${tf.getBackend()}`)
    })
    await expect(failed).rejects.toThrow('out of memory on cpu')
  })
})
