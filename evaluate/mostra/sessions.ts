// Logged sessions as sets to be ordered anew: their tracks as they were known when the session began, with what became of each.
import type { History } from '../../models/history.ts'
import { runningFeatures } from '../../models/mostra/features.ts'
import { type Mark, ObjectiveState } from '../../models/mostra/objectives.ts'
import { rngOf, shuffled } from '../../models/rng.ts'

export interface SessionSet {
  readonly session: number
  /** Seconds since 1970. */
  readonly start: number
  /** Of each track that the session gave an outcome, in an order that is drawn: the order of hearing goes with what became of them, and breaks ties. */
  readonly tracks: Int32Array
  readonly artists: Int32Array
  /** 1 stayed, 0 skipped, at the first outcome. */
  readonly labels: Uint8Array
  /** Discovery, exposure, boost. */
  readonly objectives: readonly [Uint8Array, Uint8Array, Uint8Array]
  /** [tracks, features]: known before the first play of the session. */
  readonly rows: Float32Array
}

export interface SessionSets {
  readonly features: readonly string[]
  readonly sets: readonly SessionSet[]
}

/** Marks of a listener who made none: an artist in ten, drawn by `seed`, and what was heard for the first time in the last 30 days. */
const MARKED_SHARE = 0.1

/** Every session with at least one outcome. The state of the listener moves on only after a session was written: nothing of it is known in it. */
export function sessionSets(history: History, seed: number): SessionSets {
  const features = runningFeatures(history)
  const width = features.names.length
  const state = new ObjectiveState(history.artistOf, history.artists)
  const rng = rngOf(seed)
  const marked = Uint8Array.from({ length: history.artists }, () => (rng.next() < MARKED_SHARE ? 1 : 0))
  const order = rng.fork()
  const marks: readonly Mark[] = [
    { has: track => marked[history.artistOf[track] ?? -1] === 1, until: null },
    { has: track => state.addedLately(track), until: null },
  ]
  const sets: SessionSet[] = []
  let from = 0
  while (from < history.plays.length) {
    const first = history.plays[from]
    if (first === undefined) break
    let to = from
    while (history.plays[to]?.session === first.session) to++
    const plays = history.plays.slice(from, to)
    const outcomes = new Map<number, (typeof plays)[number]>()
    for (const play of plays) if (play.sat !== null && !outcomes.has(play.track)) outcomes.set(play.track, play)
    const heard = shuffled([...outcomes.values()], order)
    if (heard.length > 0) {
      state.moveTo(first.start)
      const tracks = Int32Array.from(heard, play => play.track)
      const rows = new Float32Array(heard.length * width)
      heard.forEach((play, index) => {
        features.of(play, { session: first.session, now: first.start }, rows, index * width)
      })
      sets.push({
        session: first.session,
        start: first.start,
        tracks,
        artists: Int32Array.from(heard, play => play.artist),
        labels: Uint8Array.from(heard, play => play.sat ?? 0),
        objectives: state.of(tracks, marks),
        rows,
      })
    }
    for (const play of plays) {
      features.add(play)
      state.moveTo(play.start)
      state.hear(play.track, play.start)
    }
    from = to
  }
  return { features: features.names, sets }
}
