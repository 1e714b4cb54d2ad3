// A history from elsewhere in the settings: bring one along, what was brought, and the listener's own log as a file.
import { useTranslation } from 'react-i18next'
import type { ImportedHistory } from '../../../preload/contract/history.ts'
import { Failed } from '../../base/failed.tsx'
import { useFormat } from '../../base/format.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import history from './history-section.module.css'
import { exportHistory, redoImport, undoImport, useImports } from './history-verbs.ts'
import { ImportHistory } from './import-history.tsx'
import { Line } from './line.tsx'
import { Section } from './section.tsx'
import styles from './settings-page.module.css'

function Import({ made }: { readonly made: ImportedHistory }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { fileName, plays, matchedPlays, from, to, undoneAt } = made
  const isUndone = undoneAt !== null
  return (
    <li className={cx(history['import'], isUndone && history['isUndone'])}>
      <div>
        <p className={history['name']}>
          {t(`history.format.${made.format}`)} · {fileName}
        </p>
        <p className={styles['folderFacts']}>
          {t('history.facts', { count: plays, share: format.percent(plays === 0 ? 0 : matchedPlays / plays) })}
          {' · '}
          {t('history.span', { from: format.fullDate(from), to: format.fullDate(to) })}
          {isUndone && ` · ${t('history.undone')}`}
        </p>
      </div>
      <Button
        tone="line"
        label={t(isUndone ? 'history.redoOf' : 'history.undoOf', { name: fileName })}
        onPress={() => (isUndone ? redoImport(made) : undoImport(made))}
      >
        {t(isUndone ? 'history.redo' : 'history.undo')}
      </Button>
    </li>
  )
}

export function HistorySection() {
  const { t } = useTranslation()
  const imports = useImports()
  if (imports.state === 'failed' && !imports.data) return <Failed error={imports.error} again={imports.again} />
  const made = imports.data ?? []
  return (
    <Section id="history" title={t('history.title')} intro={t('history.intro')}>
      {made.length > 0 && (
        <ul aria-label={t('history.list')}>
          {made.map(one => (
            <Import key={one.id} made={one} />
          ))}
        </ul>
      )}
      <div className={styles['folderActions']}>
        <ImportHistory label={t('history.pick')} tone="solid" />
      </div>
      <p className={history['formats']}>{t('history.formats')}</p>
      <Line name={t('history.exportTitle')} hint={t('history.exportHint')}>
        <div className={history['row']}>
          <Button tone="line" onPress={() => exportHistory('csv')}>
            {t('history.exportCsv')}
          </Button>
          <Button tone="line" onPress={() => exportHistory('json')}>
            {t('history.exportJson')}
          </Button>
        </div>
      </Line>
    </Section>
  )
}
