// A link to a page of the app: looks like words, is reached by Tab, says where it goes.
import type { ReactNode } from 'react'
import { Link as AriaLink, Button } from 'react-aria-components'
import { cx } from '../ui/cx.ts'
import styles from './link.module.css'
import { go, type Route } from './route.ts'

interface Props {
  readonly to: Route | null
  readonly children: ReactNode
  readonly className?: string | undefined
  /** Inside lists the row is the stop, not each word in it. */
  readonly isReachedByTab?: boolean
  readonly label?: string | undefined
}

export function Link({ to, children, className, isReachedByTab = true, label }: Props) {
  if (!to) return <span className={className}>{children}</span>
  // A link of the family cannot be left out of the order of Tab; a button can.
  if (!isReachedByTab) {
    return (
      <Button className={cx(styles['link'], className)} onPress={() => go(to)} excludeFromTabOrder>
        {children}
      </Button>
    )
  }
  return (
    <AriaLink className={cx(styles['link'], className)} onPress={() => go(to)} {...(label && { 'aria-label': label })}>
      {children}
    </AriaLink>
  )
}
