// A ring that fills: drawn once, moved by a style property, so that filling it costs no rendering.
import type { Ref } from 'react'
import { cx } from './cx.ts'
import styles from './ring.module.css'

interface Props {
  /** Outer size and line, CSS pixels. */
  readonly size: number
  readonly line: number
  /** 0..1; leave it out where `fillRing` draws it. */
  readonly fill?: number
  /** Where on the ring the mark sits, 0..1; null draws none. */
  readonly mark?: number | null
  readonly isPassed?: boolean
  readonly isFalling?: boolean
  readonly className?: string | undefined
  readonly ref?: Ref<SVGSVGElement>
}

/** Moves the ring without rendering. */
export function fillRing(ring: SVGSVGElement | null, fill: number): void {
  ring?.style.setProperty('--fill', String(Math.min(1, Math.max(0, fill))))
}

export function Ring({ size, line, fill, mark = null, isPassed, isFalling, className, ref }: Props) {
  const middle = size / 2
  const radius = middle - line / 2
  const angle = (mark ?? 0) * 2 * Math.PI
  const at = (r: number): { x: number; y: number } => ({
    x: middle + r * Math.cos(angle),
    y: middle + r * Math.sin(angle),
  })
  const [inner, outer] = [at(radius - line * 1.1), at(radius + line * 1.1)]
  return (
    <svg
      ref={ref}
      width={size}
      height={size}
      viewBox={`0 0 ${size} ${size}`}
      aria-hidden="true"
      className={cx(styles['ring'], isPassed && styles['passed'], isFalling && styles['falling'], className)}
      // The property is the ring's own; React's types know only the standard ones.
      {...(fill !== undefined && { style: { '--fill': Math.min(1, Math.max(0, fill)) } as Record<string, number> })}
    >
      <circle className={styles['ground']} cx={middle} cy={middle} r={radius} strokeWidth={1} />
      <circle className={styles['arc']} cx={middle} cy={middle} r={radius} strokeWidth={line} pathLength={1} />
      {mark !== null && (
        <line className={styles['mark']} x1={inner.x} y1={inner.y} x2={outer.x} y2={outer.y} strokeWidth={1.5} />
      )}
    </svg>
  )
}
