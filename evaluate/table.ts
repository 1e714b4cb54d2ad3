// Rows as a table for people: a line a listener and method, a column a metric.
import type { Row } from './experiment.ts'

export function tableOf(rows: readonly Row[]): string {
  const names = [...new Set(rows.flatMap(row => Object.keys(row.metrics)))]
  const lines = [
    ['', 'method', ...names],
    ...rows.map(row => [row.user, row.method, ...names.map(name => formatted(row.metrics[name]))]),
  ]
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map(line => line[column]?.length ?? 0))) ?? []
  return lines
    .map(line =>
      line
        .map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  '),
    )
    .join('\n')
}

function formatted(value: number | null | undefined): string {
  if (value === null || value === undefined) return '-'
  if (Number.isInteger(value)) return String(value)
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(4)
}
