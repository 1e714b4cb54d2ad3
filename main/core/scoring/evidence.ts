// The evidence for reasons: of each candidate the counts and names that make a reason true, read from what was heard.
// Indices below stay inside their arrays by construction: `as number` says so where the types cannot.
import type { ObjectiveState } from '../../../models/mostra/objectives.ts'
import type { LibraryIndex } from './library-index.ts'
import type { ListeningStats } from './listening-stats.ts'
import { type EvidenceName, evidenceNames, similarityKinds } from './protocol.ts'
import type { Similarity } from './similarity.ts'

const DAY_S = 86_400
/** A never played track “sounds like” another from this similarity on. */
const LIKE = { listening: 0.5, sound: 0.45, tags: 0.5 } as const
/** The last plays of the session with which candidates may have been heard together. */
const SESSION_BACK = 5
/** The newest of those stayed with that are compared with. */
const STAYED = 80

export interface EvidenceParts {
  readonly index: LibraryIndex
  readonly heard: ListeningStats
  readonly objectives: ObjectiveState
  readonly similarity: Similarity
  /** The rule by which a track is boosted; 0: none. */
  readonly markOf: (track: number) => number
}

/** [candidates, evidenceNames.length]; see `evidenceNames`. */
export function evidenceOf(parts: EvidenceParts, candidates: Int32Array, nowS: number): Int32Array {
  const { index, heard, objectives } = parts
  const { tracks } = index
  const out = new Int32Array(candidates.length * evidenceNames.length)
  const session = heard.goesOn(nowS) ? heard.counted : []
  const last = session.at(-1)
  const follows = last === undefined ? null : heard.follows.of(last.track)
  const lately = [...new Set(session.slice(-SESSION_BACK).map(play => play.track))].filter(
    track => heard.lastVerdict[track] === 1,
  )
  const stayed = heard.stayed().slice(-STAYED)
  candidates.forEach((track, row) => {
    const put = (name: EvidenceName, value: number) => {
      out[row * evidenceNames.length + evidenceNames.indexOf(name)] = value
    }
    const artist = tracks.artist[track] as number
    const plays = heard.ofTrack.plays[track] as number
    put('trackStays', heard.ofTrack.stays[track] as number)
    put('trackOutcomes', heard.ofTrack.outcomes[track] as number)
    put('trackPlays', plays)
    put('heardDaysAgo', plays === 0 ? -1 : daysBetween(heard.lastPlayed[track] as number, nowS))
    put('artistStays', heard.ofArtist.stays[artist] as number)
    put('artistOutcomes', heard.ofArtist.outcomes[artist] as number)
    put('artistPlays', heard.ofArtist.plays[artist] as number)
    put('artistPlaysLately', objectives.playsLately(artist))
    put('artistOwned', index.ofArtist(artist).length)
    put('isUnderHeard', Number(objectives.underHeard(track)))
    put('addedDaysAgo', daysBetween(tracks.addedAt[track] as number, nowS))
    put('followsTimes', follows?.get(track) ?? 0)
    put('followsTrack', last === undefined ? 0 : (tracks.ids[last.track] as number))
    put('genre', tracks.genre[track] as number)
    put('mark', parts.markOf(track))
    if (plays > 0) {
      let most = 0
      for (const other of lately) {
        const both = other === track ? 0 : heard.together(other, track)
        if (both <= most || tracks.ids[other] === 0) continue
        most = both
        put('togetherSessions', both)
        put('togetherTrack', tracks.ids[other] as number)
      }
    } else {
      const like = likest(parts, track, stayed)
      if (like !== null) {
        put('likeTrack', tracks.ids[like.track] as number)
        put('likeBy', similarityKinds.indexOf(like.by))
      }
    }
  })
  return out
}

/** The nearest of those that were stayed with, where it is near enough to be named. */
function likest({ index, similarity }: EvidenceParts, track: number, stayed: readonly number[]) {
  let best = -1
  let most = 0
  for (const other of stayed) {
    const alike = similarity.of(track, other)
    if (alike <= most || index.tracks.ids[other] === 0) continue
    best = other
    most = alike
  }
  if (best === -1) return null
  const by = similarity.by(track, best)
  return most >= LIKE[by] ? { track: best, by } : null
}

const daysBetween = (from: number, to: number) => Math.max(0, Math.floor((to - from) / DAY_S))
