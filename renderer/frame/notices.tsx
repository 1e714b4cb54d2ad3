// What happened to the data or the machine, in words and with the next step: a quiet bar, until dismissed.

import type { TFunction } from 'i18next'
import { X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Notice } from '../../preload/contract/app.ts'
import { assertNever } from '../../preload/contract/errors.ts'
import { attempt } from '../base/actions.ts'
import { ask } from '../base/client.ts'
import { type Format, useFormat } from '../base/format.ts'
import { go } from '../base/route.ts'
import { useAppState } from '../base/stores.ts'
import { Button, IconButton } from '../ui/button.tsx'
import styles from './notices.module.css'

interface Worded {
  readonly text: string
  readonly next?: { readonly label: string; readonly run: () => void }
}

function wordsOf(notice: Notice, t: TFunction, format: Format): Worded {
  const showProfile = { label: t('notice.showProfile'), run: () => attempt(() => ask('app.showProfile')) }
  switch (notice.kind) {
    case 'database-restored':
      return {
        text: t('notice.databaseRestored', { when: format.moment(notice.backupAt), file: notice.damagedKeptAs }),
        next: showProfile,
      }
    case 'database-started-anew':
      return { text: t('notice.databaseStartedAnew', { file: notice.damagedKeptAs }), next: showProfile }
    case 'profile-read-only':
      return { text: t('notice.profileReadOnly'), next: showProfile }
    case 'disk-full':
      return { text: t('notice.diskFull') }
    case 'root-shrunken':
      return {
        text: t('notice.rootShrunken', {
          root: notice.root,
          missing: format.number(notice.missing),
          of: format.number(notice.of),
        }),
        next: { label: t('notice.openFolders'), run: () => go({ page: 'settings' }) },
      }
    case 'core-restarted':
      return { text: t('notice.coreRestarted') }
    default:
      return assertNever(notice)
  }
}

export function Notices() {
  const { t } = useTranslation()
  const format = useFormat()
  const { notices, demo } = useAppState()
  if (notices.length === 0 && !demo) return null
  return (
    <section aria-label={t('notice.bar')}>
      {demo && (
        <p className={styles['notice']}>
          <span className={styles['dot']} />
          {t('app.demo')}
        </p>
      )}
      {notices.map(notice => {
        const { text, next } = wordsOf(notice, t, format)
        return (
          <div key={notice.id} role="alert" className={styles['notice']}>
            <span className={styles['dot']} data-warn="" />
            <p className={styles['text']}>{text}</p>
            {next && <Button onPress={next.run}>{next.label}</Button>}
            <IconButton
              label={t('notice.dismiss')}
              size="small"
              onPress={() => attempt(() => ask('app.dismiss', { id: notice.id }))}
            >
              <X size={14} />
            </IconButton>
          </div>
        )
      })}
    </section>
  )
}
