// A gain that never clicks: it knows its own value at any time to come, so that one ramp can take over from another wherever that is.
import { fadeCurve } from './gain.ts'

export interface Fader {
  readonly node: GainNode
  /** Straight from whatever it is at `at` to `to`, over `seconds`. Times are the context's. */
  rampTo(to: number, at: number, seconds: number): void
  /** One side of an equal-power crossfade. */
  fade(side: 'in' | 'out', at: number, seconds: number): void
  /** Forgets everything and is `value` from `at` on. */
  setAt(value: number, at: number): void
}

interface Move {
  readonly at: number
  readonly seconds: number
  /** Value at `x` (0..1) of the move. */
  readonly value: (x: number) => number
}

/**
 * Automation must begin where nothing was rendered yet: what is scheduled into a block that the audio thread has already
 * begun is a jump. Callers give times of `Output.safely` or later.
 */
export function createFader(context: BaseAudioContext, initial: number): Fader {
  const node = new GainNode(context, { gain: initial })
  const { gain } = node
  const moves: Move[] = [{ at: 0, seconds: 0, value: () => initial }]

  function valueAt(time: number): number {
    const move = moves.findLast(({ at }) => at <= time) ?? moves[0]
    if (!move) return initial
    return move.value(move.seconds > 0 ? Math.min(1, (time - move.at) / move.seconds) : 1)
  }

  /** Drops what was planned from `at` on and holds the value there. */
  function takeOver(at: number): number {
    const value = valueAt(at)
    while ((moves.at(-1)?.at ?? Number.NEGATIVE_INFINITY) >= at && moves.length > 1) moves.pop()
    gain.cancelAndHoldAtTime(at)
    gain.setValueAtTime(value, at)
    return value
  }

  return {
    node,
    rampTo(to, at, seconds) {
      const from = takeOver(at)
      gain.linearRampToValueAtTime(to, at + seconds)
      moves.push({ at, seconds, value: x => from + (to - from) * x })
    },
    fade(side, at, seconds) {
      gain.cancelScheduledValues(at)
      const curve = fadeCurve(side)
      gain.setValueCurveAtTime(curve, at, seconds)
      moves.push({ at, seconds, value: x => curve[Math.round(x * (curve.length - 1))] ?? 1 })
    },
    setAt(value, at) {
      gain.cancelScheduledValues(at)
      gain.setValueAtTime(value, at)
      moves.push({ at, seconds: 0, value: () => value })
    },
  }
}
