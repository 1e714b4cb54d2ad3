// The balance at work: sliders and the kept proposal laid over the list, and what the windows are told of it.
import type { BalanceState } from '../../../preload/contract/balance.ts'
import type { TrackRow } from '../../../preload/contract/library.ts'
import type { Emit } from '../service.ts'
import type { Autoplay } from './autoplay.ts'
import { hasRunOut, laidOut } from './autoplay-list.ts'
import type { LiveList } from './live-list.ts'
import type { Sliders } from './sliders.ts'

export interface Balancing {
  state(): BalanceState
  tell(): void
  /** Autoplay's part of the list from the kept proposal: no model is run. */
  lay(): ReturnType<Autoplay['lay']>
  /** The queue from the kept proposal, where it is Dwell's own to lay out; then the balance is told. */
  layOutAnew(): void
}

export interface BalancingParts {
  readonly live: LiveList
  readonly sliders: Sliders
  readonly autoplay: Autoplay
  readonly rows: (ids: Int32Array) => readonly TrackRow[]
  readonly emit: Emit
}

export function createBalancing({ live, sliders, autoplay, rows, emit }: BalancingParts): Balancing {
  function state(): BalanceState {
    const { list } = live
    const balance = sliders.current()
    const [seed] = balance.anchor.kind === 'seed' ? rows(Int32Array.of(balance.anchor.trackId)) : []
    return {
      balance,
      seed: seed === undefined ? null : { trackId: seed.id, title: seed.title, artist: seed.artist },
      ...autoplay.knows(),
      mix: list.companion ? autoplay.mixOf(list) : autoplay.preview(balance, list),
      canUndo: sliders.canUndo,
    }
  }
  const lay = () => autoplay.lay(live.list, sliders.current())
  const tell = () => emit('balance.changed', state())

  return {
    state,
    tell,
    lay,
    layOutAnew() {
      const { list } = live
      if (list.companion || hasRunOut(list)) {
        const { items, nextItemId } = lay()
        live.become(laidOut(list, items, nextItemId))
      }
      tell()
    },
  }
}
