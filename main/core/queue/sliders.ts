// The sliders of the present queue: the listener's own moves over the defaults, with every step to be taken back.
import type { Anchor, Balance } from '../../../preload/contract/balance.ts'
import type { Settings } from '../../../preload/contract/settings.ts'
import type { BalanceTable, KeptBalance, Moved } from '../store/tables/balance.ts'

/** Moves within so long of each other are one step. */
const ONE_STEP_MS = 2000
const STEPS = 50
/** A new companion queue begins from the defaults when nothing was moved for so long. */
const LASTS_MS = 4 * 3_600_000
/** Where Adventure stands while nothing says otherwise. */
const MIDDLE = 0.5

/** As it comes through the contract: what is not said may be undefined. */
export type SomeOfBalance = { readonly [N in keyof Balance]?: Balance[N] | undefined }

export interface Sliders {
  current(): Balance
  /** As they stand, or as a new queue would find them, where the listener's taste puts Adventure at `taste`. */
  standing(isNew: boolean, taste: number | null): Balance
  readonly canUndo: boolean
  set(moved: SomeOfBalance): void
  /** False when there is nothing to take back. */
  undo(): boolean
  /** A new queue of autoplay begins. */
  begin(anchor: Anchor): void
}

export interface SlidersParts {
  readonly table: BalanceTable
  readonly settings: () => Settings
  /** Where the listener's taste puts Adventure; null while it is not known. */
  readonly suggested: () => number | null
  readonly now: () => number
  readonly attempt: (write: () => void) => boolean
}

const vibe: Anchor = { kind: 'vibe' }

export function createSliders({ table, settings, suggested, now, attempt }: SlidersParts): Sliders {
  let { value, undo }: KeptBalance = table.load() ?? { value: { at: 0 }, undo: [] }
  /** Of the step that may still go on. */
  let stepAt = Number.NEGATIVE_INFINITY

  function keep(next: Moved, steps: readonly Moved[]): void {
    value = next
    undo = steps.slice(-STEPS)
    attempt(() => table.save({ value, undo }))
  }

  /** `taste`: where the listener's taste puts Adventure. */
  function balanceOf({ at: _at, ...moved }: Moved, taste: number | null): Balance {
    const { defaultAdventure, defaultDiscovery, defaultExposure, defaultBoost } = settings()
    return {
      adventure: defaultAdventure ?? taste ?? MIDDLE,
      discovery: defaultDiscovery,
      exposure: defaultExposure,
      boost: defaultBoost,
      anchor: vibe,
      ...given(moved),
    }
  }

  function begun(anchor: Anchor): Moved {
    const { adventure, discovery, exposure, boost } = now() - value.at > LASTS_MS ? {} : value
    return { ...given({ adventure, discovery, exposure, boost }), anchor, at: value.at }
  }

  return {
    current: () => balanceOf(value, suggested()),
    standing: (isNew, taste) => balanceOf(isNew ? begun(vibe) : value, taste),
    get canUndo() {
      return undo.length > 0
    },
    set(moved) {
      const at = now()
      const goesOn = undo.length > 0 && at - stepAt <= ONE_STEP_MS
      stepAt = at
      keep({ ...value, ...given(moved), at }, goesOn ? undo : [...undo, value])
    },
    undo() {
      const before = undo.at(-1)
      if (before === undefined) return false
      // The next move is a step of its own, however soon it comes.
      stepAt = Number.NEGATIVE_INFINITY
      keep({ ...before, at: now() }, undo.slice(0, -1))
      return true
    },
    begin: anchor => keep(begun(anchor), undo),
  }
}

/** Without what is not said. */
function given(balance: SomeOfBalance): Partial<Balance> {
  return Object.fromEntries(Object.entries(balance).filter(([, value]) => value !== undefined))
}
