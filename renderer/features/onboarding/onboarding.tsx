// First run: show where the music is, watch it being found, start listening at once, or leave it for later.
import { useTranslation } from 'react-i18next'
import { changeSettings } from '../../base/actions.ts'
import { useFormat } from '../../base/format.ts'
import { useCounts, useScan } from '../../base/stores.ts'
import { Button } from '../../ui/button.tsx'
import { Cover } from '../../ui/cover.tsx'
import { Ring } from '../../ui/ring.tsx'
import { addFolder, useRoots } from '../settings/folder-verbs.ts'
import { ImportHistory } from '../settings/import-history.tsx'
import { ScanStatus } from '../settings/scan-status.tsx'
import styles from './onboarding.module.css'

export function Onboarding() {
  const { t } = useTranslation()
  const format = useFormat()
  const roots = useRoots()
  const { counts } = useCounts()
  const scan = useScan()
  const hasRoots = (roots.data?.length ?? 0) > 0
  const tracks = counts?.tracks ?? 0
  const finish = (): void => changeSettings({ onboarded: true })
  const share = scan.state === 'idle' ? (hasRoots ? 1 : 0.12) : scan.found > 0 ? scan.done / scan.found : 0.05
  return (
    <main className={styles['page']}>
      <div>
        <h1 className={styles['title']}>{t('onboarding.title')}</h1>
        <p className={styles['body']}>{t('onboarding.body')}</p>
        <div className={styles['actions']}>
          {tracks > 0 && (
            <Button tone="accent" size="large" onPress={finish}>
              {t('onboarding.start')}
            </Button>
          )}
          <Button tone={tracks > 0 ? 'line' : 'solid'} size="large" onPress={addFolder}>
            {t(hasRoots ? 'onboarding.addAnother' : 'onboarding.add')}
          </Button>
          {tracks === 0 && (
            <Button size="large" onPress={finish}>
              {t('onboarding.skip')}
            </Button>
          )}
        </div>
        <div className={styles['history']}>
          <ImportHistory label={t('onboarding.bringHistory')} tone="line" />
          <p className={styles['historyBody']}>{t('onboarding.historyBody')}</p>
        </div>
        <div className={styles['scan']}>
          {hasRoots && (
            <>
              <p className={styles['found']}>
                <span className={styles['numeral']}>{format.number(tracks)}</span>
                <span>{t('onboarding.found', { count: tracks })}</span>
              </p>
              <p className={styles['folders']}>{(roots.data ?? []).map(({ name }) => name).join(' · ')}</p>
              <ScanStatus canCancel={false} />
              {tracks > 0 && scan.state !== 'idle' && <p className={styles['ready']}>{t('onboarding.ready')}</p>}
            </>
          )}
        </div>
      </div>
      <div className={styles['record']}>
        <Ring size={420} line={9} fill={share} className={styles['ring']} />
        <Cover src={null} className={styles['label']} />
      </div>
    </main>
  )
}
