// The head of a record, an artist, a genre or a playlist.
import type { ReactNode } from 'react'
import { BackButton } from '../../base/back-button.tsx'
import { Cover } from '../../ui/cover.tsx'
import { cx } from '../../ui/cx.ts'
import styles from './hero.module.css'

export interface Figure {
  readonly label: string
  readonly value: string
}

interface Props {
  /** Undefined: no place for a picture. */
  readonly art?: string | null
  readonly isRound?: boolean
  readonly eyebrow: string
  readonly title: string
  readonly line?: ReactNode
  readonly figures?: readonly Figure[]
  readonly children?: ReactNode
}

export function Hero({ art, isRound, eyebrow, title, line, figures, children }: Props) {
  return (
    <header className={cx(styles['hero'], art === undefined && styles['bare'])}>
      {art !== undefined && (
        <Cover src={art} className={cx(styles['art'], isRound && styles['round'])} isLazy={false} />
      )}
      <div className={styles['words']}>
        <p className={styles['eyebrow']}>
          <BackButton />
          {eyebrow}
        </p>
        <h1 className={styles['title']}>{title}</h1>
        <div className={styles['line']}>{line}</div>
        <div className={styles['foot']}>
          {children}
          {figures && figures.length > 0 && (
            <dl className={styles['figures']}>
              {figures.map(({ label, value }) => (
                <div key={label} className={styles['figure']}>
                  <dt>{label}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          )}
        </div>
      </div>
    </header>
  )
}
