// One line of the settings: what it is, what it means, and its control.
import { type ReactNode, useId } from 'react'
import { Switch } from '../../ui/field.tsx'
import { Slider } from '../../ui/slider.tsx'
import styles from './settings-page.module.css'

interface LineProps {
  readonly name: string
  readonly hint?: string
  readonly hintId?: string
  readonly children: ReactNode
}

export function Line({ name, hint, hintId, children }: LineProps) {
  return (
    <div className={styles['line']}>
      <div>
        <span className={styles['name']}>{name}</span>
        {hint && (
          <span id={hintId} className={styles['hint']}>
            {hint}
          </span>
        )}
      </div>
      <div>{children}</div>
    </div>
  )
}

interface SwitchLineProps {
  readonly name: string
  readonly hint: string
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
}

export function SwitchLine({ name, hint, isOn, onChange }: SwitchLineProps) {
  const hintId = useId()
  return (
    <Line name={name} hint={hint} hintId={hintId}>
      <Switch label={name} describedBy={hintId} isOn={isOn} onChange={onChange} />
    </Line>
  )
}

interface SliderLineProps {
  readonly name: string
  readonly hint: string
  readonly value: number
  readonly min: number
  readonly max: number
  readonly step: number
  readonly words: (value: number) => string
  readonly onChange: (value: number) => void
}

export function SliderLine({ name, hint, value, min, max, step, words, onChange }: SliderLineProps) {
  return (
    <Line name={name} hint={hint}>
      <div className={styles['slider']}>
        <Slider label={name} value={value} min={min} max={max} step={step} words={words(value)} onChange={onChange} />
        <span className={styles['sliderValue']}>{words(value)}</span>
      </div>
    </Line>
  )
}
