// What the features of a play may know: everything before it, and nothing of itself or later; a planted leak is seen.
import { describe, expect, it } from 'vitest'
import type { History } from '../../../models/history.ts'
import { runningFeatures } from '../../../models/mostra/features.ts'
import { satRows } from '../../../models/mostra/sat-examples.ts'
import { otherwise, weeksOf, withPlay } from './sat-stories.ts'

type Rows = (history: History) => Float32Array

/** Plays whose rows change when how play `index` went changes. */
function touchedBy(rows: Rows, history: History, index: number): number[] {
  const play = history.plays[index]
  if (play === undefined) throw new Error(`there is no play ${index}`)
  const width = runningFeatures(history).names.length
  const [before, after] = [rows(history), rows(withPlay(history, index, otherwise(play)))]
  return history.plays.flatMap((_, each) =>
    before.subarray(each * width, (each + 1) * width).some((value, k) => value !== after[each * width + k])
      ? [each]
      : [],
  )
}

const honest: Rows = history => satRows(history).values

/** The mistake to be seen: the play is remembered before its row is written. */
const leaking: Rows = history => {
  const features = runningFeatures(history)
  const width = features.names.length
  const out = new Float32Array(history.plays.length * width)
  history.plays.forEach((play, index) => {
    features.add(play)
    features.of(play, { session: play.session, now: play.start }, out, index * width)
  })
  return out
}

describe('the features of a play', () => {
  const history = weeksOf(12)
  const labelled = history.plays.flatMap((play, index) => (play.sat === null ? [] : [index]))

  it('know nothing of how it goes, nor of anything later', () => {
    for (const index of labelled.filter((_, each) => each % 7 === 0)) {
      expect(touchedBy(honest, history, index).every(each => each > index)).toBe(true)
    }
  })

  it('know how the plays before it went', () => {
    expect(touchedBy(honest, history, labelled[0] ?? 0)).toContain((labelled[0] ?? 0) + 1)
  })

  it('would be caught knowing it, were the play remembered too early', () => {
    const index = labelled[20] ?? 0
    expect(touchedBy(leaking, history, index)).toContain(index)
  })

  it('do not know of a pause in it: a log tells its start only from how long it was heard', () => {
    const index = history.plays.findIndex(
      (play, each) => each > 20 && history.plays[each - 1]?.session === play.session,
    )
    const start = (history.plays[index]?.start ?? 0) + 120
    const width = runningFeatures(history).names.length
    const row = (each: History) => satRows(each).values.slice(index * width, (index + 1) * width)
    expect(row(withPlay(history, index, { start }))).toEqual(row(history))
  })

  it('are finite numbers under names of their own, for the wildest log', () => {
    const { names, values } = satRows(weeksOf(3))
    expect(new Set(names).size).toBe(names.length)
    expect(values.every(Number.isFinite)).toBe(true)
    const wild = [
      { start: 0, end: 0, dwellMs: 0 },
      { start: -1e9, end: 4e9, dwellMs: 36_000_000 },
      { start: 1_700_000_000, end: 1_600_000_000, dwellMs: 1 },
    ].reduce((sum, change, index) => withPlay(sum, index + 4, change), weeksOf(3))
    expect(satRows(wild).values.every(Number.isFinite)).toBe(true)
  })

  it('are none for no plays', () => {
    expect(satRows({ ...history, plays: [], tracks: 0, artists: 0, albums: 0 }).values).toHaveLength(0)
  })

  it('say how often an artist was stayed with, against how often the session alone made it likely', () => {
    const long = weeksOf(150)
    const features = runningFeatures(long)
    for (const play of long.plays) features.add(play)
    const moment = { session: long.sessions, now: (long.plays.at(-1)?.end ?? 0) + 3600 }
    const of = (artist: number) => {
      const out = new Float32Array(features.names.length)
      features.of({ track: artist, artist, album: -1 }, moment, out, 0)
      return (name: string) => out[features.names.indexOf(name)] ?? Number.NaN
    }
    expect(of(0)('artist rate')).toBeGreaterThan(of(1)('artist rate'))
    expect(of(0)('artist surprise')).toBeGreaterThan(0)
    expect(of(1)('artist surprise')).toBeLessThan(0)
    expect(of(0)('session begins')).toBe(1)
  })
})
