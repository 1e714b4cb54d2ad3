// Bringing a history along: the button, the progress with its time left, and the preview to decide about.
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ImportPreview } from '../../../preload/contract/history.ts'
import { useFormat } from '../../base/format.ts'
import { Button } from '../../ui/button.tsx'
import { ProgressLine } from '../../ui/page.tsx'
import { HistoryPreview } from './history-preview.tsx'
import { cancelHistory, pickHistory, takeHistory, useImportProgress } from './history-verbs.ts'
import styles from './settings-page.module.css'

export function ImportHistory({ label, tone }: { readonly label: string; readonly tone: 'line' | 'solid' }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [preview, setPreview] = useState<ImportPreview | null>(null)
  const progress = useImportProgress().data
  const isBusy = progress !== undefined && progress.state !== 'idle'
  return (
    <>
      {isBusy ? (
        <div className={styles['scan']}>
          <div className={styles['scanLine']}>
            <span role="status">{t(`history.${progress.state}`)}</span>
            <span className={styles['scanFile']}>
              {progress.of !== null && progress.of > 0 && format.percent(progress.done / progress.of)}
              {progress.msLeft !== null && ` · ${t('history.left', { time: format.time(progress.msLeft) })}`}
            </span>
            <Button onPress={cancelHistory}>{t('history.cancel')}</Button>
          </div>
          <ProgressLine
            label={t('history.progress')}
            share={progress.of === null || progress.of === 0 ? null : progress.done / progress.of}
          />
        </div>
      ) : (
        <Button tone={tone} onPress={() => pickHistory(setPreview)}>
          {label}
        </Button>
      )}
      {preview && (
        <HistoryPreview
          preview={preview}
          onLeave={() => {
            setPreview(null)
            cancelHistory()
          }}
          onTake={() => {
            setPreview(null)
            takeHistory(preview)
          }}
        />
      )}
    </>
  )
}
