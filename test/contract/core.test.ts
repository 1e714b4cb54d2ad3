// The real core behind the contract: in this process, and in a worker thread as its host opens it.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MessageChannel, Worker } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import type { FromHost, ToHost } from '../../main/core/core-host.ts'
import { createCore } from '../../main/core/index.ts'
import { workerEntries } from '../../main/core/workers.ts'
import { namesOf, repeatOf } from '../../preload/contract/contract.ts'
import { createPortPair, fromWorkerPort } from '../../preload/contract/port.ts'
import { type Door, serve } from '../../preload/contract/server.ts'
import { silentLog } from '../shell/silent-log.ts'
import { reachOver } from './reach.ts'
import { contractSuite } from './suite.ts'

const newProfile = () => mkdtempSync(join(tmpdir(), 'dwell-contract-'))
const forget = (profileDir: string) => rmSync(profileDir, { recursive: true, force: true, maxRetries: 3 })
const open = (profileDir: string, emit: Parameters<typeof createCore>[0]['emit'] = () => {}) =>
  createCore({ profileDir, cacheDir: join(profileDir, 'remade'), workers: workerEntries(), log: silentLog, emit })

contractSuite('of the real core, in one process', async () => {
  const profile = newProfile()
  const [here, there] = createPortPair()
  const core = await open(profile, (name, payload) => door.emit(name, payload))
  const door: Door = serve(core.handlers, there, { allow: namesOf('window', 'core') })
  return reachOver(here, async () => {
    await core.close()
    forget(profile)
  })
})

contractSuite('of the real core, over a worker thread', async () => {
  const profile = newProfile()
  const worker = new Worker(new URL('../../main/core/worker.ts', import.meta.url))
  const { port1, port2 } = new MessageChannel()
  const say = (message: ToHost, port: typeof port2 | null = null) =>
    worker.postMessage({ message, port }, port ? [port] : [])
  const heard = (wanted: FromHost['say']) =>
    new Promise<void>(resolve => worker.on('message', ({ say: said }: FromHost) => said === wanted && resolve()))
  say({ say: 'open', profileDir: profile, cacheDir: join(profile, 'remade'), demo: false, downMs: 0 })
  say({ say: 'door', caller: 'window' }, port2)
  return reachOver(fromWorkerPort(port1), async () => {
    const closed = heard('closed')
    say({ say: 'close' })
    await closed
    await worker.terminate()
    forget(profile)
  })
})

describe('the contract', () => {
  it('has one handler in the core for each call that the core answers, and none besides', async () => {
    const profile = newProfile()
    const core = await open(profile)
    expect(Object.keys(core.handlers).toSorted()).toEqual(
      [...namesOf('window', 'core'), ...namesOf('shell', 'core')].toSorted(),
    )
    await core.close()
    forget(profile)
  })

  it('sends play events until they are acknowledged, and never sends twice what must happen once', () => {
    expect(repeatOf('listening.report')).toBe('always')
    for (const name of ['queue.add', 'queue.next', 'queue.undo', 'playlists.create'])
      expect(repeatOf(name)).toBe('once')
  })
})
