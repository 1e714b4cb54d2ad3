// The library and the log as the models read them: columns of numbers, read in slices so that nothing else in the core has to wait.
import type { PlayColumns, TrackColumns } from '../../../models/columns.ts'
import { SESSION_SILENCE_MS } from '../../../models/listening/sessions.ts'
import { THRESHOLD_LEAST_MS } from '../../../models/listening/threshold.ts'
import type { Store } from '../store/open.ts'
import { type LearnedPlay, type LearningRows, learningRows } from '../store/tables/learning-rows.ts'
import { paced } from './paced.ts'
import { ghostPlace, TrackNumbers } from './track-numbers.ts'

/** Up to where a log was read: reading goes on from there. */
export interface PlayMark {
  /** Start of the last play that was read, ms since 1970. */
  readonly startedAt: number
  /** Last sound of the session so far, ms since 1970. */
  readonly until: number
  /** Number of its session; -1 before the first. */
  readonly session: number
}

export interface PlaySlice extends PlayColumns {
  readonly mark: PlayMark
}

export interface Dataset {
  /**
   * Every track that is listed, those that are gone but were heard, and those known from a history brought along (both with the id 0).
   * Slices as `joinTracks` takes them. What the other readings call a track is its place in the last whole reading of this one.
   */
  tracks(): AsyncIterable<TrackColumns>
  /** Plays that may be learned from, by start, from the mark on. Plays of tracks that came after the last reading of the tracks are left out. */
  plays(after?: PlayMark): AsyncIterable<PlaySlice>
  /** Each playlist's tracks in order. */
  playlists(): AsyncIterable<Int32Array>
  /** Of some tracks what the audio analysis heard, as one row of numbers each. */
  summaries(): AsyncIterable<{ readonly track: Int32Array; readonly values: readonly Float32Array[] }>
  /** Place of a track of the library; undefined when it was not there at the last reading. */
  placeOf(trackId: number): number | undefined
}

const START: PlayMark = { startedAt: Number.MIN_SAFE_INTEGER, until: Number.NEGATIVE_INFINITY, session: -1 }

export function createDataset(db: Store['db']): Dataset {
  const rows = learningRows(db)
  let places: ReadonlyMap<number, number> | null = null

  async function* tracks(): AsyncGenerator<TrackColumns> {
    const numbers = new TrackNumbers()
    let after = 0
    for await (const page of paced(limit => rows.tracks(after, limit))) {
      after = page.at(-1)?.[0] ?? after
      yield numbers.slice(page)
    }
    let ghost = 0
    for await (const page of paced(limit => rows.ghosts(ghost, limit))) {
      ghost = page.at(-1)?.[0] ?? ghost
      yield numbers.strangers(page)
    }
    places = numbers.places
  }

  async function known(): Promise<ReadonlyMap<number, number>> {
    if (places === null) for await (const _slice of tracks());
    return places ?? new Map()
  }

  return {
    tracks,
    placeOf: trackId => places?.get(trackId),
    async *plays(from = START) {
      const placeOf = await known()
      let mark = from
      for await (const page of paced(limit => rows.plays(mark.startedAt, limit))) {
        const slice = playSlice(page, mark, placeOf)
        mark = slice.mark
        yield slice
      }
    },
    async *playlists() {
      const placeOf = await known()
      let at = { playlist: 0, position: 0, item: 0 }
      let list: number[] = []
      for await (const page of paced(limit => rows.playlistItems(at, limit))) {
        for (const item of page) {
          if (item.at.playlist !== at.playlist && list.length > 0) {
            yield Int32Array.from(list)
            list = []
          }
          at = item.at
          const place = placeOf.get(item.trackId)
          if (place !== undefined) list.push(place)
        }
      }
      if (list.length > 0) yield Int32Array.from(list)
    },
    summaries: () => summariesOf(rows, known),
  }
}

async function* summariesOf(
  rows: LearningRows,
  known: () => Promise<ReadonlyMap<number, number>>,
): AsyncGenerator<{ readonly track: Int32Array; readonly values: readonly Float32Array[] }> {
  const placeOf = await known()
  let after = 0
  for await (const page of paced(limit => rows.summaries(after, limit))) {
    after = page.at(-1)?.trackId ?? after
    const here = page.filter(({ trackId }) => placeOf.has(trackId))
    yield {
      track: Int32Array.from(here, ({ trackId }) => placeOf.get(trackId) ?? 0),
      // The bytes of a row need not lie where floats may be read: a copy does.
      values: here.map(({ summary }) => new Float32Array(summary.slice().buffer)),
    }
  }
}

function playSlice(page: readonly LearnedPlay[], from: PlayMark, placeOf: ReadonlyMap<number, number>): PlaySlice {
  let mark = from
  const kept: { play: LearnedPlay; track: number; session: number }[] = []
  for (const play of page) {
    const silent = play.startedAt - mark.until > SESSION_SILENCE_MS
    const session = silent ? mark.session + 1 : mark.session
    const until = silent ? play.endedAt : Math.max(mark.until, play.endedAt)
    mark = { startedAt: play.startedAt, until, session }
    const track = placeOf.get(play.trackId ?? ghostPlace(play.ghostId ?? 0))
    if (track !== undefined && isHeard(play)) kept.push({ play, track, session })
  }
  return {
    track: Int32Array.from(kept, ({ track }) => track),
    start: Float64Array.from(kept, ({ play }) => play.startedAt / 1000),
    end: Float64Array.from(kept, ({ play }) => Math.max(play.startedAt, play.endedAt) / 1000),
    dwellMs: Float64Array.from(kept, ({ play }) => play.dwellMs),
    session: Int32Array.from(kept, ({ session }) => session),
    sat: Int8Array.from(kept, ({ play }) => play.sat ?? -1),
    fp: Uint8Array.from(kept, ({ play }) => Number(play.outcome === 'FP')),
    byHand: Int8Array.from(kept, ({ play }) => handOf(play.origin)),
    shuffle: Int8Array.from(kept, ({ play }) => shuffleOf(play.origin)),
    mark,
  }
}

/** What broke off at once (an error, the app closed, the previous button) was neither heard nor refused. */
const isHeard = (play: LearnedPlay) => play.outcome !== 'neither' || play.dwellMs >= THRESHOLD_LEAST_MS

const byHand = new Set(['hand', 'search', 'queued'])
const bySomething = new Set(['album', 'playlist', 'shuffle', 'companion'])

const handOf = (origin: string | null) => (byHand.has(origin ?? '') ? 1 : bySomething.has(origin ?? '') ? 0 : -1)
const shuffleOf = (origin: string | null) =>
  origin === 'shuffle' ? 1 : byHand.has(origin ?? '') || bySomething.has(origin ?? '') ? 0 : -1
