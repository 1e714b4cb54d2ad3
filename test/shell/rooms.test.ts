// Hidden rooms between the core and the shell: asked for, opened, left, dead, and gone with the core.
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { askedRooms, type OfRooms, type ToRooms } from '../../main/core/asked-rooms.ts'
import type { RoomName } from '../../main/core/rooms.ts'
import { createRooms, type ShellRooms } from '../../main/shell/rooms.ts'
import { createPortPair, type Port } from '../../preload/contract/port.ts'
import { silentLog } from './silent-log.ts'

interface Opened {
  readonly name: RoomName
  readonly port: Port
  readonly gone: () => void
  ended: boolean
}

let opened: Opened[]
let refuse: boolean
let held: (() => void)[] | null
let asked: ReturnType<typeof askedRooms>
let shell: ShellRooms
let said: (OfRooms | ToRooms)[]

beforeEach(() => {
  opened = []
  refuse = false
  held = null
  said = []
  asked = askedRooms(wish => {
    said.push(wish)
    shell.onWish(wish)
  })
  shell = createRooms<Port>({
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

async function openRoom(name: RoomName): Promise<Port> {
  const port = await asked.rooms.open(name)
  if (!port) throw new Error('no room')
  return port
}

const heardAt = (port: Port) =>
  new Promise(resolve => {
    port.onMessage(resolve)
  })

describe('a hidden room', () => {
  it('is at the other end of the port', async () => {
    const port = await openRoom('ears')
    port.post('listen')
    expect(opened.map(({ name }) => name)).toEqual(['ears'])
    const [room] = opened
    expect(room && (await heardAt(room.port))).toBe('listen')
    room?.port.post('heard')
    expect(await heardAt(port)).toBe('heard')
  })

  it('is another one each time', async () => {
    await openRoom('lab-page')
    await openRoom('lab-page')
    expect(opened).toHaveLength(2)
  })

  it('ends when its port is closed, whether it listens or not', async () => {
    const port = await openRoom('lab-node')
    const closed = vi.fn()
    port.onClose(closed)
    port.close()
    port.close()
    expect(opened.map(({ ended }) => ended)).toEqual([true])
    expect(closed).toHaveBeenCalledOnce()
    expect(said.filter(({ say }) => say === 'leave')).toHaveLength(1)
  })

  it('that dies closes the port, once', async () => {
    const port = await openRoom('ears')
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
    expect(await asked.rooms.open('lab-page')).toBeNull()
    refuse = false
    expect(await asked.rooms.open('lab-page')).not.toBeNull()
  })

  it('that opens when its core has gone is ended at once, and the next core is told nothing of it', async () => {
    held = []
    void asked.rooms.open('ears')
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
    const room = asked.rooms.open('ears')
    await vi.advanceTimersByTimeAsync(30_000)
    expect(await room).toBeNull()
    for (const go of held) go()
    await vi.advanceTimersByTimeAsync(1)
    expect(opened.map(({ ended }) => ended)).toEqual([true])
  })
})

describe('all rooms', () => {
  it('end with the core', async () => {
    await openRoom('ears')
    await openRoom('lab-node')
    shell.closeAll()
    expect(opened.map(({ ended }) => ended)).toEqual([true, true])
    shell.closeAll()
  })
})
