// Hidden sidecars between the core and the shell: asked for, opened, left, dead, and gone with the core.
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { askedSidecars, type OfSidecars, type ToSidecars } from '../../main/core/host/asked-sidecars.ts'
import type { SidecarName } from '../../main/core/host/sidecars.ts'
import { createSidecars, type ShellSidecars } from '../../main/shell/sidecars.ts'
import { createPortPair, type Port } from '../../preload/contract/port.ts'
import { silentLog } from './silent-log.ts'

interface Opened {
  readonly name: SidecarName
  readonly port: Port
  readonly gone: () => void
  ended: boolean
}

let opened: Opened[]
let refuse: boolean
let held: (() => void)[] | null
let asked: ReturnType<typeof askedSidecars>
let shell: ShellSidecars
let said: (OfSidecars | ToSidecars)[]

beforeEach(() => {
  opened = []
  refuse = false
  held = null
  said = []
  asked = askedSidecars(wish => {
    said.push(wish)
    shell.onWish(wish)
  })
  shell = createSidecars<Port>({
    channel: createPortPair,
    async open(name, port, gone) {
      if (held) await new Promise<void>(resolve => held?.push(resolve))
      if (refuse) throw new Error('it did not load')
      const one: Opened = { name, port, gone, ended: false }
      opened.push(one)
      return {
        close() {
          one.ended = true
        },
      }
    },
    answer(message, port) {
      said.push(message)
      asked.hear(message, port ?? null)
    },
    log: silentLog,
  })
})

async function openRoom(name: SidecarName): Promise<Port> {
  const port = await asked.sidecars.open(name)
  if (!port) throw new Error('no sidecar')
  return port
}

const heardAt = (port: Port) =>
  new Promise(resolve => {
    port.onMessage(resolve)
  })

describe('a hidden sidecar', () => {
  it('is at the other end of the port', async () => {
    const port = await openRoom('audio-analysis')
    port.post('listen')
    expect(opened.map(({ name }) => name)).toEqual(['audio-analysis'])
    const [sidecar] = opened
    expect(sidecar && (await heardAt(sidecar.port))).toBe('listen')
    sidecar?.port.post('heard')
    expect(await heardAt(port)).toBe('heard')
  })

  it('is another one each time', async () => {
    await openRoom('training-page')
    await openRoom('training-page')
    expect(opened).toHaveLength(2)
  })

  it('ends when its port is closed, whether it listens or not', async () => {
    const port = await openRoom('training-node')
    const closed = vi.fn()
    port.onClose(closed)
    port.close()
    port.close()
    expect(opened.map(({ ended }) => ended)).toEqual([true])
    expect(closed).toHaveBeenCalledOnce()
    expect(said.filter(({ say }) => say === 'leave')).toHaveLength(1)
  })

  it('that dies closes the port, once', async () => {
    const port = await openRoom('audio-analysis')
    const closed = vi.fn()
    port.onClose(closed)
    opened[0]?.gone()
    opened[0]?.port.close()
    await Promise.resolve()
    await Promise.resolve()
    expect(closed).toHaveBeenCalledOnce()
  })

  it('that cannot be opened is none, and the next may be', async () => {
    refuse = true
    expect(await asked.sidecars.open('training-page')).toBeNull()
    refuse = false
    expect(await asked.sidecars.open('training-page')).not.toBeNull()
  })

  it('that opens when its core has gone is ended at once, and the next core is told nothing of it', async () => {
    held = []
    void asked.sidecars.open('audio-analysis')
    await Promise.resolve()
    shell.closeAll()
    said.length = 0
    for (const go of held) go()
    await expect.poll(() => opened.map(({ ended }) => ended)).toEqual([true])
    expect(said).toEqual([])
  })

  it('is not waited for without end', async () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    held = []
    const sidecar = asked.sidecars.open('audio-analysis')
    await vi.advanceTimersByTimeAsync(30_000)
    expect(await sidecar).toBeNull()
    for (const go of held) go()
    await vi.advanceTimersByTimeAsync(1)
    expect(opened.map(({ ended }) => ended)).toEqual([true])
  })
})

describe('all sidecars', () => {
  it('end with the core', async () => {
    await openRoom('audio-analysis')
    await openRoom('training-node')
    shell.closeAll()
    expect(opened.map(({ ended }) => ended)).toEqual([true, true])
    shell.closeAll()
  })
})
