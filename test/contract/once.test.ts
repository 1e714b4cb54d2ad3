// State travels once: a command answers nothing, and what came of it is told by one event that arrives before the answer.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createCore } from '../../main/core/index.ts'
import { openStore } from '../../main/core/store/open.ts'
import { workerEntries } from '../../main/core/workers.ts'
import { type Client, createClient } from '../../preload/contract/client.ts'
import { type EventName, type Input, namesOf, type WindowCallName } from '../../preload/contract/contract.ts'
import type { TrackId } from '../../preload/contract/ids.ts'
import { fromWorkerPort, type Port } from '../../preload/contract/port.ts'
import type { QueueState } from '../../preload/contract/queue.ts'
import { type Door, serve } from '../../preload/contract/server.ts'
import { shelf } from '../fixtures/shelf.ts'
import { silentLog } from '../shell/silent-log.ts'

/** Names of events, and `answer`, as they come through the window's port; `said` holds what the last answer carried. */
interface Window {
  readonly client: Client<WindowCallName>
  readonly arrived: string[]
  readonly said: () => unknown
}

/** A window on a core with three hundred tracks, over a port between threads. */
async function openWindow(): Promise<Window> {
  const profileDir = mkdtempSync(join(tmpdir(), 'dwell-once-'))
  const store = openStore({ file: join(profileDir, 'dwell.db') })
  shelf(store.db, { tracks: 300 })
  store.close()
  const { port1, port2 } = new MessageChannel()
  const core = await createCore({
    profileDir,
    cacheDir: join(profileDir, 'remade'),
    workers: workerEntries(),
    log: silentLog,
    emit: (name, payload) => door.emit(name, payload),
    access: 'alone',
  })
  const door: Door = serve(core.handlers, fromWorkerPort(port2), { allow: namesOf('window', 'core') })
  const arrived: string[] = []
  let said: unknown = null
  const port = fromWorkerPort(port1)
  const noted: Port = {
    ...port,
    onMessage: listener =>
      port.onMessage(message => {
        // made by `serve` and by nothing else
        const { event, answer } = message as { event?: string; answer?: { ok: boolean; data?: unknown } }
        arrived.push(event ?? 'answer')
        if (answer) said = answer.ok ? answer.data : answer
        listener(message)
      }),
  }
  const client = createClient<WindowCallName>(attach => attach(noted))
  onTestFinished(async () => {
    client.close()
    await core.close()
    rmSync(profileDir, { recursive: true, force: true, maxRetries: 3 })
  })
  return { client, arrived, said: () => said }
}

const ids = (...numbers: number[]) => Int32Array.from(numbers)
const source = { kind: 'tracks' } as const

describe('a command', () => {
  it.each([
    ['queue.add', { ids: ids(200, 201), where: 'next' }],
    ['queue.setShuffle', { on: true }],
    ['queue.setRepeat', { repeat: 'all' }],
    ['queue.next', { byItself: false }],
    ['queue.goTo', { id: null }],
    ['queue.clear', undefined],
    ['queue.undo', undefined],
    ['queue.play', { ids: ids(7, 8, 9), startAt: 0, origin: 'hand', source }],
    ['balance.set', { adventure: 0.9 }],
    ['balance.undo', undefined],
    ['settings.set', { theme: 'light' }],
    ['learning.setMode', { mode: 'paused' }],
  ] as const)('%s answers nothing, and its event is there before the answer', async (name, input) => {
    const { client, arrived, said } = await openWindow()
    await client.call('queue.play', {
      ids: Int32Array.from({ length: 300 }, (_, n) => n + 1),
      startAt: 0,
      origin: 'album',
      source,
    })
    await client.call('balance.set', { adventure: 0.1 })
    arrived.length = 0
    // each beside its own input
    await client.call(name as 'queue.add', input as Input<'queue.add'>)
    const event: EventName = `${name.slice(0, name.indexOf('.')) as 'queue' | 'balance' | 'settings' | 'learning'}.changed`
    const before = arrived.slice(0, arrived.indexOf('answer'))
    expect(before.filter(each => each === event)).toHaveLength(1)
    expect(said()).toBeUndefined()
  })

  it('that changes nothing tells nothing', async () => {
    const { client, arrived } = await openWindow()
    await client.call('queue.setRepeat', { repeat: 'off' })
    await client.call('queue.undo')
    await client.call('settings.set', { theme: 'system' })
    expect(arrived).toEqual(['answer', 'answer', 'answer'])
  })

  it('has been seen by whoever waited for its answer', async () => {
    const { client } = await openWindow()
    let shown: QueueState | null = null
    client.on('queue.changed', state => {
      shown = state
    })
    for (let first = 1; first <= 20; first++) {
      await client.call('queue.play', { ids: ids(first, first + 1), startAt: 0, origin: 'album', source })
      expect(shown).toMatchObject({ current: { track: { id: first as TrackId } } })
    }
  })
})
