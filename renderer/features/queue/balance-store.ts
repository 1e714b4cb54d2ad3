// The balance as it is shown: what the core says, and over it what the hand is doing until it lets go.
import { create } from 'zustand'
import type { Balance, BalanceState, Mix } from '../../../preload/contract/balance.ts'
import { attempt } from '../../base/actions.ts'
import { ask, listen } from '../../base/client.ts'
import { newestWins } from './newest-wins.ts'

interface Shown {
  readonly state: BalanceState | null
  /** Where the hand holds a slider that was not let go, or whose move is not answered yet. */
  readonly held: Balance | null
  /** The mix of where it is held. */
  readonly preview: Mix | null
  /** Moves that were answered: each is said aloud once. */
  readonly moves: number
}

export const useBalance = create<Shown>()(() => ({ state: null, held: null, preview: null, moves: 0 }))

const preview = newestWins(
  (balance: Balance) => ask('balance.preview', balance),
  mix => useBalance.setState({ preview: mix }),
  error => console.warn('the mix could not be had', error),
)

/** Counts up with everything the hand does, so that a late answer does not take the slider out of it. */
let turn = 0

/** What the core made of the move is here already. */
function letGo(): void {
  preview.drop()
  useBalance.setState(({ moves }) => ({ held: null, preview: null, moves: moves + 1 }))
}

const now = (): Balance | null => useBalance.getState().held ?? useBalance.getState().state?.balance ?? null

/** The slider moves: the strip follows, nothing else does. */
export function slide(change: Partial<Balance>): void {
  const before = now()
  if (!before) return
  turn += 1
  const held = { ...before, ...change }
  useBalance.setState({ held })
  preview(held)
}

function change(run: () => Promise<void>): void {
  turn += 1
  const mine = turn
  attempt(
    async () => {
      await run()
      if (mine === turn) letGo()
    },
    () => {
      if (mine !== turn) return
      preview.drop()
      useBalance.setState({ held: null, preview: null })
    },
  )
}

/** The slider is let go, or something is chosen: the queue is laid out anew. */
export function settle(more: Partial<Balance>): void {
  const before = now()
  if (before) useBalance.setState({ held: { ...before, ...more } })
  change(() => ask('balance.set', more))
}

export const undoBalance = (): void => change(() => ask('balance.undo'))

function load(): void {
  ask('balance.state').then(
    state => useBalance.setState({ state }),
    (error: unknown) => console.warn('the balance could not be had', error),
  )
}

/** Follows the balance while somebody looks at it. */
export function followBalance(): () => void {
  load()
  let wasAway = false
  const stops = [
    listen('balance.changed', state => useBalance.setState({ state })),
    window.dwell.onConnection(isHere => {
      if (isHere && wasAway) load()
      wasAway = !isHere
    }),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}
