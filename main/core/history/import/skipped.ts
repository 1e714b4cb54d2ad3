// The rows of a history that become no plays, and why: as columns of numbers and each reason once, so that half a million are a few megabytes.
import type { Place } from './read.ts'

/** In the order of the files. */
export interface Skipped {
  readonly reasons: readonly string[]
  /** Number of the file among the sources. */
  readonly file: Int32Array
  /** As in `Place`. */
  readonly row: Int32Array
  /** Number of the reason. */
  readonly why: Int32Array
}

export function createSkipped(): { add(place: Place, why: string): void; done(): Skipped } {
  const reasons = new Map<string, number>()
  const columns = { file: [] as number[], row: [] as number[], why: [] as number[] }
  return {
    add({ file, row }, why) {
      const number = reasons.get(why) ?? reasons.size
      reasons.set(why, number)
      columns.file.push(file)
      columns.row.push(row)
      columns.why.push(number)
    },
    done() {
      const { file, row, why } = columns
      const at = (column: readonly number[], index: number) => column[index] ?? 0
      const order = Int32Array.from(row.keys()).sort((a, b) => at(file, a) - at(file, b) || at(row, a) - at(row, b))
      const sorted = (column: readonly number[]) => order.map(index => at(column, index))
      return { reasons: [...reasons.keys()], file: sorted(file), row: sorted(row), why: sorted(why) }
    },
  }
}
