// What pages share: a head, a page with nothing on it, a bar that shows a share, a line that shows progress, words that wait.
import { type ReactNode, useEffect, useState } from 'react'
import { ProgressBar } from 'react-aria-components'
import { cx } from './cx.ts'
import styles from './page.module.css'

export function PageHead({
  title,
  aside,
  children,
}: {
  readonly title: string
  readonly aside?: ReactNode
  readonly children?: ReactNode
}) {
  return (
    <header className={styles['head']}>
      <div>
        <h1 className={styles['title']}>{title}</h1>
        {aside && <p className={styles['aside']}>{aside}</p>}
      </div>
      {children}
    </header>
  )
}

/** `isPage`: it stands for the whole page, so that its title is the page's. */
export function Empty({
  title,
  body,
  isPage = false,
  children,
}: {
  readonly title: string
  readonly body?: ReactNode
  readonly isPage?: boolean
  readonly children?: ReactNode
}) {
  const Title = isPage ? 'h1' : 'h2'
  return (
    <div className={styles['empty']}>
      <Title className={styles['emptyTitle']}>{title}</Title>
      {body && <p className={styles['emptyBody']}>{body}</p>}
      {children && <div className={styles['emptyActions']}>{children}</div>}
    </div>
  )
}

/** A share of something, 0..1, drawn as a small bar; the words beside it or its label say the number. */
export function Bar({ share, className }: { readonly share: number; readonly className?: string | undefined }) {
  return (
    <span className={cx(styles['bar'], className)} aria-hidden="true">
      <span style={{ width: `${Math.min(1, Math.max(0, share)) * 100}%` }} />
    </span>
  )
}

/** Progress of long work; `share` is null while the end is not known. */
export function ProgressLine({ label, share }: { readonly label: string; readonly share: number | null }) {
  return (
    <ProgressBar
      aria-label={label}
      value={(share ?? 0) * 100}
      isIndeterminate={share === null}
      className={cx(styles['progress'])}
    >
      <div style={{ transform: `scaleX(${share ?? 0})` }} />
    </ProgressBar>
  )
}

/** Shows its children only after a moment, so that what is quick never flickers. */
export function Later({ afterMs = 300, children }: { readonly afterMs?: number; readonly children: ReactNode }) {
  const [isShown, setShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), afterMs)
    return () => clearTimeout(timer)
  }, [afterMs])
  return isShown ? children : null
}
