// Numbers to places on a picture, and the round numbers that stand beside an axis.

export type Scale = (value: number) => number

export const linear =
  (from: number, to: number, start: number, end: number): Scale =>
  value =>
    to === from ? start : start + ((value - from) / (to - from)) * (end - start)

/** Equal ratios, equal steps; `from` and `to` above 0. */
export const logarithmic =
  (from: number, to: number, start: number, end: number): Scale =>
  value =>
    start + (Math.log(Math.max(value, from) / from) / Math.log(to / from)) * (end - start)

/** Round numbers from 0 up to about `most`, some `count` of them; whole ones only. */
export function wholeTicks(most: number, count: number): number[] {
  const raw = Math.max(1, most / count)
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = Math.max(1, ([1, 2, 5, 10].find(factor => factor * power >= raw) ?? 10) * power)
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, n) => n * step)
}

/** Every so manieth of `length` things, so that no more than `most` are named; the last is always one of them. */
export function namedPlaces(length: number, most: number): ReadonlySet<number> {
  const step = Math.max(1, Math.ceil(length / Math.max(1, most)))
  const named = new Set<number>()
  for (let place = length - 1; place >= 0; place -= step) named.add(place)
  return named
}
