// Nobody looks ahead: what is played after a target changes no rank up to it. A planted leak is caught by the same test.
import { describe, expect, it } from 'vitest'
import type { Log } from '../../../evaluate/logs.ts'
import { type Method, methods, yardstickRanks } from '../../../evaluate/next-track/methods.ts'
import { rankerRanks } from '../../../evaluate/next-track/ranker.ts'
import { type Ranks, ranksOf } from '../../../evaluate/next-track/ranks.ts'
import { type Target, targetsOf } from '../../../evaluate/next-track/targets.ts'
import type { HistoryPlay } from '../../../models/history.ts'
import { defaultRanker } from '../../../models/next-track/ranker.ts'
import { evenings } from '../../models/next-track/stories.ts'

const logOf = (plays: readonly HistoryPlay[]): Log => ({
  ...evenings(80),
  plays: plays.map(play => ({ ...play, reasonStart: '', reasonEnd: '', shuffle: null })),
  user: 'me',
  leftOut: {},
})

const log = logOf(evenings(80).plays)
const targets = targetsOf(log)
const middle = targets[Math.floor(targets.length / 2)]?.index ?? 0

/** The same evenings, but from the middle target on (what comes then is its answer) other tracks are played. */
const otherFuture = logOf(
  log.plays.map((play, index) => {
    if (index <= middle) return play
    const track = (play.track + 7) % log.tracks
    return { ...play, track, artist: log.artistOf[track] ?? 0, album: log.albumOf[track] ?? 0 }
  }),
)

/** Whether the ranks up to the middle are others when only the future is another. */
async function looksAhead(method: Method): Promise<boolean> {
  const answers = await Promise.all([log, otherFuture].map(each => method(each, targetsOf(each), 1)))
  const until = (ranks: readonly Ranks[] | undefined) =>
    JSON.stringify(ranks?.slice(0, Math.floor(targets.length / 2) + 1))
  return until(answers[0]) !== until(answers[1])
}

describe('the next-track table', () => {
  it.each(['item-kNN', 'WMF', 'skip-gram'])('asks %s, which does not look ahead', async name => {
    const method = methods[name]
    expect(method && (await looksAhead(method))).toBe(false)
  })

  it('asks the four rules, which do not', async () => {
    const all: Method = async (each, asked) =>
      Object.values(yardstickRanks(each, asked)).flatMap(ranks => ranks.slice(0, Math.floor(targets.length / 2) + 1))
    expect(await looksAhead(all)).toBe(false)
  })

  it('asks the companion with all that it knows, which does not', async () => {
    const small = { ...defaultRanker, negatives: 10, trees: { ...defaultRanker.trees, trees: 10, leastRows: 5 } }
    expect(
      await looksAhead((each, asked, seed) => rankerRanks(each, asked, ['vectors', 'neighbours'], seed, small)),
    ).toBe(false)
  })

  it('would catch one that counted the whole log, or one that saw a single later play', async () => {
    const whole: Method = async (each, asked) => {
      const counts = new Float64Array(each.tracks)
      for (const { track } of each.plays) counts[track] = (counts[track] ?? 0) + 1
      return asked.map(({ play }) => ranksOf(counts, play.track))
    }
    const oneLater: Method = async (each, asked) =>
      asked.map(({ index, play }: Target) => {
        const later = each.plays[index + 1]?.track ?? 0
        return ranksOf(
          Float64Array.from({ length: each.tracks }, (_, track) => -Math.abs(track - later)),
          play.track,
        )
      })
    expect(await looksAhead(whole)).toBe(true)
    expect(await looksAhead(oneLater)).toBe(true)
  })
})
