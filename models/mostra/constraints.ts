// The rules of a player, on top of Mostra's search: what may never play, what rests, how artists are spread, and that nothing starves.
import { ModelError } from '../model.ts'
import type { Constraints } from './decode-input.ts'

/** What is known of each candidate, columns of [candidates]. */
export interface CandidateState {
  readonly banned: Uint8Array
  /** Queued or heard in this session already. */
  readonly inSession: Uint8Array
  /** Seconds since it was last played; Infinity: never. */
  readonly restedS: Float64Array
  /** Queues that were made since it last stood in one, or since it came. */
  readonly passedOver: Int32Array
  readonly artist: Int32Array
}

export interface PlayerRules {
  /** A track rests this long after a play. */
  readonly coolDownS: number
  /** Positions within which no artist comes twice; 0: no rule. */
  readonly artistGap: number
  /** Passed over by so many queues, a track is due. */
  readonly dueAfter: number
  /** Every so many positions, what is due and waited longest. */
  readonly dueEvery: number
}

export const PLAYER_RULES: PlayerRules = { coolDownS: 6 * 3600, artistGap: 3, dueAfter: 200, dueEvery: 20 }

/**
 * Bans and what this session has had stay out whatever happens. The cool-down gives way where fewer than `length` tracks would be left:
 * what rested longest comes first. `artistsBefore`: artists of the plays before the queue, in order.
 */
export function constraintsOf(
  state: CandidateState,
  rules: PlayerRules,
  length: number,
  artistsBefore: Int32Array = new Int32Array(0),
): Constraints {
  const count = state.banned.length
  for (const [name, column] of Object.entries(state)) {
    if (column.length !== count)
      throw new ModelError('bad-input', `${name} has ${column.length} values for ${count} candidates`)
  }
  const rested = (index: number) => state.restedS[index] ?? Number.POSITIVE_INFINITY
  const allowed = new Uint8Array(count)
  const resting: number[] = []
  let open = 0
  for (let index = 0; index < count; index++) {
    if (state.banned[index] === 1 || state.inSession[index] === 1) continue
    if (rested(index) < rules.coolDownS) resting.push(index)
    else {
      allowed[index] = 1
      open++
    }
  }
  resting.sort((a, b) => rested(b) - rested(a) || a - b)
  for (const index of resting.slice(0, Math.max(0, length - open))) allowed[index] = 1
  return {
    allowed,
    spread: { artist: state.artist, gap: rules.artistGap, before: artistsBefore },
    due: {
      waits: state.passedOver.map(queues => (queues >= rules.dueAfter ? queues : 0)),
      every: rules.dueEvery,
    },
  }
}
