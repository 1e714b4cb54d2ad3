// The way of play events to the core: in order, none lost, none kept for ever that nobody will take.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Answer } from '../../../preload/contract/errors.ts'
import { playId } from '../../../preload/contract/ids.ts'
import type { PlayEvent } from '../../../preload/contract/listening.ts'
import { createReporter } from '../../../renderer/player/reporter.ts'

const id = playId.parse('00000000-0000-4000-8000-000000000001')
const beat = (seq: number): PlayEvent => ({ kind: 'heartbeat', playId: id, seq, at: seq, positionMs: seq })
const end = (seq: number): PlayEvent => ({ kind: 'ended', playId: id, seq, at: seq, positionMs: seq, cause: 'skip' })
const fine: Answer<void> = { ok: true, data: undefined }

function core(answers: Answer<void>[] = []) {
  const batches: number[][] = []
  const send = async (events: PlayEvent[]): Promise<Answer<void>> => {
    batches.push(events.map(({ seq }) => seq))
    return answers.shift() ?? fine
  }
  return { batches, reporter: createReporter(send) }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('reports', () => {
  it('let heartbeats wait for company, and send an end at once', async () => {
    const { batches, reporter } = core()
    reporter.add(beat(1))
    reporter.add(beat(2))
    await vi.advanceTimersByTimeAsync(100)
    expect(batches).toEqual([])
    reporter.add(end(3))
    await vi.advanceTimersByTimeAsync(1)
    expect(batches).toEqual([[1, 2, 3]])
  })

  it('stay in order and are sent again while the disk is full', async () => {
    const full: Answer<void> = { ok: false, code: 'disk-full', message: 'The disk is full.' }
    const { batches, reporter } = core([full, full])
    reporter.add(end(1))
    await vi.advanceTimersByTimeAsync(1)
    reporter.add(end(2))
    await vi.advanceTimersByTimeAsync(1)
    await vi.advanceTimersByTimeAsync(5000)
    expect(batches).toEqual([[1], [1, 2], [1, 2]])
  })

  it('are given up when the core calls them malformed, so that later ones get through', async () => {
    const refused: Answer<void> = { ok: false, code: 'bad-input', message: 'seq: not that' }
    const quiet = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const { batches, reporter } = core([refused])
    reporter.add(end(1))
    await vi.advanceTimersByTimeAsync(1)
    reporter.add(end(2))
    await vi.advanceTimersByTimeAsync(1)
    expect(batches).toEqual([[1], [2]])
    quiet.mockRestore()
  })

  it('are all out when the window may close', async () => {
    const { batches, reporter } = core()
    reporter.add(beat(1))
    const first = reporter.flush()
    reporter.add(end(2))
    await first
    await reporter.flush()
    expect(batches.flat()).toEqual([1, 2])
  })
})
