// The scan while it runs: what it is on, how far it is, how long it will take, and the way to stop it.
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../base/format.ts'
import { useScan } from '../../base/stores.ts'
import { Button } from '../../ui/button.tsx'
import { ProgressLine } from '../../ui/page.tsx'
import { cancelScan } from './folder-verbs.ts'
import styles from './settings-page.module.css'

export function ScanStatus({ canCancel = true }: { readonly canCancel?: boolean }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { state, found, done, failed, current, msLeft } = useScan()
  if (state === 'idle') return null
  const isKnown = state !== 'walking'
  return (
    <div className={styles['scan']}>
      <div className={styles['scanLine']}>
        <span>
          {t(`scan.${state}`)}
          {' · '}
          {isKnown
            ? t('scan.progress', { done: format.number(done), found: format.number(found) })
            : t('scan.found', { found: format.number(found) })}
        </span>
        <span className={styles['scanFile']}>
          <bdi>{current ?? ''}</bdi>
        </span>
        {msLeft !== null && <span>{t('scan.left', { time: format.time(msLeft) })}</span>}
        {canCancel && <Button onPress={cancelScan}>{t('scan.cancel')}</Button>}
      </div>
      <ProgressLine label={t('scan.label')} share={isKnown && found > 0 ? done / found : null} />
      {failed > 0 && <span className={styles['folderFacts']}>{t('scan.failed', { count: failed })}</span>}
    </div>
  )
}
