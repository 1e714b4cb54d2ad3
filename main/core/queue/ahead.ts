// What would play next, as far as asked and under other sliders if any are given: read from the list and from proposals, with neither changed.
import type { Balance, Knowing, Mix } from '../../../preload/contract/balance.ts'
import type { Scoring } from '../scoring/client.ts'
import type { Item, List } from '../store/tables/queue.ts'
import { AUTOPLAY_AHEAD, type Autoplay, MIX } from './autoplay.ts'
import { hasRunOut, laidOut, takenOver } from './autoplay-list.ts'
import { adventureOfTaste } from './balance.ts'
import { type Facts, refill } from './list.ts'
import { MOST_ROUNDS, type Renewal } from './renewal.ts'
import type { Sliders } from './sliders.ts'

export interface Wish {
  /** Where the sliders shall stand for this answer; none: what is kept is answered as it is. */
  readonly sliders: Partial<Omit<Balance, 'anchor'>>
  readonly length: number
}

export interface Ahead {
  /** Autoplay goes on by itself at the end of it. */
  readonly companion: boolean
  readonly knowing: Knowing
  readonly current: Item | null
  /** Fewer than asked where there are no more. */
  readonly items: readonly Item[]
  /** Of the next twenty; where autoplay has not taken over, of those that it would bring. */
  readonly mix: Mix['counts']
}

export interface AheadParts {
  readonly list: () => List
  readonly facts: Facts
  readonly sliders: Pick<Sliders, 'standing'>
  readonly autoplay: Pick<Autoplay, 'draft' | 'mixOf'>
  readonly renewal: Pick<Renewal, 'propose'>
  readonly scoring: Pick<Scoring, 'bar'>
}

export function createAhead({ list, facts, sliders, autoplay, renewal, scoring }: AheadParts) {
  /** Autoplay's own, `length` at most, behind what stands in `base`. */
  async function drafted(base: List, length: number, at: (gs: number | null) => Balance) {
    const items: Item[] = []
    const artists: number[] = []
    let { nextItemId } = base
    let knowing: Knowing = 'nothing'
    for (let rounds = 0; items.length < length; ) {
      const laid = [...base.upcoming, ...items].map(item => item.trackId)
      const { anchor } = at(null)
      const proposal = await renewal.propose(laid, anchor.kind === 'seed' ? anchor.trackId : null)
      if (proposal === null) break
      knowing = proposal.knowing
      const behind = {
        ...proposal,
        plays: proposal.plays + items.length,
        artistsBefore: Int32Array.from([...proposal.artistsBefore, ...artists]),
      }
      const draft = autoplay.draft(behind, at(proposal.gs), { ...base, nextItemId })
      if (draft.unfit.length > 0) scoring.bar(draft.unfit, false)
      const isThin = draft.unfit.length > 0 && proposal.ids.length - draft.unfit.length < AUTOPLAY_AHEAD
      if (isThin && rounds++ < MOST_ROUNDS) continue
      if (draft.items.length === 0) break
      items.push(...draft.items)
      artists.push(...draft.artists)
      nextItemId = draft.nextItemId
    }
    return { items: items.slice(0, length), knowing, nextItemId }
  }

  /** What waits, and what the source brings behind it. */
  function ofSource(from: List, length: number): { readonly items: readonly Item[]; readonly hasEnded: boolean } {
    const items = [...from.upcoming]
    const before = [...from.past, ...(from.current === null ? [] : [from.current])]
    for (let at = from; items.length < length; ) {
      at = refill({ ...at, past: [...before, ...items], current: null, upcoming: [] }, facts)
      if (at.upcoming.length === 0) return { items, hasEnded: hasRunOut({ ...at, current: from.current }) }
      items.push(...at.upcoming)
    }
    return { items, hasEnded: false }
  }

  return async ({ sliders: moved, length }: Wish): Promise<Ahead> => {
    const kept = list()
    const isNew = kept.current === null && kept.upcoming.length === 0
    const at = (gs: number | null): Balance => ({
      ...sliders.standing(isNew, gs === null ? null : adventureOfTaste(gs)),
      ...moved,
    })
    const least = Math.max(length, MIX)
    if (isNew || Object.keys(moved).length > 0) {
      const base = takenOver(kept)
      const byHand = base.upcoming.filter(item => item.byHand)
      const own = { ...base, upcoming: byHand }
      const { items, knowing, nextItemId } = await drafted(own, Math.max(0, least - byHand.length), at)
      const laid = laidOut(base, items, nextItemId)
      return {
        companion: items.length > 0,
        knowing,
        current: kept.current,
        items: laid.upcoming.slice(0, length),
        mix: autoplay.mixOf(laid).counts,
      }
    }
    const { items, hasEnded } = ofSource(kept, least)
    const goesOn = kept.companion || hasEnded
    const base = { ...kept, upcoming: items }
    const more = await drafted(base, goesOn ? Math.max(1, least - items.length) : MIX, at)
    const all = { ...kept, upcoming: goesOn ? [...items, ...more.items] : items }
    return {
      companion: goesOn,
      knowing: more.knowing,
      current: kept.current,
      items: all.upcoming.slice(0, length),
      mix: autoplay.mixOf(goesOn ? all : { ...kept, upcoming: more.items }).counts,
    }
  }
}
