// The companion as a listener meets it, on a real database and with the scorer in its thread: it plays on, explains, learns and can be moved.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { seededRandom } from '../../../main/core/demo/random.ts'
import { createQueue, type Queue } from '../../../main/core/queue/index.ts'
import type { CoreContext } from '../../../main/core/service.ts'
import { openStore, type Store } from '../../../main/core/store/open.ts'
import { rows } from '../../../main/core/store/rows.ts'
import { workerEntries } from '../../../main/core/workers.ts'
import type { QueueState } from '../../../preload/contract/queue.ts'
import { defaultSettings } from '../../../preload/contract/settings.ts'
import { shelf } from '../../fixtures/shelf.ts'

let folder: string
let store: Store
let queue: Queue
let told: QueueState[]

function open(): Queue {
  store = openStore({ file: join(folder, 'dwell.db') })
  const context: CoreContext = {
    store,
    now: () => Date.UTC(2026, 0, 5, 20),
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    emit: (name, payload) => {
      if (name === 'queue.changed') told.push(payload as QueueState)
    },
    profileDir: folder,
    cacheDir: folder,
    workers: workerEntries(),
  }
  return createQueue(context, {
    rows: ids => rows(store.db).tracks(ids),
    mayQueue: () => true,
    random: seededRandom(1),
    champions: { current: () => null, onChange: () => () => {} },
    settings: () => defaultSettings,
  })
}
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dwell-companion-'))
  told = []
  queue = open()
})
afterEach(async () => {
  await queue.close()
  store.close()
  rmSync(folder, { recursive: true })
})

describe('the companion', () => {
  it('takes over an empty queue on the first day, and says that it picks for variety', async () => {
    shelf(store.db, { tracks: 80 })
    const state = await queue.handlers['queue.companion']({ from: null })
    expect(state.companion).toBe(true)
    expect(state.current?.origin).toBe('companion')
    expect(state.upcoming.length).toBe(49)
    expect(new Set([state.current, ...state.upcoming].map(item => item?.track.id)).size).toBe(50)
    expect(state.upcoming.map(item => item.reason?.kind)).toEqual(state.upcoming.map(() => 'variety'))
    const { knowing, coldBy, mix } = await queue.handlers['balance.state']()
    expect({ knowing, coldBy, tracks: mix.items.length }).toEqual({ knowing: 'nothing', coldBy: 'tags', tracks: 20 })
  })
})
