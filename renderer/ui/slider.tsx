// A horizontal slider.
import { useLayoutEffect, useRef } from 'react'
import { Slider as AriaSlider, SliderThumb, SliderTrack } from 'react-aria-components'
import { cx } from './cx.ts'
import styles from './slider.module.css'

interface Props {
  readonly label: string
  readonly value: number
  readonly min?: number
  readonly max: number
  readonly step: number
  readonly onChange: (value: number) => void
  readonly onChangeEnd?: (value: number) => void
  /** The value in words, for the screen reader. */
  readonly words?: string
  /** Shows its thumb only when it is near the hand. */
  readonly isQuiet?: boolean
  readonly isAccented?: boolean
  readonly isDisabled?: boolean
  readonly id?: string
  /** The element that says what the value means. */
  readonly describedBy?: string | undefined
  /** A notch on the track, where something else would put the value. */
  readonly notch?: number | undefined
}

export function Slider(props: Props) {
  const { label, value, min = 0, max, step, onChange, onChangeEnd, words, isQuiet, isAccented, isDisabled, id } = props
  const { describedBy, notch } = props
  const input = useRef<HTMLInputElement>(null)
  // The thumb words its value as a number; where there are better words, they are put over it after each rendering.
  useLayoutEffect(() => {
    if (words) input.current?.setAttribute('aria-valuetext', words)
    if (!describedBy) return
    input.current?.setAttribute('aria-describedby', describedBy)
    // What is described must be named by itself as well.
    input.current?.setAttribute('aria-label', label)
  })
  const shareOf = (at: number): number => (max > min ? Math.min(1, Math.max(0, (at - min) / (max - min))) : 0)
  return (
    <AriaSlider
      className={cx(styles['slider'], isQuiet && styles['quiet'])}
      {...(isAccented && { 'data-accent': true })}
      {...(id && { id })}
      aria-label={label}
      value={value}
      minValue={min}
      maxValue={max > min ? max : min + step}
      step={step}
      isDisabled={isDisabled ?? false}
      onChange={next => onChange(Array.isArray(next) ? (next[0] ?? min) : next)}
      onChangeEnd={next => onChangeEnd?.(Array.isArray(next) ? (next[0] ?? min) : next)}
    >
      <SliderTrack className={cx(styles['track'])}>
        <div className={styles['fill']} style={{ width: `${shareOf(value) * 100}%` }} />
        {notch !== undefined && <div className={styles['notch']} style={{ left: `${shareOf(notch) * 100}%` }} />}
        <SliderThumb inputRef={input} className={cx(styles['thumb'])} />
      </SliderTrack>
    </AriaSlider>
  )
}
