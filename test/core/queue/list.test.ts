// Laws of the queue as a value, and small stories of a listener who rearranges it.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Facts } from '../../../main/core/queue/list.ts'
import * as lists from '../../../main/core/queue/list.ts'
import { shuffled } from '../../../main/core/queue/shuffle.ts'
import { emptyList, type List } from '../../../main/core/store/tables/queue.ts'
import type { QueueItemId } from '../../../preload/contract/ids.ts'

const everythingPlays: Facts = ids =>
  new Map(Array.from(ids, id => [id, { playable: true, welcome: true, artist: id % 7 }]))

function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

const album = (n: number) => Int32Array.from({ length: n }, (_, i) => i + 1)
const playing = (n: number, startAt = 0, shuffle = false): List =>
  lists.refill(
    lists.play(
      emptyList,
      { ids: album(n), startAt, origin: 'album', source: { kind: 'album', name: 'A' }, shuffle },
      seeded(1),
    ),
    everythingPlays,
  )
const tracks = (list: List) => list.upcoming.map(item => Number(item.trackId))

describe('an album that is put on', () => {
  it('plays from the chosen track to its end, in order', () => {
    const list = playing(5, 1)
    expect(list.current?.trackId).toBe(2)
    expect(tracks(list)).toEqual([3, 4, 5])
    expect(list.upcoming[0]?.reason).toEqual({ kind: 'fromAlbum', album: 'A' })
  })

  it('waits behind what the listener placed by hand', () => {
    const list = lists.add(playing(3), Int32Array.of(90, 91), 'next')
    expect(tracks(list)).toEqual([90, 91, 2, 3])
    expect(tracks(lists.add(list, Int32Array.of(92), 'end'))).toEqual([90, 91, 92, 2, 3])
  })

  it('keeps what was placed by hand when another album is put on', () => {
    const list = lists.add(playing(3), Int32Array.of(90), 'next')
    const other = lists.play(
      list,
      { ids: Int32Array.of(50, 51), startAt: 0, origin: 'album', source: { kind: 'album' } },
      seeded(1),
    )
    expect(tracks(lists.refill(other, everythingPlays))).toEqual([90, 51])
  })

  it('passes over tracks that cannot sound', () => {
    const broken: Facts = ids => new Map(Array.from(ids, id => [id, { playable: id !== 3, welcome: true, artist: 0 }]))
    const list = lists.play(
      emptyList,
      { ids: album(4), startAt: 0, origin: 'album', source: { kind: 'album' } },
      seeded(1),
    )
    expect(tracks(lists.refill(list, broken))).toEqual([2, 4])
  })

  it('plays a banned track when the album was put on by hand, and leaves it out of a shuffle', () => {
    const banned: Facts = ids => new Map(Array.from(ids, id => [id, { playable: true, welcome: id !== 3, artist: id }]))
    const put = (shuffle: boolean) =>
      tracks(
        lists.refill(
          lists.play(
            emptyList,
            { ids: album(4), startAt: 0, origin: 'album', source: { kind: 'album' }, shuffle },
            seeded(2),
          ),
          banned,
        ),
      )
    expect(put(false)).toContain(3)
    expect(put(true)).not.toContain(3)
  })
})

describe('going through the queue', () => {
  it('next and previous lead back to where the listener was', () => {
    const list = playing(4)
    const there = lists.next(list, false, seeded(1))
    expect(there.current?.trackId).toBe(2)
    const back = lists.previous(there)
    expect(back.current?.trackId).toBe(1)
    expect(tracks(back)).toEqual(tracks(list))
  })

  it('repeats one track by itself, never against the button', () => {
    const list: List = { ...playing(3), repeat: 'one' }
    expect(lists.next(list, true, seeded(1)).current?.trackId).toBe(1)
    expect(lists.next(list, false, seeded(1)).current?.trackId).toBe(2)
  })

  it('ends after the last track, and starts over when asked to repeat all', () => {
    const last = playing(2, 1)
    expect(lists.next(last, true, seeded(1)).current).toBeNull()
    const again = lists.next({ ...last, repeat: 'all' }, true, seeded(1))
    const filled = lists.takeUp(lists.refill(again, everythingPlays))
    expect(filled.current?.trackId).toBe(1)
    expect(tracks(filled)).toEqual([2])
  })

  it('jumping ahead leaves what was placed by hand still to come', () => {
    const list = lists.add(playing(5), Int32Array.of(90), 'next')
    const target = list.upcoming.find(item => item.trackId === 4)
    const there = lists.goTo(list, target?.id ?? null)
    expect(there.current?.trackId).toBe(4)
    expect(tracks(there)).toEqual([90, 5])
  })

  it('turning shuffle off goes on from the playing track in the album’s own order', () => {
    const shuffledList = playing(20, 4, true)
    const inOrder = lists.refill(lists.setShuffle(shuffledList, false, seeded(3)), everythingPlays)
    expect(tracks(inOrder)).toEqual(Array.from({ length: 15 }, (_, i) => i + 6))
  })
})

describe('laws of the queue', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('next' as const), byItself: fc.boolean() }),
    fc.record({ do: fc.constant('previous' as const) }),
    fc.record({ do: fc.constant('move' as const), from: fc.nat(30), to: fc.nat(30) }),
    fc.record({ do: fc.constant('remove' as const), at: fc.nat(30) }),
    fc.record({
      do: fc.constant('add' as const),
      ids: fc.array(fc.integer({ min: 200, max: 300 }), { maxLength: 4 }),
      next: fc.boolean(),
    }),
    fc.record({ do: fc.constant('goTo' as const), at: fc.nat(30) }),
    fc.record({ do: fc.constant('shuffle' as const), on: fc.boolean() }),
  )
  function apply(list: List, change: typeof step extends fc.Arbitrary<infer T> ? T : never): List {
    const random = seeded(9)
    const itemAt = (index: number) => list.upcoming[index]?.id
    switch (change.do) {
      case 'next':
        return lists.next(list, change.byItself, random)
      case 'previous':
        return lists.previous(list)
      case 'move': {
        const id = itemAt(change.from)
        return id === undefined ? list : lists.move(list, id, change.to)
      }
      case 'remove': {
        const id = itemAt(change.at)
        return id === undefined ? list : lists.remove(list, new Set<QueueItemId>([id]))
      }
      case 'add':
        return lists.add(list, Int32Array.from(change.ids), change.next ? 'next' : 'end')
      case 'goTo':
        return lists.goTo(list, itemAt(change.at) ?? list.current?.id ?? null)
      case 'shuffle':
        return lists.setShuffle(list, change.on, random)
    }
  }

  it('no item stands in two places, whatever the listener does', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), changes => {
        let list = playing(60)
        for (const change of changes) {
          list = lists.refill(apply(list, change), everythingPlays)
          const ids = [...list.past, ...(list.current ? [list.current] : []), ...list.upcoming].map(item => item.id)
          expect(new Set(ids).size).toBe(ids.length)
          expect(list.past.length).toBeLessThanOrEqual(50)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('a shuffle brings every track of the source exactly once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.nat(), (length, seed) => {
        const startAt = seed % length
        let list = lists.play(
          emptyList,
          { ids: album(length), startAt, origin: 'hand', source: { kind: 'tracks' }, shuffle: true },
          seeded(seed),
        )
        const heard: number[] = []
        for (let i = 0; i < length; i++) {
          list = lists.refill(list, everythingPlays)
          heard.push(Number(list.current?.trackId))
          list = lists.next(list, true, seeded(seed))
        }
        expect(list.current).toBeNull()
        expect(heard.toSorted((a, b) => a - b)).toEqual(Array.from(album(length)))
      }),
      { numRuns: 50 },
    )
  })

  it('a shuffle keeps an artist from returning within three tracks while others are left', () => {
    const two: Facts = ids =>
      new Map(Array.from(ids, id => [id, { playable: true, welcome: true, artist: id <= 20 ? 1 : id }]))
    const list = lists.refill(
      lists.play(
        emptyList,
        { ids: album(80), startAt: 40, origin: 'hand', source: { kind: 'tracks' }, shuffle: true },
        seeded(6),
      ),
      two,
    )
    const artists = [list.current, ...list.upcoming].map(item =>
      (item?.trackId ?? 0) <= 20 ? 1 : Number(item?.trackId),
    )
    const early = artists.slice(0, 50)
    const tooSoon = early.filter((artist, i) => early.slice(Math.max(0, i - 3), i).includes(artist))
    expect(tooSoon).toEqual([])
  })

  it('every order of three tracks is about equally likely', () => {
    const random = seeded(11)
    const seen = new Map<string, number>()
    for (let i = 0; i < 6000; i++) {
      const order = shuffled(Int32Array.of(1, 2, 3), -1, random).join('')
      seen.set(order, (seen.get(order) ?? 0) + 1)
    }
    expect(seen.size).toBe(6)
    for (const count of seen.values()) expect(Math.abs(count - 1000)).toBeLessThan(150)
  })
})
