// The four rules of the next-track protocol against sums done by hand: they hold where no log is at hand to compare with.
import { describe, expect, it } from 'vitest'
import { NextTrackRules } from '../../../models/yardsticks/next-track.ts'
import { historyOf, play } from '../research/fs-vae/stories.ts'

/** Tracks 0 and 1 are of one album and artist; 2 and 3 of none but their own. Plays of 200 s. */
const trackOf = [0, 1, 2, 0, 1, 3] as const
const startOf = [0, 200, 400, 100_000, 100_200, 100_400] as const
const history = historyOf(
  trackOf.map((track, index) =>
    play(track, startOf[index] ?? 0, { artist: track < 2 ? 0 : track, album: track < 2 ? 0 : track, fp: index === 5 }),
  ),
  4,
)

function rules() {
  const made = new NextTrackRules(history)
  for (const each of history.plays) made.add(each)
  return made
}

describe('the rules for what comes next', () => {
  const now = 100_800
  const scores = rules().at(now, 1)

  it('count plays, and no false positive', () => {
    expect([...scores['personal popularity']]).toEqual([2, 2, 1, 0])
  })

  it('add up 1 / sqrt(seconds since each play ended): the base level of ACT-R', () => {
    expect(scores['base level'][0]).toBeCloseTo(1 / Math.sqrt(now - 200) + 1 / Math.sqrt(now - 100_200), 12)
    expect(scores['base level'][2]).toBeCloseTo(1 / Math.sqrt(now - 600), 12)
    expect(scores['base level'][3]).toBe(0)
  })

  it('put what followed the last track first, and break ties by base level', () => {
    const followed = scores['follows + base level']
    expect(followed[2]).toBeCloseTo(1 + (scores['base level'][2] ?? 0), 12)
    expect(followed[0]).toBeCloseTo(scores['base level'][0] ?? Number.NaN, 12)
  })

  it('add album and artist, and leave out what this session has heard', () => {
    const album = scores['follows + album + artist']
    expect(Array.from([0, 1, 3], track => album[track])).toEqual([-1, -1, -1])
    expect(album[2]).toBeCloseTo(2 + (scores['base level'][2] ?? 0), 12)
    const next = rules().at(now, 2)['follows + album + artist']
    expect(next[0]).toBeCloseTo(0.5 + 0.2 + (scores['base level'][0] ?? 0), 12)
  })

  it('remember fifty plays of a track for its base level', () => {
    const many = historyOf(
      Array.from({ length: 60 }, (_, index) => play(0, index * 200)),
      1,
    )
    const made = new NextTrackRules(many)
    for (const each of many.plays) made.add(each)
    const ends = many.plays.slice(-50).map(each => each.end)
    const sum = ends.reduce((all, end) => all + 1 / Math.sqrt(20_000 - end), 0)
    expect(made.at(20_000, 0)['base level'][0]).toBeCloseTo(sum, 12)
  })
})
