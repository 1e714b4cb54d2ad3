// A core that falls is picked up again; one that keeps falling is not, and the listener is told.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { FromHost, ToHost } from '../../main/core/core-host.ts'
import { type CoreProcess, keepCore } from '../../main/shell/core-keeper.ts'
import { restartDelayMs } from '../../main/shell/restarts.ts'
import { silentLog } from './silent-log.ts'

/** A process that does nothing by itself. */
function idleProcess() {
  const said: ToHost[] = []
  const ports: string[] = []
  let hear: (message: FromHost) => void = () => {}
  let exit: (code: number) => void = () => {}
  const process: CoreProcess<string> = {
    pid: 1,
    say: (message, given = []) => {
      said.push(message)
      ports.push(...given)
    },
    onMessage: listener => {
      hear = listener
    },
    onExit: listener => {
      exit = listener
    },
    kill: () => exit(-1),
  }
  return { process, said, ports, tell: (message: FromHost) => hear(message), fall: (code = 9) => exit(code) }
}

function kept() {
  const started: ReturnType<typeof idleProcess>[] = []
  const seen: string[] = []
  const keeper = keepCore<string>({
    start: () => {
      const one = idleProcess()
      started.push(one)
      return one.process
    },
    profileDir: '/profile',
    cacheDir: '/cache',
    demo: false,
    log: silentLog,
    onStarted: () => seen.push('started'),
    onSidecar: ({ say, id }) => seen.push(`${say} ${id}`),
    onEnded: () => seen.push('ended'),
    onSlow: ({ name }) => seen.push(`slow ${name}`),
    onFailed: (code, message) => seen.push(`failed ${code}: ${message}`),
    onGaveUp: reason => seen.push(`gave up: ${reason}`),
  })
  const latest = () => {
    const one = started.at(-1)
    if (!one) throw new Error('nothing was started')
    return one
  }
  return { keeper, started, seen, latest }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('a core that falls', () => {
  it('is started again at once, and told how long the listener was without it', async () => {
    const { keeper, started, seen, latest } = kept()
    keeper.start()
    latest().tell({ say: 'ready' })
    latest().fall()
    expect(started).toHaveLength(2)
    expect(seen).toEqual(['started', 'ended', 'started'])
    latest().fall()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(latest().said[0]).toMatchObject({ say: 'open', profileDir: '/profile', downMs: 1_000 })
  })

  it('waits a breath longer each time, and gives up after five falls within a minute', async () => {
    const { keeper, started, seen, latest } = kept()
    keeper.start()
    for (const waitMs of [0, 1_000, 5_000, 5_000]) {
      const before = started.length
      latest().fall()
      await vi.advanceTimersByTimeAsync(Math.max(0, waitMs - 1))
      expect(started).toHaveLength(waitMs === 0 ? before + 1 : before)
      await vi.advanceTimersByTimeAsync(1)
      expect(started).toHaveLength(before + 1)
    }
    latest().tell({ say: 'log', level: 'error', message: 'out of memory' })
    latest().fall()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(started).toHaveLength(5)
    expect(seen.at(-1)).toBe('gave up: out of memory')
    keeper.start()
    expect(started).toHaveLength(6)
  })

  it('is forgiven a fall an hour', () => {
    const hourMs = 3_600_000
    expect(
      Array.from({ length: 10 }, (_, n) => n * hourMs).map((_, n, all) => restartDelayMs(all.slice(0, n + 1))),
    ).toEqual(Array(10).fill(0))
  })
})

describe('a core that cannot be opened', () => {
  it('is not tried again by itself, since nothing would be different', async () => {
    const { keeper, started, seen, latest } = kept()
    keeper.start()
    latest().tell({ say: 'failed', code: 'profile-in-use', message: 'another Dwell' })
    latest().fall(0)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(started).toHaveLength(1)
    expect(seen).toEqual(['started', 'failed profile-in-use: another Dwell', 'ended'])
    keeper.start()
    expect(started).toHaveLength(2)
  })
})

describe('closing the core', () => {
  it('waits until it has closed', async () => {
    const { keeper, latest } = kept()
    keeper.start()
    let closed = false
    const closing = keeper.close(3_000).then(() => {
      closed = true
    })
    expect(latest().said.at(-1)).toEqual({ say: 'close' })
    await vi.advanceTimersByTimeAsync(2_000)
    expect(closed).toBe(false)
    latest().tell({ say: 'closed' })
    latest().fall(0)
    await closing
    expect(closed).toBe(true)
  })

  it('does not wait for ever, and starts nothing afterwards', async () => {
    const { keeper, started } = kept()
    keeper.start()
    const closing = keeper.close(3_000)
    await vi.advanceTimersByTimeAsync(3_000)
    await closing
    await vi.advanceTimersByTimeAsync(60_000)
    expect(started).toHaveLength(1)
  })

  it('is quick when there is none', async () => {
    const { keeper } = kept()
    await keeper.close(3_000)
  })
})

describe('a door', () => {
  it('goes to the core that runs now', () => {
    const { keeper, latest } = kept()
    keeper.openDoor('window', 'too early')
    keeper.start()
    keeper.openDoor('window', 'a')
    latest().fall()
    keeper.openDoor('window', 'b')
    expect(latest().ports).toEqual(['b'])
    expect(latest().said.at(-1)).toEqual({ say: 'door', caller: 'window' })
  })
})
