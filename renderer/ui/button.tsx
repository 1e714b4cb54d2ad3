// Buttons: with words, or with a sign that is named in a tooltip.
import type { ReactNode, Ref } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import styles from './button.module.css'
import { cx } from './cx.ts'
import { Tooltip } from './tooltip.tsx'

interface ButtonProps {
  readonly children: ReactNode
  readonly onPress?: (() => void) | undefined
  readonly tone?: 'plain' | 'line' | 'solid' | 'accent'
  readonly size?: 'normal' | 'large'
  readonly isDisabled?: boolean
  readonly autoFocus?: boolean
  readonly type?: 'button' | 'submit'
  readonly label?: string | undefined
}

export function Button({ children, onPress, tone = 'plain', size = 'normal', label, ...rest }: ButtonProps) {
  return (
    <AriaButton
      {...rest}
      {...(onPress && { onPress })}
      {...(label && { 'aria-label': label })}
      className={cx(styles['button'], styles[tone], size === 'large' && styles['large'])}
    >
      {children}
    </AriaButton>
  )
}

interface IconButtonProps {
  /** Its name: read aloud, and shown in the tooltip. */
  readonly label: string
  readonly shortcut?: string | undefined
  readonly children: ReactNode
  readonly onPress?: (() => void) | undefined
  /** For controls that are on or off. */
  readonly isOn?: boolean | undefined
  /** For controls that open something beside them. */
  readonly isExpanded?: boolean | undefined
  readonly isDisabled?: boolean
  readonly size?: 'small' | 'normal' | 'big'
  readonly className?: string | undefined
  readonly isReachedByTab?: boolean
  /** Its sign, not its edge, stands in line with the words around it. */
  readonly isInset?: boolean
  readonly ref?: Ref<HTMLButtonElement>
}

export function IconButton(props: IconButtonProps) {
  const {
    label,
    shortcut,
    children,
    onPress,
    isOn,
    isExpanded,
    size = 'normal',
    isInset,
    className,
    isReachedByTab = true,
    ref,
    ...rest
  } = props
  return (
    <Tooltip text={label} shortcut={shortcut}>
      <AriaButton
        {...rest}
        {...(ref && { ref })}
        {...(onPress && { onPress })}
        {...(!isReachedByTab && { excludeFromTabOrder: true })}
        aria-label={label}
        {...(isOn !== undefined && { 'aria-pressed': isOn })}
        {...(isExpanded !== undefined && { 'aria-expanded': isExpanded })}
        className={cx(styles['icon'], size !== 'normal' && styles[size], isInset && styles['inset'], className)}
      >
        {children}
      </AriaButton>
    </Tooltip>
  )
}
