// The small marks of the strip and of the rows: an open bar is new, a ring under the line is under-heard, a dot above it is boosted.
import { useTranslation } from 'react-i18next'
import type { Objective } from '../../../preload/contract/balance.ts'
import type { Decided } from '../../../preload/contract/queue.ts'
import { useFormat } from '../../base/format.ts'
import styles from './marks.module.css'

export type Mark = Objective | 'drawn'

/** The sign alone; what stands beside it, or around it, names it. */
export function MarkSign({ mark }: { readonly mark: Mark }) {
  return (
    <svg className={styles['sign']} data-mark={mark} viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
      {mark === 'discovery' && <rect x="2.6" y="0.6" width="4.8" height="8.8" rx="0.6" />}
      {mark === 'exposure' && <circle cx="5" cy="5" r="3" />}
      {mark === 'boost' && <circle cx="5" cy="5" r="3.4" />}
      {mark === 'drawn' && <path d="M5 1v8M1.5 3l7 4M8.5 3l-7 4" />}
    </svg>
  )
}

export function RowMarks({ decided }: { readonly decided: Decided }) {
  const { t } = useTranslation()
  const marks: readonly Mark[] = decided.drawn ? [...decided.objectives, 'drawn'] : decided.objectives
  return marks.map(mark => (
    <span
      key={mark}
      role="img"
      className={styles['mark']}
      aria-label={t(`balance.marks.${mark}`)}
      title={t(`balance.marks.${mark}`)}
    >
      <MarkSign mark={mark} />
    </span>
  ))
}

const steps = { known: 3, guessed: 2, unknown: 1 } as const

/** How sure Dwell is, in three steps, and of what. */
export function SureMark({ decided }: { readonly decided: Decided }) {
  const { t } = useTranslation()
  const format = useFormat()
  const words = t(`balance.sure.${decided.sure}`, { percent: format.percent(decided.sat) })
  return (
    <span role="img" className={styles['sure']} aria-label={words} title={words}>
      <svg viewBox="0 0 11 10" width="11" height="10" aria-hidden="true">
        {[1, 2, 3].map(step => (
          <rect
            key={step}
            x={(step - 1) * 4}
            y={10 - (2 + step * 2.4)}
            width="2.2"
            height={2 + step * 2.4}
            data-on={step <= steps[decided.sure] ? '' : undefined}
          />
        ))}
      </svg>
    </span>
  )
}
