// One section of the settings: its name, what it is about, and its lines.
import type { ReactNode } from 'react'
import styles from './settings-page.module.css'

interface Props {
  /** Of the heading, in the page. */
  readonly id: string
  readonly title: string
  readonly intro?: string
  readonly children: ReactNode
}

export function Section({ id, title, intro, children }: Props) {
  return (
    <section className={styles['section']} aria-labelledby={id}>
      <h2 id={id} className={styles['heading']}>
        {title}
      </h2>
      {intro && <p className={styles['intro']}>{intro}</p>}
      {children}
    </section>
  )
}
