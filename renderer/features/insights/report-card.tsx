// The report card: which model is in use for what, what it beats and by how much, on how many plays, trained when, where and how long.
import type { TFunction } from 'i18next'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReportCard as Card, LearningState, ReportLine } from '../../../preload/contract/learning.ts'
import { attempt } from '../../base/actions.ts'
import { useAsked } from '../../base/asked.ts'
import { ask } from '../../base/client.ts'
import { useFormat } from '../../base/format.ts'
import { go } from '../../base/route.ts'
import { Button } from '../../ui/button.tsx'
import { ProgressLine } from '../../ui/page.tsx'
import page from './insights-page.module.css'
import styles from './report-card.module.css'
import { challenger, lineWords, measured, measureWords, modelWords } from './report-words.ts'
import { WhatIfPlot } from './what-if-plot.tsx'

const changes = ['learning.changed', 'learning.modelsChanged'] as const
const loadState = () => ask('learning.state')

export function ReportCard({ card }: { readonly card: Card | null }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <section aria-labelledby="report" className={page['section']}>
      <h2 id="report" className={page['heading']}>
        {t('insights.report.title')}
      </h2>
      {card === null ? (
        <Untrained />
      ) : (
        <>
          <p className={page['intro']}>{t('insights.report.intro')}</p>
          <div className={styles['lines']}>
            {card.lines.map(line => (
              <Line key={line.kind} line={line} />
            ))}
          </div>
          <p className={styles['trained']}>
            {t('insights.report.trained', {
              count: card.plays,
              time: format.time(card.ms),
              backend: t(`learning.backend.${card.backend}`),
              ago: format.ago(card.trainedAt),
            })}
          </p>
          {card.whatIf.length > 0 && <WhatIfPlot settings={card.whatIf} />}
        </>
      )}
    </section>
  )
}

/** One question, its answer as a large number, the sentence that says what it is worth, and all that was compared. */
function Line({ line }: { readonly line: ReportLine }) {
  const { t } = useTranslation()
  const format = useFormat()
  const rows = line.contestants
    .map(({ name, metrics }) => ({ name, value: measured(line, metrics) ?? 0 }))
    .toSorted((a, b) => b.value - a.value)
  const used = rows.find(({ name }) => name === line.used)
  const floor = line.measure === 'auc' ? 0.5 : 0
  const most = Math.max(...rows.map(({ value }) => value), floor + 0.01)
  return (
    <article className={styles['line']}>
      <h3 className={styles['question']}>{t(`insights.report.kind.${line.kind}`)}</h3>
      <p className={styles['numeral']} title={measureWords(t, line.measure)}>
        {used === undefined ? '–' : format.decimal(used.value)}
      </p>
      <p className={styles['words']}>{lineWords(t, line)}</p>
      {rows.length > 0 && (
        <table className={styles['contestants']}>
          <caption>{measureWords(t, line.measure)}</caption>
          <thead className={styles['unseen']}>
            <tr>
              <th scope="col">{t('insights.report.contestant')}</th>
              <th scope="col">{measureWords(t, line.measure)}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, value }) => (
              <tr key={name} {...(name === line.used && { 'data-used': '' })}>
                <th scope="row">
                  {modelWords(t, name)}
                  {name === line.used && <span className={styles['unseen']}> ({t('insights.report.inUse')})</span>}
                  <span
                    className={styles['bar']}
                    aria-hidden="true"
                    style={{ inlineSize: `${Math.max(0, (value - floor) / (most - floor)) * 100}%` }}
                  />
                </th>
                <td>{format.decimal(value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {line.over !== null && (
        <p className={styles['over']}>
          {t('insights.report.over', {
            used: modelWords(t, challenger(line)),
            other: modelWords(t, line.over.name),
            mean: format.signed(line.over.mean),
            low: format.signed(line.over.low),
            high: format.signed(line.over.high),
          })}
        </p>
      )}
    </article>
  )
}

function Untrained() {
  const { t } = useTranslation()
  const asked = useAsked('insights learning', loadState, changes)
  const train = useCallback(() => {
    attempt(async () => {
      await ask('learning.train')
    })
  }, [])
  const state = asked.data
  return (
    <div className={styles['untrained']}>
      <p className={styles['none']}>{t('insights.report.none')}</p>
      <p>{state && hint(t, state)}</p>
      <div className={styles['actions']}>
        {state?.training ? (
          <div className={styles['progress']}>
            <span>{t('insights.report.training')}</span>
            <ProgressLine label={t('insights.report.training')} share={state.training.share} />
          </div>
        ) : state?.mode === 'on' ? (
          <Button tone="line" onPress={train}>
            {t('insights.report.train')}
          </Button>
        ) : (
          <Button tone="line" onPress={() => go({ page: 'settings' })}>
            {t('insights.report.settings')}
          </Button>
        )}
      </div>
    </div>
  )
}

function hint(t: TFunction, { mode, newPlays, nextAt }: LearningState): string {
  if (mode !== 'on') return t('insights.report.off')
  const left = nextAt - newPlays
  return left > 0 ? t('insights.report.noneHint', { count: left }) : t('insights.report.noneSoon')
}
