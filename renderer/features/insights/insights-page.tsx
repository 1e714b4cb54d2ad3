// Insights: what the log and the models say of a listener, pictures first.
import { useTranslation } from 'react-i18next'
import { useAsked } from '../../base/asked.ts'
import { ask } from '../../base/client.ts'
import { useFormat } from '../../base/format.ts'
import { NoAnswer } from '../../base/no-answer.tsx'
import { PageHead } from '../../ui/page.tsx'
import { Beliefs } from './beliefs.tsx'
import { DiscoveryPlot } from './discovery-plot.tsx'
import { DwellPlot } from './dwell-plot.tsx'
import styles from './insights-page.module.css'
import { LibraryMapSection } from './library-map.tsx'
import { ReportCard } from './report-card.tsx'
import { TastePlot } from './taste-plot.tsx'
import { WeekClock } from './week-clock.tsx'

const clockDays = 90
const changes = ['listening.played', 'history.changed', 'learning.modelsChanged', 'insights.mapChanged'] as const

const load = async () => {
  const [report, map, taste, clock, dwell, discovery, beliefs, totals] = await Promise.all([
    ask('learning.report'),
    ask('insights.map'),
    ask('insights.taste'),
    ask('insights.clock', { days: clockDays }),
    ask('insights.dwell'),
    ask('insights.discovery'),
    ask('insights.beliefs'),
    ask('listening.totals'),
  ])
  return { report, map, taste, clock, dwell, discovery, beliefs, totals }
}

export function InsightsPage() {
  const { t } = useTranslation()
  const format = useFormat()
  const asked = useAsked('insights', load, changes)
  const { data } = asked
  if (data === undefined) return <NoAnswer asked={asked} isPage />
  const { totals } = data
  return (
    <div className={styles['page']}>
      <PageHead
        title={t('insights.title')}
        aside={
          totals.firstAt === null
            ? t('insights.asideNone')
            : t('insights.aside', {
                count: totals.plays,
                time: format.time(totals.heardMs),
                date: format.date(totals.firstAt),
              })
        }
      />
      <ReportCard card={data.report} />
      <LibraryMapSection map={data.map} />
      <div className={styles['figures']}>
        <TastePlot months={data.taste} />
        <WeekClock clock={data.clock} span={clockDays} />
        <DwellPlot histogram={data.dwell} />
        <DiscoveryPlot months={data.discovery} />
      </div>
      <Beliefs beliefs={data.beliefs} again={asked.again} />
    </div>
  )
}
