// The process that holds the core, without the process: opening, doors, the notice after a long absence, closing.
import { describe, expect, it } from 'vitest'
import { type Control, type CreateCore, type FromHost, hostCore, type ToHost } from '../../main/core/core-host.ts'
import { type Client, createClient } from '../../preload/contract/client.ts'
import type { CoreCallName } from '../../preload/contract/contract.ts'
import type { Caller } from '../../preload/contract/define.ts'
import { DwellError } from '../../preload/contract/errors.ts'
import { createPortPair, type Port } from '../../preload/contract/port.ts'
import { createStandIn } from '../contract/stand-in.ts'

function hosted(createCore: CreateCore) {
  const said: FromHost[] = []
  let tell: (message: ToHost, port: Port | null) => void = () => {}
  let ended = false
  const control: Control = {
    say: message => said.push(message),
    onMessage: listener => {
      tell = listener
    },
  }
  hostCore(control, createCore, () => {
    ended = true
  })
  return {
    said,
    ended: () => ended,
    open: (downMs = 0) => tell({ say: 'open', profileDir: '/p', cacheDir: '/c', demo: true, downMs }, null),
    close: () => tell({ say: 'close' }, null),
    door(caller: Caller): Client<CoreCallName> {
      const [here, there] = createPortPair()
      tell({ say: 'door', caller }, there)
      return createClient<CoreCallName>(attach => attach(here))
    },
  }
}

const standIn: CreateCore = async ({ emit, log }) => {
  const { handlers } = createStandIn(emit)
  log.info('made', { root: { deep: 1 }, failure: new Error('none') })
  const state = { version: '1', demo: true, notices: [], canWrite: true }
  return { handlers: { ...handlers, 'app.state': () => state, 'app.dismiss': () => {} }, close: async () => {} }
}

describe('the host of the core', () => {
  it('answers through doors that were asked for before the core was open', async () => {
    const host = hosted(standIn)
    host.open()
    const window = host.door('window')
    expect(await window.ask('settings.get')).toMatchObject({ ok: true })
    expect(host.said).toContainEqual({ say: 'ready' })
  })

  it('lets the shell ask what carries paths, and no window', async () => {
    const host = hosted(standIn)
    host.open()
    expect(await host.door('window').ask('library.addRoot', { path: '/music' })).toMatchObject({ code: 'bad-input' })
    expect(await host.door('shell').ask('library.addRoot', { path: '/music' })).toMatchObject({ code: 'internal' })
    expect(await host.door('shell').ask('settings.get')).toMatchObject({ ok: true })
  })

  it('tells every door of a change', async () => {
    const host = hosted(standIn)
    host.open()
    const heard: string[] = []
    const [one, other] = [host.door('window'), host.door('shell')]
    one.on('settings.changed', ({ volume }) => heard.push(`window ${volume}`))
    other.on('settings.changed', ({ volume }) => heard.push(`shell ${volume}`))
    await one.call('settings.set', { volume: 0.5 })
    await expect.poll(() => heard.toSorted()).toEqual(['shell 0.5', 'window 0.5'])
  })

  it('says why the core cannot be opened, and ends', async () => {
    const host = hosted(async () => {
      throw new DwellError('profile-in-use', 'Another Dwell has it.')
    })
    host.open()
    await expect
      .poll(() => host.said)
      .toEqual([{ say: 'failed', code: 'profile-in-use', message: 'Another Dwell has it.' }])
    expect(host.ended()).toBe(true)
  })

  it('sends log lines as plain values', async () => {
    const host = hosted(standIn)
    host.open()
    await expect
      .poll(() => host.said)
      .toContainEqual({
        say: 'log',
        level: 'info',
        message: 'made',
        facts: { root: '{"deep":1}', failure: expect.stringContaining('Error: none') },
      })
  })

  it('closes the core before it ends, even one that does not close cleanly', async () => {
    const host = hosted(async options => ({
      ...(await standIn(options)),
      close: () => Promise.reject(new Error('stuck')),
    }))
    host.open()
    host.close()
    await expect.poll(host.ended).toBe(true)
    expect(host.said.at(-1)).toEqual({ say: 'closed' })
  })
})

describe('the word about a restart', () => {
  it('is not said when the listener can hardly have noticed', async () => {
    const host = hosted(standIn)
    host.open(1_900)
    expect((await host.door('window').call('app.state')).notices).toEqual([])
  })

  it('is said after a longer absence, until it is dismissed', async () => {
    const host = hosted(standIn)
    host.open(2_000)
    const window = host.door('window')
    const states: number[] = []
    window.on('app.changed', ({ notices }) => states.push(notices.length))
    expect((await window.call('app.state')).notices).toEqual([{ id: 'core-restarted', kind: 'core-restarted' }])
    await window.call('app.dismiss', { id: 'something else' })
    expect((await window.call('app.state')).notices).toHaveLength(1)
    await window.call('app.dismiss', { id: 'core-restarted' })
    expect((await window.call('app.state')).notices).toEqual([])
    await expect.poll(() => states).toEqual([0])
  })
})
