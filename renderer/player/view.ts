// What the interface is shown of the player's state.
import type { Machine } from './machine.ts'
import type { PlayerState, PlayerStatus } from './store.ts'

export function statusOf({ current, stopped }: Machine): PlayerStatus {
  if (!current) return 'empty'
  if (stopped) return 'error'
  if (current.phase === 'opening') return 'loading'
  return current.phase === 'sounding' ? 'playing' : 'paused'
}

/** The next state to show; what did not change keeps its identity, so that nothing is drawn for nothing. */
export function viewOf(
  machine: Machine,
  heard: Pick<PlayerState, 'dwellMs' | 'ring'>,
  rest: Pick<PlayerState, 'volume' | 'muted' | 'error'>,
  before: PlayerState,
): PlayerState {
  const { current } = machine
  const { ring } = heard
  const sameRing = before.ring.fill === ring.fill && before.ring.passed === ring.passed
  return {
    status: statusOf(machine),
    item: current?.item ?? null,
    track: current?.item.track ?? null,
    durationMs: current?.durationMs ?? 0,
    dwellMs: heard.dwellMs,
    ring: sameRing ? before.ring : ring,
    ...rest,
  }
}
