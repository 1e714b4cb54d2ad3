// What could not be read or heard, one under the other, each with the reason.
import { useTranslation } from 'react-i18next'
import type { ErrorCode } from '../../../preload/contract/errors.ts'
import type { Asked } from '../../base/asked.ts'
import { Failed } from '../../base/failed.tsx'
import styles from './settings-page.module.css'

/** How many are asked for. */
export const mostFailures = 500
/** A region that scrolls must be reachable by the keyboard. */
const reachable = { tabIndex: 0 } as const

interface Props<F> {
  readonly label: string
  readonly list: Asked<readonly F[]>
  readonly idOf: (failure: F) => string | number
  /** What a failure is about, each in its own words. */
  readonly about: (failure: F) => string
}

export function FailureList<F extends { readonly code: ErrorCode; readonly message: string }>({
  label,
  list,
  idOf,
  about,
}: Props<F>) {
  const { t } = useTranslation()
  if (list.state === 'failed' && !list.data) return <Failed error={list.error} again={list.again} />
  return (
    <ul className={styles['failures']} {...reachable} aria-label={label}>
      {(list.data ?? []).map(failure => (
        <li key={idOf(failure)} className={styles['failure']}>
          <span className={styles['failureFile']}>{about(failure)}</span>
          <span className={styles['failureWhy']} title={failure.message}>
            {t(`error.${failure.code}`)}
          </span>
        </li>
      ))}
    </ul>
  )
}
