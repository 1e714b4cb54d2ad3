// Discovery by month: artists met, those stayed with, and those of them that were not heard of since.
import type { DiscoveryMonth } from '../../../preload/contract/insights.ts'
import type { HeardPlays } from '../store/tables/insights.ts'
import { monthOf, monthsBetween } from './months.ts'

const goneAfterMs = 90 * 86_400_000

export interface Met {
  readonly at: number
  readonly lastAt: number
  readonly stayed: boolean
}

/** Each artist heard: when first and last, and whether a play of theirs was ever stayed with. */
export function artistsMet(plays: HeardPlays): ReadonlyMap<number, Met> {
  const met = new Map<number, Met>()
  for (let index = 0; index < plays.count; index++) {
    const artist = plays.artist[index] ?? 0
    if (artist === 0 || (plays.dwellMs[index] ?? 0) <= 0) continue
    const at = plays.startedAt[index] ?? 0
    const known = met.get(artist)
    met.set(artist, {
      at: known?.at ?? at,
      lastAt: at,
      stayed: known?.stayed === true || plays.sat[index] === 1,
    })
  }
  return met
}

/** Every month from the first play to `now`, quiet ones too. */
export function discoveryOf(plays: HeardPlays, now: number): DiscoveryMonth[] {
  const months = new Map<number, { met: number; stayed: number; gone: number }>()
  for (const { at, lastAt, stayed } of artistsMet(plays).values()) {
    const month = monthOf(at)
    const counts = months.get(month) ?? { met: 0, stayed: 0, gone: 0 }
    counts.met += 1
    if (stayed) counts.stayed += 1
    if (stayed && now - lastAt > goneAfterMs) counts.gone += 1
    months.set(month, counts)
  }
  const first = plays.startedAt[0]
  if (months.size === 0 || first === undefined) return []
  return monthsBetween(first, now).map(month => ({ month, ...(months.get(month) ?? { met: 0, stayed: 0, gone: 0 }) }))
}
