// Why an item is here: the strongest fact among those that are true of it, from the evidence as it was decided.
import type { BoostRule } from '../../../preload/contract/balance.ts'
import type { CompanionReason } from '../../../preload/contract/queue.ts'
import { type EvidenceName, evidenceNames, similarityKinds } from '../scoring/protocol.ts'

/** Evidence of one candidate by name. */
export type Evidence = Readonly<Record<EvidenceName, number>>

export function evidenceAt(columns: Int32Array, candidate: number): Evidence {
  const at = candidate * evidenceNames.length
  // One value for each name, in their order.
  return Object.fromEntries(evidenceNames.map((name, column) => [name, columns[at + column] ?? 0])) as Evidence
}

export interface Grounds {
  readonly evidence: Evidence
  /** Nothing was heard yet: whatever is chosen is chosen for variety. */
  readonly isFirstDay: boolean
  readonly drawn: boolean
  readonly oneIn: number | null
  readonly isDue: boolean
  readonly waits: number
  /** Whom it serves, of those that the balance gives any weight. */
  readonly serves: { readonly discovery: boolean; readonly exposure: boolean; readonly boost: boolean }
}

/** Names as they are read; null where a track is not known any more. */
export interface Names {
  readonly artist: string
  readonly genre: string | null
  readonly windowDays: number
  nameOf(trackId: number): { readonly title: string; readonly artist: string } | null
  rule(id: number): Pick<BoostRule, 'target' | 'label' | 'until'> | null
}

/** From these on a fact is worth its words. */
const STAYED = { verdicts: 2, share: 0.6 } as const
const FAVOURITE = { stays: 3, share: 0.7, days: 14 } as const
const ARTIST = { verdicts: 3, share: 0.6 } as const
const FOLLOWS = 2
const TOGETHER_SESSIONS = 3
const NEW_DAYS = 30

export function reasonFor(decided: Grounds, names: Names): CompanionReason {
  const { evidence, serves } = decided
  const { artist } = names
  if (decided.drawn && decided.oneIn !== null) return { kind: 'drawn', oneIn: decided.oneIn }
  if (decided.isDue) return { kind: 'waited', queues: decided.waits }
  const rule = serves.boost ? names.rule(evidence.mark) : null
  if (rule !== null) return { kind: 'boosted', target: rule.target, label: rule.label, until: rule.until }

  const isNew = evidence.trackPlays === 0 && evidence.addedDaysAgo <= NEW_DAYS
  if (decided.isFirstDay) return { kind: 'variety', genre: names.genre }

  const { trackStays, trackOutcomes, trackPlays, heardDaysAgo, artistStays, artistOutcomes } = evidence
  const stayed = trackOutcomes >= STAYED.verdicts && trackStays >= STAYED.share * trackOutcomes
  if (trackStays >= FAVOURITE.stays && trackStays >= FAVOURITE.share * trackOutcomes && heardDaysAgo >= FAVOURITE.days)
    return { kind: 'favouriteRested', days: heardDaysAgo, stayed: trackStays }
  const before = evidence.followsTimes >= FOLLOWS ? names.nameOf(evidence.followsTrack) : null
  if (before !== null) return { kind: 'follows', ...before, times: evidence.followsTimes }
  if (stayed) return { kind: 'trackStayed', stayed: trackStays, of: trackOutcomes }
  if (trackPlays === 0) {
    const like = evidence.likeTrack > 0 ? names.nameOf(evidence.likeTrack) : null
    const by = similarityKinds[evidence.likeBy]
    if (like !== null && by !== undefined) return { kind: 'soundsLike', ...like, by }
  }
  const together = evidence.togetherSessions >= TOGETHER_SESSIONS ? names.nameOf(evidence.togetherTrack) : null
  if (together !== null) return { kind: 'together', ...together }
  // An untagged track has no artist to speak of.
  const isSigned = artist !== ''
  if (isSigned && serves.discovery && evidence.artistPlays === 0) return { kind: 'newArtist', artist }
  if (isSigned && artistOutcomes >= ARTIST.verdicts && artistStays >= ARTIST.share * artistOutcomes)
    return { kind: 'artistFinished', artist, finished: artistStays, of: artistOutcomes }
  if (isSigned && serves.exposure && evidence.isUnderHeard === 1)
    return {
      kind: 'underHeard',
      artist,
      plays: evidence.artistPlaysLately,
      tracks: evidence.artistOwned,
      days: names.windowDays,
    }
  if (isNew) return { kind: 'newlyAdded', days: evidence.addedDaysAgo }
  if (trackOutcomes > 0) return { kind: 'trackStayed', stayed: trackStays, of: trackOutcomes }
  if (isSigned && artistOutcomes > 0)
    return { kind: 'artistFinished', artist, finished: artistStays, of: artistOutcomes }
  return { kind: 'variety', genre: names.genre }
}
