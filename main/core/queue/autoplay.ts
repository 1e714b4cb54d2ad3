// Autoplay: keeps the last proposal and the balance, lays queues out from them without a model, and notes what was offered.
import type { Balance, BalanceState, Mix, MixItem } from '../../../preload/contract/balance.ts'
import type { QueueItemId, TrackId } from '../../../preload/contract/ids.ts'
import type { TrackRow } from '../../../preload/contract/library.ts'
import type { Decided } from '../../../preload/contract/queue.ts'
import type { Settings } from '../../../preload/contract/settings.ts'
import { type Proposal, sureness } from '../scoring/protocol.ts'
import type { BoostTable } from '../store/tables/boosts.ts'
import type { DecisionTable } from '../store/tables/decisions.ts'
import type { Item, List } from '../store/tables/queue.ts'
import { isAutoplays } from './autoplay-list.ts'
import { adventureOfTaste, epsOf, mixOf, objectivesOf, weightsOf } from './balance.ts'
import { evidenceAt, reasonFor } from './explain.ts'
import { constraints, layOut, ONE_IN, type Slot } from './layout.ts'
import type { Facts } from './list.ts'
import type { SessionTracks } from './session-tracks.ts'
import type { Random } from './shuffle.ts'

/** Tracks that are laid out ahead. */
export const AUTOPLAY_AHEAD = 50
/** Tracks of the strip. */
export const MIX = 20

export interface AutoplayParts {
  readonly rows: (ids: Int32Array) => readonly TrackRow[]
  readonly facts: Facts
  readonly settings: () => Settings
  readonly boosts: BoostTable
  readonly decisions: DecisionTable
  readonly now: () => number
  readonly random: Random
  /** Tracks that the listener took out or left: in the kept proposal, perhaps, but not to be laid out. */
  readonly session: Pick<SessionTracks, 'dismissed'>
  /** Runs a write that playing must not depend on. */
  readonly attempt: (write: () => void) => boolean
}

export interface Draft {
  readonly items: readonly Item[]
  readonly nextItemId: number
  /** Of each item, as the proposal numbers them. */
  readonly artists: readonly number[]
  /** Of the proposal, what cannot be queued now. */
  readonly unfit: Int32Array
}

export interface Autoplay {
  /** Takes a proposal over; answers the ids among it that cannot be queued now. */
  take(proposal: Proposal): Int32Array
  readonly isReady: boolean
  /** What is to come, by autoplay; ids count on from `list.nextItemId`. `taken`: tracks that are elsewhere in the list. */
  lay(list: List, balance: Balance): { readonly items: readonly Item[]; readonly nextItemId: number }
  /** What a proposal would bring under a balance, as long as a queue is laid out, with nothing drawn, and nothing noted for when it plays. */
  draft(proposal: Proposal, balance: Balance, list: List): Draft
  /** The mix that a balance would bring now. */
  preview(balance: Balance, list: List): Mix
  /** The mix of what is laid out. */
  mixOf(list: List): Mix
  /** An item of autoplay has become the one that plays. */
  offered(item: Item): void
  played(trackId: number, playId: string): void
  knows(): Pick<BalanceState, 'suggested' | 'knowing' | 'coldBy'>
}

interface Kept {
  readonly proposal: Proposal
  readonly banned: Uint8Array
}

/** What was decided of an item, for when it is offered. */
interface Placed {
  readonly slots: readonly Slot[]
  readonly slot: number
  readonly kept: Kept
  readonly eps: number
  readonly weights: readonly number[]
  readonly anchor: number | null
  readonly oneIn: number | null
  readonly artistGap: number
  readonly allowed: Uint8Array | undefined
  readonly decision: { id: number | null }
}

export function createAutoplay(parts: AutoplayParts): Autoplay {
  const { settings, decisions } = parts
  let kept: Kept | null = null
  let placed = new Map<number, Placed>()
  /** The impression of a track that plays, until its play is in the log. */
  const open = new Map<number, number>()
  const rowsOf = createNames(parts.rows)

  function search(balance: Balance, list: List, { proposal, banned }: Kept, length: number, draws: boolean) {
    const { artistSpread: artistGap, coolDownHours, randomSlots } = settings()
    const [eps, weights] = [epsOf(balance.adventure), weightsOf(balance)]
    const elsewhere = new Set<number>(
      [...(list.current ? [list.current] : []), ...list.upcoming.filter(item => item.byHand)].map(item => item.trackId),
    )
    for (const id of parts.session.dismissed) elsewhere.add(id)
    // What the listener placed or took out, and what plays, is not brought a second time.
    const closed = banned.map((isBanned, at) => (isBanned || elsewhere.has(trackIdOf(proposal.ids[at])) ? 1 : 0))
    const { due, ...rules } = constraints(
      proposal,
      closed,
      { artistGap, coolDownS: coolDownHours * 3600 },
      length,
      proposal.plays,
    )
    // Locked in means the surest first and nothing else: what waits comes when the listener lets the queue stray.
    const allowed = eps === 0 ? rules : { ...rules, due }
    const oneIn = draws && randomSlots && eps > 0 ? ONE_IN : null
    const options = { eps, weights, length, oneIn, artistGap, random: parts.random }
    return { slots: layOut(proposal, allowed, options), eps, weights, oneIn, artistGap, allowed: allowed.allowed }
  }

  function servesOf({ objectives }: Proposal, candidate: number): number {
    return objectives.reduce((bits, column, objective) => bits | ((column[candidate] ?? 0) << objective), 0)
  }

  function reasonOf({ proposal }: Kept, slot: Slot, weights: readonly number[], oneIn: number | null, names: Names) {
    const { candidate } = slot
    const id = proposal.ids[candidate] ?? 0
    const [discovery = 0, exposure = 0, boost = 0] = weights
    return reasonFor(
      {
        evidence: evidenceAt(proposal.evidence, candidate),
        isFirstDay: proposal.knowing === 'nothing',
        drawn: slot.drawn,
        oneIn,
        isDue: slot.isDue,
        waits: proposal.waits[candidate] ?? 0,
        serves: {
          discovery: discovery > 0 && proposal.objectives[0][candidate] === 1,
          exposure: exposure > 0 && proposal.objectives[1][candidate] === 1,
          boost: boost > 0 && proposal.objectives[2][candidate] === 1,
        },
      },
      {
        artist: names.artistOf(id),
        genre: names.genreOf(id),
        windowDays: settings().exposureDays,
        nameOf: names.nameOf,
        rule: rule => parts.boosts.named(rule, parts.now()),
      },
    )
  }

  function log(item: Item, { kept: { proposal }, slots, slot, allowed, ...at }: Placed): void {
    const chosen = slots[slot]
    if (chosen === undefined) return
    at.decision.id ??= decisions.add({
      at: parts.now(),
      scoredBy: proposal.scoredBy,
      models: proposal.models,
      eps: at.eps,
      weights: at.weights,
      anchor: at.anchor,
      oneIn: at.oneIn,
      artistGap: at.artistGap,
      artistsBefore: proposal.artistsBefore.slice(-Math.max(1, at.artistGap)),
      candidates: candidatesOf(proposal, allowed, candidate => servesOf(proposal, candidate)),
    })
    const impression = decisions.offer(at.decision.id, {
      slot,
      trackId: item.trackId,
      drawn: chosen.drawn,
      propensity: chosen.propensity,
      before: Int32Array.from(slots.slice(0, slot), before => proposal.ids[before.candidate] ?? 0),
    })
    if (impression !== null) open.set(item.trackId, impression)
  }

  /** What cannot sound or is not welcome is known before anything is laid out. */
  function ready(proposal: Proposal): Kept {
    const known = parts.facts(proposal.ids)
    const banned = Uint8Array.from(proposal.ids, id => {
      const fact = known.get(id)
      return fact?.playable === true && fact.welcome ? 0 : 1
    })
    return { proposal, banned }
  }
  const unfitOf = ({ proposal, banned }: Kept) => proposal.ids.filter((_, at) => banned[at] === 1)

  function layFrom(from: Kept, balance: Balance, list: List, draws: boolean) {
    const { proposal } = from
    const found = search(balance, list, from, AUTOPLAY_AHEAD, draws)
    const names = rowsOf(referred(proposal, found.slots))
    // A track that stays in the queue stays the same item: the window need not draw it anew.
    const before = new Map(list.upcoming.filter(isAutoplays).map(item => [item.trackId, item.id]))
    let { nextItemId } = list
    const items = found.slots.map((slot): Item => {
      // ids of the library's own tracks, and a count of this list alone
      const trackId = trackIdOf(proposal.ids[slot.candidate])
      const id = before.get(trackId) ?? (nextItemId++ as QueueItemId)
      const decided: Decided = {
        sat: proposal.sat[slot.candidate] ?? 0,
        sure: sureness[proposal.sure[slot.candidate] ?? 2] ?? 'unknown',
        objectives: objectivesOf(servesOf(proposal, slot.candidate)),
        drawn: slot.drawn,
      }
      const reason = reasonOf(from, slot, found.weights, found.oneIn, names)
      return { id, trackId, origin: 'companion', byHand: false, reason, decided }
    })
    return { ...found, items, nextItemId }
  }

  return {
    get isReady() {
      return kept !== null
    },
    take(proposal) {
      kept = ready(proposal)
      return unfitOf(kept)
    },
    lay(list, { anchor, ...sliders }) {
      if (kept === null) return { items: [], nextItemId: list.nextItemId }
      const from = kept
      const { items, nextItemId, ...found } = layFrom(from, { anchor, ...sliders }, list, true)
      const decision = { id: null }
      const at = { ...found, kept: from, anchor: anchor.kind === 'seed' ? anchor.trackId : null, decision }
      placed = new Map(items.map((item, slot): [number, Placed] => [item.id, { ...at, slot }]))
      return { items, nextItemId }
    },
    draft(proposal, balance, list) {
      const from = ready(proposal)
      const { items, nextItemId, slots } = layFrom(from, balance, list, false)
      return {
        items,
        nextItemId,
        artists: slots.map(({ candidate }) => proposal.artist[candidate] ?? -1),
        unfit: unfitOf(from),
      }
    },
    preview(balance, list) {
      if (kept === null) return mixOf([])
      const { proposal } = kept
      const { slots } = search(balance, list, kept, MIX, false)
      return mixOf(
        slots.map(
          ({ candidate }): MixItem => ({
            trackId: trackIdOf(proposal.ids[candidate]),
            sat: proposal.sat[candidate] ?? 0,
            objectives: objectivesOf(servesOf(proposal, candidate)),
          }),
        ),
      )
    },
    mixOf: list =>
      mixOf(
        list.upcoming
          .slice(0, MIX)
          .flatMap(({ trackId, decided }) =>
            decided === null ? [] : [{ trackId, sat: decided.sat, objectives: decided.objectives }],
          ),
      ),
    offered(item) {
      const at = placed.get(item.id)
      if (at !== undefined && item.decided !== null) parts.attempt(() => log(item, at))
    },
    played(trackId, playId) {
      const impression = open.get(trackId)
      if (impression === undefined) return
      open.delete(trackId)
      parts.attempt(() => decisions.playedAs(impression, playId))
    },
    knows() {
      const { gs = null, knowing = 'nothing', coldBy = 'tags' } = kept?.proposal ?? {}
      return { suggested: gs === null ? null : { adventure: adventureOfTaste(gs), gs }, knowing, coldBy }
    },
  }
}

/** Ids of the library's own tracks. */
const trackIdOf = (id: number | undefined) => (id ?? 0) as TrackId

/** Tracks that are shown or named. */
function referred({ ids, evidence }: Proposal, slots: readonly Slot[]): Int32Array {
  const all = slots.flatMap(({ candidate }) => {
    const { followsTrack, togetherTrack, likeTrack } = evidenceAt(evidence, candidate)
    return [ids[candidate] ?? 0, followsTrack, togetherTrack, likeTrack]
  })
  return Int32Array.from(new Set(all.filter(id => id > 0)))
}

interface Names {
  artistOf(trackId: number): string
  genreOf(trackId: number): string | null
  nameOf(trackId: number): { readonly title: string; readonly artist: string } | null
}

const createNames =
  (read: AutoplayParts['rows']) =>
  (ids: Int32Array): Names => {
    const rows = new Map(read(ids).map(row => [Number(row.id), row]))
    return {
      // What is counted by artist is counted by the first one.
      artistOf: id => rows.get(id)?.artists[0]?.name ?? rows.get(id)?.artist ?? '',
      genreOf: id => rows.get(id)?.genre ?? null,
      nameOf(id) {
        const row = rows.get(id)
        return row === undefined ? null : { title: row.title, artist: row.artist }
      },
    }
  }

/** Those that could be queued then. */
function candidatesOf(proposal: Proposal, allowed: Uint8Array | undefined, servesOf: (candidate: number) => number) {
  const places = Array.from(proposal.ids.keys()).filter(at => allowed === undefined || allowed[at] === 1)
  return {
    ids: Int32Array.from(places, at => proposal.ids[at] ?? 0),
    artist: Int32Array.from(places, at => proposal.artist[at] ?? -1),
    sat: Float32Array.from(places, at => proposal.sat[at] ?? 0),
    serves: Uint32Array.from(places, servesOf),
  }
}
