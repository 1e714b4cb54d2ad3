// Fields: text, switch, select, and a choice of a few side by side.
import { ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'
import {
  Select as AriaSelect,
  Switch as AriaSwitch,
  TextField as AriaTextField,
  Button,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Radio,
  RadioGroup,
  SelectValue,
} from 'react-aria-components'
import { cx } from './cx.ts'
import styles from './field.module.css'
import menuStyles from './menu.module.css'

interface TextFieldProps {
  readonly label: string
  readonly value: string
  readonly placeholder?: string
  readonly maxLength: number
  readonly autoFocus?: boolean
  readonly onChange: (value: string) => void
}

export function TextField({ label, placeholder, autoFocus, ...rest }: TextFieldProps) {
  return (
    <AriaTextField {...rest} autoFocus={autoFocus ?? false} className={cx(styles['text'])}>
      <Label className={styles['label']}>{label}</Label>
      <Input className={cx(styles['input'])} placeholder={placeholder ?? ''} />
    </AriaTextField>
  )
}

interface SwitchProps {
  readonly label: string
  /** The element that describes it further. */
  readonly describedBy?: string
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
}

export function Switch({ label, describedBy, isOn, onChange }: SwitchProps) {
  return (
    <AriaSwitch
      className={cx(styles['switch'])}
      aria-label={label}
      {...(describedBy && { 'aria-describedby': describedBy })}
      isSelected={isOn}
      onChange={onChange}
    >
      <span className={styles['knob']} />
    </AriaSwitch>
  )
}

export interface Choice<K extends string> {
  readonly id: K
  readonly label: string
}

interface ChoiceProps<K extends string> {
  readonly label: string
  readonly choices: readonly Choice<K>[]
  readonly value: K
  readonly onChange: (value: K) => void
}

export function Select<K extends string>(
  props: ChoiceProps<K> & { readonly isBare?: boolean; readonly lead?: ReactNode },
) {
  const { label, choices, value, onChange, isBare, lead } = props
  return (
    <AriaSelect
      aria-label={label}
      value={value}
      onChange={key => {
        const chosen = choices.find(({ id }) => id === key)
        if (chosen) onChange(chosen.id)
      }}
    >
      <Button className={cx(styles['select'], isBare && styles['bare'])}>
        {lead}
        <SelectValue className={cx(styles['value'])} />
        <ChevronDown size={14} aria-hidden="true" />
      </Button>
      <Popover className={cx(menuStyles['popover'])}>
        <ListBox className={cx(menuStyles['menu'])} items={choices}>
          {choice => (
            <ListBoxItem id={choice.id} textValue={choice.label} className={cx(menuStyles['item'])}>
              {choice.label}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}

export function Segments<K extends string>({ label, choices, value, onChange }: ChoiceProps<K>) {
  return (
    <RadioGroup
      aria-label={label}
      orientation="horizontal"
      className={cx(styles['segments'])}
      value={value}
      onChange={key => {
        const chosen = choices.find(({ id }) => id === key)
        if (chosen) onChange(chosen.id)
      }}
    >
      {choices.map(({ id, label: words }) => (
        <Radio key={id} value={id} className={cx(styles['segment'])}>
          {words}
        </Radio>
      ))}
    </RadioGroup>
  )
}
