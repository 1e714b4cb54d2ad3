// The mean of rows, metric by metric: over seeds or over listeners.
import type { Row } from './experiment.ts'

/** Of the metrics that the first row has; null for one that some row lacks. */
export function meanOf(rows: readonly Row['metrics'][]): Record<string, number | null> {
  const names = Object.keys(rows[0] ?? {})
  return Object.fromEntries(
    names.map(name => {
      const values = rows.flatMap(row => row[name] ?? [])
      return [name, values.length < rows.length ? null : values.reduce((sum, value) => sum + value, 0) / values.length]
    }),
  )
}
