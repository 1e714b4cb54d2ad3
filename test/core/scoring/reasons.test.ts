// Every reason is true: each number and name that it states is counted again here from the plays, with loops of their own.
import { beforeAll, describe, expect, it } from 'vitest'
import { seededRandom } from '../../../main/core/demo/random.ts'
import { createAutoplay } from '../../../main/core/queue/autoplay.ts'
import type { Proposal } from '../../../main/core/scoring/protocol.ts'
import { emptyList, type Item } from '../../../main/core/store/tables/queue.ts'
import { rngOf } from '../../../models/rng.ts'
import type { Balance, BoostRule } from '../../../preload/contract/balance.ts'
import type { TrackRow } from '../../../preload/contract/library.ts'
import type { CompanionReason } from '../../../preload/contract/queue.ts'
import { defaultSettings } from '../../../preload/contract/settings.ts'
import { DAY_S, libraryOf, type MadePlay, scorerOf } from './listening-columns.ts'

const NOW = 1_750_000_000
const library = libraryOf(30, 6, 5, track => NOW - (track % 3 === 0 ? 5 : 400) * DAY_S)
const boosted: BoostRule = {
  id: 3 as BoostRule['id'], // as the table gives them
  target: { of: 'decade', from: 1990 },
  label: '',
  tracks: 12,
  at: 0,
  until: (NOW + 3 * DAY_S) * 1000,
}
const artistOf = (track: number) => library.artist[track] ?? -1

/** Half a year of sessions: some artists are stayed with, some skipped, a third never played. */
function log(): MadePlay[] {
  const rng = rngOf(11)
  const plays: MadePlay[] = []
  for (let session = 0; session < 70; session++) {
    let start = NOW - (170 - 2.4 * session) * DAY_S
    let last = -1
    // An order that returns, of which the second and third are not always stayed with.
    if (session % 9 === 0)
      for (const [place, track] of [13, 14, 32].entries()) {
        plays.push({ track, start, session, sat: place === 0 ? 1 : (session / 9) % 2 })
        start += 205
      }
    for (let place = 0; place < 9; place++) {
      // Now and then the order of an evening before.
      const track = last >= 0 && rng.next() < 0.3 ? (last + 1) % 120 : rng.below(120)
      const likes = artistOf(track) % 3 !== 2
      const says = rng.next()
      const sat = says < 0.08 ? -1 : rng.next() < (likes ? 0.85 : 0.2) ? 1 : 0
      plays.push({ track, start, session, sat, fp: sat === 0 && rng.next() < 0.4 })
      start += sat === 0 ? 25 : 205
      last = track
    }
  }
  // The session that goes on.
  const last = plays.at(-1)?.session ?? 0
  for (const [place, track] of [0, 7, 13].entries())
    plays.push({ track, start: NOW - 900 + 250 * place, session: last + 1, sat: 1 })
  return plays
}

const plays = log()
const row = (id: number): TrackRow => {
  const artist = `Artist ${artistOf(id - 1)}`
  // what the companion reads of a row
  return {
    id,
    title: `Track ${id - 1}`,
    artist,
    artists: [{ id: artistOf(id - 1) + 1, name: artist }],
    genre: 'Folk',
  } as unknown as TrackRow
}

let reasons: { readonly track: number; readonly item: Item; readonly reason: CompanionReason }[] = []
let proposals: Proposal[] = []

beforeAll(async () => {
  const scorer = await scorerOf(library, plays)
  const marked = Int32Array.from(library.ids).filter((_, track) => [1990, 1991].includes(library.year[track] ?? 0))
  await scorer.take({ kind: 'marks', marks: [{ rule: 3, ids: marked, until: NOW + 3 * DAY_S }] })
  const settings = { ...defaultSettings, artistSpread: 0, coolDownHours: 0 }
  const random = seededRandom(3)
  const companion = createAutoplay({
    session: { dismissed: new Set() },
    rows: asked => Array.from(asked, row),
    facts: asked => new Map(Array.from(asked, id => [id, { playable: true, welcome: true, artist: 0 }])),
    settings: () => settings,
    // only these are asked
    boosts: { named: (id: number) => (id === boosted.id ? boosted : null) } as never,
    decisions: {} as never,
    now: () => NOW * 1000,
    random,
    attempt: () => false,
  })
  proposals = []
  reasons = []
  for (let round = 0; round < 12; round++) {
    const balance: Balance = {
      anchor: { kind: 'vibe' },
      adventure: [0.1, 0.5, 0.9][round % 3] ?? 0,
      discovery: round % 2,
      exposure: round % 5 === 4 ? 1 : 0.2,
      boost: round % 4 === 0 ? 0.5 : 0,
    }
    // Now and then only every fourth track may come, so that every one is laid out some time.
    const taken = round < 6 ? new Int32Array() : library.ids.filter((_, track) => track % 4 !== round % 4)
    const proposal = await scorer.propose({ now: NOW, seed: round, taken })
    proposals.push(proposal)
    companion.take(proposal)
    // what the companion places has one of its reasons
    for (const item of companion.lay(emptyList, balance).items)
      reasons.push({ track: item.trackId - 1, item, reason: item.reason as CompanionReason })
  }
})

const of = <K extends CompanionReason['kind']>(kind: K) =>
  reasons.flatMap(({ track, reason }) =>
    reason.kind === kind ? [{ track, reason: reason as Extract<CompanionReason, { kind: K }> }] : [],
  )
const stays = (of: (track: number) => boolean) => plays.filter(({ track, sat }) => of(track) && sat === 1).length
const verdicts = (of: (track: number) => boolean) => plays.filter(({ track, sat }) => of(track) && sat !== -1).length
const numberIn = (name: string) => Number(name.split(' ')[1])

describe('reasons', () => {
  it('are many kinds, each on an item of its own', () => {
    const kinds = new Set(reasons.map(({ reason }) => reason.kind))
    expect([...kinds].sort()).toEqual([
      'artistFinished',
      'boosted',
      'drawn',
      'favouriteRested',
      'follows',
      'newArtist',
      'soundsLike',
      'together',
      'trackStayed',
      'underHeard',
      'waited',
    ])
  })

  it('count how often a track was stayed with', () => {
    for (const { track, reason } of of('trackStayed'))
      expect(reason).toMatchObject({ stayed: stays(each => each === track), of: verdicts(each => each === track) })
  })

  it('count an artist’s finished plays', () => {
    for (const { track, reason } of of('artistFinished')) {
      const same = (each: number) => artistOf(each) === artistOf(track)
      expect(reason).toEqual({
        kind: 'artistFinished',
        artist: `Artist ${artistOf(track)}`,
        finished: stays(same),
        of: verdicts(same),
      })
    }
  })

  it('say for how many days a favourite rested', () => {
    for (const { track, reason } of of('favouriteRested')) {
      const last = plays.findLast(play => play.track === track)?.start ?? 0
      expect(reason.days).toBe(Math.floor((NOW - last) / DAY_S))
      expect(reason.stayed).toBe(stays(each => each === track))
      expect(reason.stayed / verdicts(each => each === track)).toBeGreaterThanOrEqual(0.7)
    }
  })

  it('count what followed what', () => {
    for (const { track, reason } of of('follows')) {
      const counted = plays.filter(play => play.fp !== true)
      const before = numberIn(reason.title)
      const times = counted.filter((play, at) => {
        const earlier = counted[at - 1]
        return play.track === track && earlier?.track === before && earlier.session === play.session
      }).length
      expect(reason.times).toBe(times)
      expect(before).toBe(13)
    }
  })

  it('name what was often heard together', () => {
    for (const { track, reason } of of('together')) {
      const sessionsOf = (wanted: number) =>
        new Set(plays.filter(play => play.track === wanted && play.fp !== true).map(play => play.session))
      const other = sessionsOf(numberIn(reason.title))
      expect([...sessionsOf(track)].filter(session => other.has(session)).length).toBeGreaterThanOrEqual(3)
    }
  })

  it('name a track that was really stayed with, for one that was never played', () => {
    for (const { track, reason } of of('soundsLike')) {
      expect(plays.some(play => play.track === track)).toBe(false)
      const named = plays.filter(play => play.track === numberIn(reason.title) && play.sat !== -1)
      expect(named.at(-1)?.sat).toBe(1)
      expect(reason.by).toBe('tags')
    }
  })

  it('call an artist new of whom nothing was played', () => {
    for (const { track } of of('newArtist'))
      expect(plays.some(play => artistOf(play.track) === artistOf(track))).toBe(false)
  })

  it('count the plays of an under-heard artist in the window, and what is owned', () => {
    for (const { track, reason } of of('underHeard')) {
      const lately = plays.filter(play => artistOf(play.track) === artistOf(track) && play.start > NOW - 90 * DAY_S)
      expect(reason).toMatchObject({ plays: lately.length, tracks: 6, days: 90 })
    }
  })

  it('count the queues that a track waited through: one a play', () => {
    for (const { track, reason } of of('waited')) {
      const last = plays.findLastIndex(play => play.track === track)
      const added = library.addedAt[track] ?? 0
      expect(reason.queues).toBe(last >= 0 ? plays.length - 1 - last : plays.filter(play => play.start >= added).length)
      expect(reason.queues).toBeGreaterThanOrEqual(200)
    }
  })

  it('name the boost that a track is under, and only while it is asked for', () => {
    for (const { track, reason } of of('boosted')) {
      expect([1990, 1991]).toContain(library.year[track])
      expect(reason).toEqual({ kind: 'boosted', target: boosted.target, label: '', until: boosted.until })
    }
  })

  it('say so where chance drew', () => {
    for (const { item, reason } of reasons) expect(reason.kind === 'drawn').toBe(item.decided?.drawn === true)
    for (const { reason } of of('drawn')) expect(reason.oneIn).toBe(20)
  })

  it('stand on what the listener has heard and not on what is to come', () => {
    for (const { waits, ids } of proposals) {
      waits.forEach((wait, at) => {
        const track = (ids[at] ?? 0) - 1
        const added = library.addedAt[track] ?? 0
        const last = plays.findLastIndex(play => play.track === track)
        const since = last >= 0 ? plays.length - 1 - last : plays.filter(play => play.start >= added).length
        expect(wait).toBe(since)
      })
    }
  })
})
