// The greatest few of many scores, for sources that propose.

/** Places of the `count` greatest values above `above`, the greatest first; of equals the first. */
export function greatest(values: ArrayLike<number>, count: number, above = Number.NEGATIVE_INFINITY): number[] {
  const kept: number[] = []
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? 0
    if (!(value > above)) continue
    if (kept.length === count && value <= (values[kept[count - 1] ?? 0] ?? 0)) continue
    let place = kept.length
    while (place > 0 && (values[kept[place - 1] ?? 0] ?? 0) < value) place--
    kept.splice(place, 0, index)
    if (kept.length > count) kept.pop()
  }
  return kept
}
