// A large library changes under a listener's eyes: what is answered at once, what is waited for, and when the window is told.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { LibraryJobs } from '../../../../main/core/library/reader-jobs.ts'
import { type Change, createKept, type KeptAnswers, type Wanted } from '../../../../main/core/library/views/kept.ts'
import type { Reader } from '../../../../main/core/reader/client.ts'

/** A reader whose answers are given by hand. */
interface Asked {
  readonly key: string
  answer(ids: readonly number[], tookMs?: number): void
  fail(): void
}

const slowMs = 200
let asked: Asked[]
let told: { version: number; changes: readonly Change[]; differs: boolean }[]
let failures: string[]
let kept: KeptAnswers

const list = (key: string, ...changesWith: Change[]): Wanted<'albumsOf'> => ({
  key,
  job: () => ({ job: 'albumsOf', artistId: key.length }),
  changesWith: new Set(changesWith),
})
const tracks = list('tracks', 'library')
const heard = list('most heard', 'library', 'stats')

beforeEach(() => {
  vi.useFakeTimers()
  asked = []
  told = []
  failures = []
  const reader: Reader<LibraryJobs> = {
    ask: job =>
      new Promise((resolve, reject) => {
        const key = 'artistId' in job && job.artistId === tracks.key.length ? 'tracks' : 'most heard'
        asked.push({
          key,
          // These tests ask for lists of ids only.
          answer: (ids, tookMs = slowMs) => resolve({ value: Int32Array.from(ids) as never, tookMs }),
          fail: () => reject(new Error('the disk is away')),
        })
      }),
    close: async () => {},
  }
  kept = createKept(reader, {
    settleMs: 500,
    restMs: 500,
    onRefreshed: (version, changes, differs) => told.push({ version, changes: [...changes], differs }),
    onFailure: error => failures.push(String(error)),
  })
})

afterEach(() => {
  kept.close()
  vi.useRealTimers()
})

/** Asks for a list that nobody read yet. */
async function first(wanted: Wanted<'albumsOf'>, ids: readonly number[], tookMs = slowMs) {
  const answer = kept.get(wanted)
  asked.shift()?.answer(ids, tookMs)
  return answer
}

describe('a list that takes long to read', () => {
  it('is answered at once, however old, and read again once', async () => {
    const before = await first(tracks, [1])
    kept.invalidate('library')
    kept.invalidate('library')
    expect(await kept.get(tracks)).toEqual(before)
    expect(asked).toHaveLength(0)
    await vi.advanceTimersByTimeAsync(500)
    expect(asked.map(({ key }) => key)).toEqual(['tracks'])
    asked.shift()?.answer([1, 2])
    await vi.advanceTimersByTimeAsync(0)
    const after = await kept.get(tracks)
    expect(after.value).toEqual(Int32Array.of(1, 2))
    expect(after.version).toBeGreaterThan(before.version)
    expect(told).toEqual([{ version: after.version, changes: ['library'], differs: true }])
  })

  it('is not read again while nobody looks at it', async () => {
    await first(tracks, [1])
    await first(heard, [1])
    for (const looked of [['tracks', 'most heard'], ['most heard']]) {
      kept.invalidate('library')
      await vi.advanceTimersByTimeAsync(500)
      for (const key of looked) {
        expect(asked.map(question => question.key)).toEqual([key])
        asked.shift()?.answer([1])
        await vi.advanceTimersByTimeAsync(0)
      }
      expect(asked).toEqual([])
      await kept.get(heard)
    }
  })

  it('is read again when something changed while it was read for the first time', async () => {
    const answer = kept.get(tracks)
    kept.invalidate('library')
    await vi.advanceTimersByTimeAsync(500)
    expect(asked).toHaveLength(1)
    asked.shift()?.answer([1])
    expect((await answer).value).toEqual(Int32Array.of(1))
    await vi.advanceTimersByTimeAsync(500)
    asked.shift()?.answer([1, 2])
    await vi.advanceTimersByTimeAsync(0)
    expect((await kept.get(tracks)).value).toEqual(Int32Array.of(1, 2))
  })

  it('is still shown when it cannot be read again, and tried again when it is asked for', async () => {
    await first(tracks, [1])
    kept.invalidate('library')
    await kept.get(tracks)
    await vi.advanceTimersByTimeAsync(500)
    asked.shift()?.fail()
    await vi.advanceTimersByTimeAsync(0)
    expect((await kept.get(tracks)).value).toEqual(Int32Array.of(1))
    expect(failures).toEqual(['Error: the disk is away'])
    await vi.advanceTimersByTimeAsync(500)
    expect(asked).toHaveLength(1)
  })

  it('tells the window of a play only when an order moved', async () => {
    await first(heard, [1, 2])
    await kept.get(heard)
    kept.invalidate('stats')
    await vi.advanceTimersByTimeAsync(500)
    asked.shift()?.answer([1, 2])
    await vi.advanceTimersByTimeAsync(0)
    await kept.get(heard)
    kept.invalidate('stats')
    await vi.advanceTimersByTimeAsync(500)
    asked.shift()?.answer([2, 1])
    await vi.advanceTimersByTimeAsync(0)
    expect(told.map(({ differs }) => differs)).toEqual([false, true])
  })
})

describe('a list that is read within a frame', () => {
  it('is never answered old', async () => {
    await first(tracks, [1], 3)
    kept.invalidate('library')
    const answer = kept.get(tracks)
    asked.shift()?.answer([1, 2], 3)
    expect((await answer).value).toEqual(Int32Array.of(1, 2))
  })

  it('is answered old rather than not at all', async () => {
    await first(tracks, [1], 3)
    kept.invalidate('library')
    const answer = kept.get(tracks)
    await vi.advanceTimersByTimeAsync(0)
    asked.shift()?.fail()
    await vi.advanceTimersByTimeAsync(0)
    asked.shift()?.fail()
    expect((await answer).value).toEqual(Int32Array.of(1))
  })

  it('fails when it was never read', async () => {
    const answer = expect(kept.get(tracks)).rejects.toThrow('the disk is away')
    asked.shift()?.fail()
    await answer
  })
})
