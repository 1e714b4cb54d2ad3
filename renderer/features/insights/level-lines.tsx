// The lines across a picture that its heights are read against, each with its number at the left.
import styles from './figure.module.css'
import type { Scale } from './scale.ts'

interface Props {
  /** Values; the one of 0 is the ground. */
  readonly at: readonly number[]
  readonly y: Scale
  /** The ends of the lines, pixels. */
  readonly from: number
  readonly to: number
  readonly words?: (value: number) => string
}

export function LevelLines({ at, y, from, to, words = String }: Props) {
  return at.map(value => (
    <g key={value}>
      <line className={styles[value === 0 ? 'axis' : 'grid']} x1={from} x2={to} y1={y(value)} y2={y(value)} />
      <text x={from - 8} y={y(value) + 4} textAnchor="end">
        {words(value)}
      </text>
    </g>
  ))
}
