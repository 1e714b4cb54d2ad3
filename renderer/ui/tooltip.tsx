// A tooltip under a control: its name, and the key that does the same.
import type { ReactElement, ReactNode } from 'react'
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components'
import { cx } from './cx.ts'
import styles from './tooltip.module.css'

interface Props {
  /** One focusable control of the same family. */
  readonly children: ReactElement
  readonly text: ReactNode
  readonly shortcut?: string | undefined
}

export function Tooltip({ children, text, shortcut }: Props) {
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      {children}
      <AriaTooltip className={cx(styles['tooltip'])} offset={6} placement="top">
        {text}
        {shortcut && <kbd>{shortcut}</kbd>}
      </AriaTooltip>
    </TooltipTrigger>
  )
}
