// The clock of the week: how much was heard in each hour of each day, by the listener's own time.
import type { Clock } from '../../../preload/contract/insights.ts'
import type { HeardPlays } from '../store/tables/insights.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** Of the last `days` before `now`. A play over the turn of an hour counts in both; pauses inside it are not known here. */
export function clockOf(plays: HeardPlays, days: number, now: number): Clock {
  const heardMs = new Float64Array(7 * 24)
  const since = now - days * dayMs
  let first: number | null = null
  for (let index = 0; index < plays.count; index++) {
    const startedAt = plays.startedAt[index] ?? 0
    const dwellMs = plays.dwellMs[index] ?? 0
    if (startedAt < since || startedAt > now || dwellMs <= 0) continue
    first ??= startedAt
    let at = startedAt
    while (at < startedAt + dwellMs) {
      const then = new Date(at)
      const untilTurn = hourMs - (then.getMinutes() * 60_000 + then.getSeconds() * 1000 + then.getMilliseconds())
      const part = Math.min(untilTurn, startedAt + dwellMs - at)
      const slot = ((then.getDay() + 6) % 7) * 24 + then.getHours()
      heardMs[slot] = (heardMs[slot] ?? 0) + part
      at += part
    }
  }
  return { heardMs, from: first }
}
