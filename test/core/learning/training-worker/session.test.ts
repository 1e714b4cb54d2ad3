// A session of the lab: a job goes in, and comes out done, cancelled, too late, or with the reason why its backend could not do it.
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Sidecars } from '../../../../main/core/host/sidecars.ts'
import {
  BackendFault,
  openSession,
  type TrainingSession,
} from '../../../../main/core/learning/training-worker/session.ts'
import { threadSidecars } from '../../../../main/core/learning/training-worker/thread-sidecars.ts'
import type { Job } from '../../../../models/jobs/job.ts'
import { checkCancelled, ModelError, stepDone } from '../../../../models/model.ts'
import type { BackendName } from '../../../../preload/contract/learning.ts'
import { type HostedOptions, hosted } from './hosted.ts'

async function sessionIn(
  sidecars: Sidecars,
  backend: BackendName = 'wasm',
  memoryBytes = 2 ** 30,
): Promise<TrainingSession> {
  const session = await openSession({ sidecars, sidecar: 'training-node', backend, memoryBytes })
  if ('why' in session) throw new Error(session.why)
  onTestFinished(() => session.close())
  return session
}

const here = { backends: { wasm: { detail: 'made up' } } } as const
const hostedSession = (jobs: NonNullable<HostedOptions['jobs']>, more: Partial<HostedOptions> = {}) =>
  sessionIn(hosted({ ...here, jobs, ...more }).sidecars)
const only = (made: Job<unknown, unknown>): Job<never, unknown> => made
const job = (name: string, input: unknown = null) => ({ name, input, seed: 1, limitMs: 60_000 })

/** Goes on until it is told to stop. */
const endless = only(async (_input, context) => {
  for (;;) {
    await stepDone(context, 0.5)
    await new Promise(resolve => setImmediate(resolve))
  }
})

describe('a session over threads', () => {
  it('trains for real in WebAssembly, and the same again with the same seed', async () => {
    const session = await sessionIn(threadSidecars())
    expect(session.detail).toMatch(/^WebAssembly/)
    const shares: number[] = []
    const trial = () =>
      session.run({
        ...job('trial', { steps: 3, limitMs: 60_000, bestMs: 1e9 }),
        onProgress: ({ share }) => shares.push(share),
      })
    const first = await trial()
    expect(first).toEqual({ msPerStep: expect.any(Number), losses: expect.any(Float32Array) })
    expect(shares[0]).toBe(0.25)
    expect(await trial()).toMatchObject({ losses: Reflect.get(Object(first), 'losses') })
  })

  it('says why a backend is not there', async () => {
    const sidecars = threadSidecars()
    const open = (backend: BackendName, sidecar: 'training-node' | 'training-page') =>
      openSession({ sidecars, sidecar, backend, memoryBytes: 1 })
    expect(await open('webgl', 'training-node')).toEqual({ why: 'not in Node' })
    expect(await open('webgl', 'training-page')).toEqual({ why: 'no page could be opened here' })
  })
})

describe('a job', () => {
  it('gives what it made, with its randomness from the seed', async () => {
    const session = await hostedSession({
      echo: only(async (input, { rng }) => ({ input, drawn: rng.below(1000) })),
    })
    const input = { plays: Float64Array.from({ length: 300_000 }, (_, index) => index) }
    const first = await session.run(job('echo', input))
    expect(first).toEqual({ input, drawn: expect.any(Number) })
    expect(await session.run(job('echo', input))).toEqual(first)
    expect(await session.run({ ...job('echo', input), seed: 2 })).not.toEqual(first)
  })

  it('says how far it is and what it is at', async () => {
    const session = await hostedSession({
      steps: only(async (_input, context) => {
        context.onStep('vectors')
        await stepDone(context, 0.5, 2)
        context.onStep('sat')
        await stepDone(context, Number.NaN, Number.NaN)
        return 'done'
      }),
    })
    const told: unknown[] = []
    await session.run({ ...job('steps'), onProgress: ({ share, step }) => told.push([step, share]) })
    expect(told).toEqual([
      ['vectors', 0],
      ['sat', 0.5],
    ])
  })

  it('is cancelled between two steps, and the session takes the next one', async () => {
    const session = await hostedSession({ endless, quick: only(async () => 'done') })
    const stop = new AbortController()
    const running = session.run({ ...job('endless'), signal: stop.signal, onProgress: () => stop.abort() })
    await expect(running).rejects.toMatchObject({ name: 'ModelError', code: 'cancelled' })
    expect(await session.run(job('quick'))).toBe('done')
  })

  it('that was cancelled before it began does not begin', async () => {
    const session = await hostedSession({ endless })
    await expect(session.run({ ...job('endless'), signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    })
  })

  it('that does not hear a cancel is ended with its sidecar', async () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const session = await hostedSession({ deaf: only(() => new Promise(() => {})) })
    const stop = new AbortController()
    const running = session.run({ ...job('deaf'), signal: stop.signal })
    const end = expect(running).rejects.toMatchObject({ code: 'cancelled' })
    stop.abort()
    await vi.advanceTimersByTimeAsync(3000)
    await end
    expect(session.isOpen()).toBe(false)
  })

  it('that takes longer than its limit is ended with its sidecar', async () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const session = await hostedSession({ deaf: only(() => new Promise(() => {})) })
    const running = session.run({ ...job('deaf'), limitMs: 5000 })
    const end = expect(running).rejects.toThrow('it took longer than 5 s')
    await vi.advanceTimersByTimeAsync(4999)
    expect(session.isOpen()).toBe(true)
    await vi.advanceTimersByTimeAsync(1)
    await end
    expect(session.isOpen()).toBe(false)
  })

  it('keeps the code of its own error, and the session stays', async () => {
    const session = await hostedSession({
      poor: only(async () => {
        throw new ModelError('no-examples', 'nothing to learn from')
      }),
    })
    await expect(session.run(job('poor'))).rejects.toMatchObject({
      name: 'ModelError',
      code: 'no-examples',
      message: 'nothing to learn from',
    })
    expect(session.isOpen()).toBe(true)
    await expect(session.run(job('unheard of'))).rejects.toMatchObject({ code: 'bad-input' })
    await expect(session.run(job('constructor'))).rejects.toMatchObject({ code: 'bad-input' })
  })

  it('that its backend cannot do closes the session with the reason', async () => {
    const session = await hostedSession({
      broken: only(async () => {
        throw new TypeError('kernel not found')
      }),
    })
    await expect(session.run(job('broken'))).rejects.toThrow(new BackendFault('kernel not found'))
    expect(session.isOpen()).toBe(false)
  })

  it('is stopped where its tensors take more than they may', async () => {
    let taken = 0
    const session = await hostedSession(
      {
        greedy: only(async (_input, context) => {
          for (;;) {
            taken += 2 ** 20
            await context.breathe?.()
            await new Promise(resolve => setImmediate(resolve))
            checkCancelled(context)
          }
        }),
      },
      { memoryBytes: () => taken * 100 },
    )
    await expect(session.run(job('greedy'))).rejects.toThrow(/^out of memory: tensors take \d+ MB of 1024 MB$/)
  })

  it('ends with the device that goes away', async () => {
    let lose: (why: string) => void = () => {}
    const lost = new Promise<string>(resolve => {
      lose = resolve
    })
    const session = await hostedSession({ endless }, { backends: { wasm: { detail: 'a GPU', lost } } })
    const running = session.run({ ...job('endless'), onProgress: () => lose('the GPU was pulled out') })
    await expect(running).rejects.toThrow('the GPU was pulled out')
    expect(session.isOpen()).toBe(false)
  })

  it('ends with its sidecar', async () => {
    const trainer = hosted({ ...here, jobs: { endless } })
    const session = await sessionIn(trainer.sidecars)
    const running = session.run({ ...job('endless'), onProgress: () => trainer.crash() })
    await expect(running).rejects.toThrow('its process ended')
  })
})
