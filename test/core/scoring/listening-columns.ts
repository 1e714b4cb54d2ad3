// A made library and a made log as columns, for tests of the scorer: who plays what, and how it went, from a seed.

import type { FromScorer, Proposal, ToScorer, Wanted } from '../../../main/core/scoring/protocol.ts'
import { Scorer } from '../../../main/core/scoring/scorer.ts'
import type { PlayColumns, TrackColumns } from '../../../models/columns.ts'

export const DAY_S = 86_400

/** `artists` with `each` tracks, in `genres` by turns; track n has the library's id n + 1. */
export function libraryOf(
  artists: number,
  each: number,
  genres: number,
  addedAt: (track: number) => number,
): TrackColumns {
  const count = artists * each
  const numbers = (value: (track: number) => number) => Int32Array.from({ length: count }, (_, track) => value(track))
  const artistOf = (track: number) => Math.floor(track / each)
  const ids = (length: number) => Int32Array.from({ length }, (_, at) => at + 1)
  return {
    ids: ids(count),
    artist: numbers(artistOf),
    artists,
    album: numbers(artistOf),
    albums: artists,
    genre: numbers(track => artistOf(track) % genres),
    genres,
    folder: numbers(artistOf),
    folders: artists,
    year: numbers(track => 1980 + (artistOf(track) % 40)),
    durationMs: new Float64Array(count).fill(200_000),
    addedAt: Float64Array.from({ length: count }, (_, track) => addedAt(track)),
    artistIds: ids(artists),
    albumIds: ids(artists),
    genreIds: ids(genres),
    folderIds: ids(artists),
  }
}

export interface MadePlay {
  readonly track: number
  readonly start: number
  readonly session: number
  /** 1 stayed, 0 skipped, -1 says nothing. */
  readonly sat: number
  readonly fp?: boolean
}

export function playsOf(plays: readonly MadePlay[]): PlayColumns {
  const heardS = ({ sat }: MadePlay) => (sat === 0 ? 20 : 200)
  return {
    track: Int32Array.from(plays, play => play.track),
    start: Float64Array.from(plays, play => play.start),
    end: Float64Array.from(plays, play => play.start + heardS(play)),
    dwellMs: Float64Array.from(plays, play => heardS(play) * 1000),
    session: Int32Array.from(plays, play => play.session),
    sat: Int8Array.from(plays, play => play.sat),
    fp: Uint8Array.from(plays, play => Number(play.fp ?? false)),
    byHand: new Int8Array(plays.length),
    shuffle: new Int8Array(plays.length),
  }
}

export interface Asking {
  take(message: ToScorer): Promise<void>
  propose(wanted: Partial<Wanted> & { readonly now: number }): Promise<Proposal>
  readonly troubles: FromScorer[]
}

/** A scorer in this thread that knows this library. */
export async function scorerOf(library: TrackColumns, plays: readonly MadePlay[] = []): Promise<Asking> {
  let said: FromScorer | null = null
  const troubles: FromScorer[] = []
  const scorer = new Scorer(message => {
    said = message
    if (message.kind === 'trouble') troubles.push(message)
  })
  const take = (message: ToScorer) => scorer.take(message)
  await take({ kind: 'begin', objectives: { windowDays: 90, lowest: 0.25, newDays: 30 } })
  await take({ kind: 'tracks', slice: library })
  await take({ kind: 'library' })
  if (plays.length > 0) await take({ kind: 'plays', slice: playsOf(plays) })
  return {
    take,
    troubles,
    async propose(wanted) {
      said = null
      const all = { seed: 1, seedTrack: null, taken: new Int32Array(), current: null, ...wanted }
      await take({ kind: 'propose', ask: 1, wanted: all })
      // set by the callback meanwhile, which the compiler cannot see
      const answer = said as FromScorer | null
      if (answer?.kind !== 'proposed') throw new Error(`no proposal came: ${JSON.stringify(answer)}`)
      return answer.proposal
    },
  }
}
