// What a listener may count on when the core dies under the window: nothing heard is lost, nothing is done twice.
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createClient } from '../../preload/contract/client.ts'
import { namesOf, type WindowCallName } from '../../preload/contract/contract.ts'
import type { PlayId } from '../../preload/contract/ids.ts'
import { createPortPair, type Port } from '../../preload/contract/port.ts'
import { type Push, type Question, type Reply, serve } from '../../preload/contract/server.ts'
import { createSlowCalls } from '../../preload/contract/slow.ts'
import { createStandIn } from './stand-in.ts'

/** A core that hears everything and says nothing, until it is told to answer or to die. */
function mute() {
  const [here, there] = createPortPair()
  const heard: Question[] = []
  // Only a client is at the other end, and it sends questions.
  there.onMessage(message => heard.push(message as Question))
  return {
    port: here,
    heard,
    answer: (question: Question | undefined, data: unknown) =>
      there.post({ id: question?.id ?? -1, answer: { ok: true, data } } satisfies Reply),
    emit: (push: Push) => there.post(push),
    die: () => there.close(),
  }
}

function startWindow(options: { patienceMs?: number; mostWaiting?: number } = {}) {
  let attach: (port: Port) => void = () => {}
  const client = createClient<WindowCallName>(give => {
    attach = give
  }, options)
  return { client, attach: (port: Port) => attach(port) }
}

const playId = '3f0c6d6e-6a0e-4c3f-9e0e-0a4a7a1f0001' as PlayId // a UUID, written by hand
const heartbeat = (seq: number) => ({ events: [{ kind: 'heartbeat' as const, playId, seq, at: seq, positionMs: seq }] })

afterEach(() => {
  vi.useRealTimers()
})

describe('a window whose core dies', () => {
  it('asks again when the core is back, where asking twice does no harm', async () => {
    const { client, attach } = startWindow()
    const first = mute()
    const second = mute()
    attach(first.port)
    const answer = client.call('library.counts')
    await expect.poll(() => first.heard.length).toBe(1)
    first.die()
    attach(second.port)
    await expect.poll(() => second.heard.length).toBe(1)
    second.answer(second.heard[0], { tracks: 7 })
    expect(await answer).toEqual({ tracks: 7 })
  })

  it('gives back what must not happen twice, with a code that says it may be tried again', async () => {
    const { client, attach } = startWindow()
    const core = mute()
    attach(core.port)
    const added = client.ask('queue.add', { ids: new Int32Array([1]), where: 'end' })
    await expect.poll(() => core.heard.length).toBe(1)
    core.die()
    expect(await added).toMatchObject({ ok: false, code: 'core-restarting' })
  })

  it('does not let one question kill the core for ever', async () => {
    const { client, attach } = startWindow()
    const deadly = client.ask('library.search', { words: 'deadly', limit: 1 })
    for (let life = 0; life < 2; life += 1) {
      const core = mute()
      attach(core.port)
      await expect.poll(() => core.heard.length).toBe(1)
      core.die()
    }
    expect(await deadly).toMatchObject({ ok: false, code: 'core-restarting' })
  })

  it('sends what was heard until it is acknowledged, however often the core dies', async () => {
    const { client, attach } = startWindow({ patienceMs: 1, mostWaiting: 0 })
    const reports = [1, 2, 3].map(seq => client.ask('listening.report', heartbeat(seq)))
    for (let life = 0; life < 5; life += 1) {
      const core = mute()
      attach(core.port)
      await expect.poll(() => core.heard.length).toBe(3)
      core.die()
    }
    const [here, there] = createPortPair()
    const standIn = createStandIn(() => {})
    serve(standIn.handlers, there, { allow: namesOf('window', 'core') })
    attach(here)
    await client.settled()
    expect(standIn.reported()).toBe(3)
    expect(await Promise.all(reports)).toEqual([1, 2, 3].map(() => ({ ok: true, data: undefined })))
  })

  it('waits for a core that is away, and not for ever', async () => {
    vi.useFakeTimers()
    const { client, attach } = startWindow({ patienceMs: 10_000 })
    const late = client.ask('settings.get')
    await vi.advanceTimersByTimeAsync(9_999)
    const inTime = client.ask('library.counts')
    await vi.advanceTimersByTimeAsync(1)
    expect(await late).toMatchObject({ ok: false, code: 'core-restarting' })
    const core = mute()
    attach(core.port)
    await vi.advanceTimersByTimeAsync(0)
    expect(core.heard.map(question => question.name)).toEqual(['library.counts'])
    core.answer(core.heard[0], 'counted')
    await vi.advanceTimersByTimeAsync(0)
    expect(await inTime).toEqual({ ok: true, data: 'counted' })
  })

  it('keeps a bounded number of questions waiting', async () => {
    const { client } = startWindow({ mostWaiting: 2 })
    void client.ask('library.counts')
    void client.ask('library.counts')
    expect(await client.ask('library.counts')).toMatchObject({ ok: false, code: 'core-restarting' })
    client.close()
  })

  it('is told when the core goes and comes back, and hears the new core’s events with the same listeners', async () => {
    const { client, attach } = startWindow()
    const connection: boolean[] = []
    const versions: number[] = []
    client.onConnection(connected => connection.push(connected))
    client.on('library.changed', ({ version }) => versions.push(version))
    const first = mute()
    attach(first.port)
    first.emit({ event: 'library.changed', payload: { version: 1 } })
    await expect.poll(() => versions).toEqual([1])
    first.die()
    await expect.poll(() => connection).toEqual([false, true, false])
    const second = mute()
    attach(second.port)
    second.emit({ event: 'library.changed', payload: { version: 2 } })
    await expect.poll(() => versions).toEqual([1, 2])
    expect(connection).toEqual([false, true, false, true])
  })

  it('takes a new port even before the old one is known to be dead', async () => {
    const { client, attach } = startWindow()
    const old = mute()
    attach(old.port)
    const answer = client.call('library.counts')
    const fresh = mute()
    attach(fresh.port)
    await expect.poll(() => fresh.heard.length).toBe(1)
    old.answer(old.heard[0], 'stale')
    fresh.answer(fresh.heard[0], 'fresh')
    expect(await answer).toBe('fresh')
  })

  it('refuses what cannot leave the page instead of leaving the caller to wait', async () => {
    const { client, attach } = startWindow()
    attach(mute().port)
    // A function is no setting; only a mistake in the interface would send one.
    const answer = await client.ask('settings.set', { language: (() => 'ko') as unknown as 'ko' })
    expect(answer).toMatchObject({ ok: false, code: 'bad-input' })
  })

  it('lets go of everything when it closes', async () => {
    const { client, attach } = startWindow()
    attach(mute().port)
    const pending = client.ask('library.counts')
    client.close()
    expect(await pending).toMatchObject({ ok: false, code: 'cancelled' })
  })
})

describe('a served port', () => {
  it('turns an unexpected error into words, never into silence', async () => {
    const [here, there] = createPortPair()
    serve(createStandIn(() => {}).handlers, there, { allow: namesOf('shell', 'core') })
    const shell = createClient<'library.addRoot'>(attach => attach(here))
    expect(await shell.ask('library.addRoot', { path: '/music' })).toEqual({
      ok: false,
      code: 'internal',
      message: 'the disk is on fire',
    })
  })

  it('answers when a handler’s answer cannot be sent', async () => {
    const [here, there] = createPortPair()
    const { handlers } = createStandIn(() => {})
    // A handler that hands out a function breaks its type; the window must still hear of it.
    serve({ ...handlers, 'settings.get': () => (() => 1) as never }, there, { allow: namesOf('window', 'core') })
    const client = createClient<WindowCallName>(attach => attach(here))
    expect(await client.ask('settings.get')).toMatchObject({ ok: false, code: 'internal' })
  })

  it('passes over what is no question', async () => {
    const [here, there] = createPortPair()
    const nonsense: unknown[] = []
    serve(createStandIn(() => {}).handlers, there, {
      allow: namesOf('window', 'core'),
      onNonsense: message => nonsense.push(message),
    })
    const client = createClient<WindowCallName>(attach => attach(here))
    for (const message of [null, 7, 'hello', {}, { id: 'a', name: 'settings.get' }, { id: 1.5, name: 'settings.get' }])
      here.post(message)
    expect(await client.ask('settings.get')).toMatchObject({ ok: true })
    expect(nonsense).toHaveLength(6)
  })

  it('tells of calls that took longer than a frame', async () => {
    const [here, there] = createPortPair()
    const slow = createSlowCalls()
    const { handlers } = createStandIn(() => {})
    const lasting = () => new Promise<never>((_, reject) => setTimeout(reject, 30, new Error('late')))
    serve({ ...handlers, 'library.counts': lasting }, there, { allow: namesOf('window', 'core'), onSlow: slow.add })
    const client = createClient<WindowCallName>(attach => attach(here))
    await client.ask('settings.get')
    await client.ask('library.counts')
    expect(slow.slowest().map(call => call.name)).toContain('library.counts')
    expect(slow.slowest()[0]?.ms).toBeGreaterThan(16)
  })
})

describe('the ring of slow calls', () => {
  it('keeps the slowest, slowest first', () => {
    const slow = createSlowCalls(3)
    for (const ms of [20, 90, 30, 17, 50]) slow.add({ name: `${ms}`, ms })
    expect(slow.slowest().map(call => call.ms)).toEqual([90, 50, 30])
  })
})
