// The clock of the week: a dot for each hour of each day, its area the time heard.
import { useTranslation } from 'react-i18next'
import type { Clock } from '../../../preload/contract/insights.ts'
import { useFormat } from '../../base/format.ts'
import { useCalendar } from './dates.ts'
import styles from './figure.module.css'
import { Figure } from './figure.tsx'
import { linear } from './scale.ts'

const height = 220
const edge = { left: 36, right: 4, top: 4, bottom: 24 } as const
const days = [0, 1, 2, 3, 4, 5, 6] as const
const hours = Array.from({ length: 24 }, (_, hour) => hour)

export function WeekClock({ clock, span }: { readonly clock: Clock; readonly span: number }) {
  const { t } = useTranslation()
  const format = useFormat()
  const calendar = useCalendar()
  const heard = (day: number, hour: number) => clock.heardMs[day * 24 + hour] ?? 0
  const most = clock.heardMs.reduce((max, ms) => Math.max(max, ms), 0)
  const peak = clock.heardMs.indexOf(most)
  const peakWords = t('insights.clock.peak', {
    day: calendar.day(Math.floor(peak / 24)),
    hour: calendar.hour(peak % 24),
    time: format.time(most),
  })
  return (
    <Figure
      title={t('insights.clock.title')}
      lead={t('insights.clock.lead', { days: span })}
      empty={most === 0 ? t('insights.clock.empty') : null}
      height={height}
      summary={peakWords}
      note={peakWords}
      table={{
        heads: [t('insights.clock.day'), ...hours.map(calendar.hour)],
        rows: days.map(day => [
          calendar.day(day),
          ...hours.map(hour => (heard(day, hour) > 0 ? format.time(heard(day, hour)) : '–')),
        ]),
      }}
    >
      {width => {
        const x = linear(0, 24, edge.left, width - edge.right)
        const y = linear(0, 7, edge.top, height - edge.bottom)
        const largest = Math.min((x(1) - x(0)) / 2, (y(1) - y(0)) / 2) - 1
        return (
          <>
            {days.map(day => (
              <g key={day}>
                <text x={0} y={y(day + 0.5) + 4}>
                  {calendar.day(day)}
                </text>
                <line
                  className={styles['grid']}
                  x1={edge.left}
                  x2={width - edge.right}
                  y1={y(day + 0.5)}
                  y2={y(day + 0.5)}
                />
                {hours.map(hour => {
                  const ms = heard(day, hour)
                  return (
                    ms > 0 && (
                      <circle
                        key={hour}
                        className={styles[day * 24 + hour === peak ? 'peak' : 'ink']}
                        cx={x(hour + 0.5)}
                        cy={y(day + 0.5)}
                        r={Math.max(1, Math.sqrt(ms / most) * largest)}
                      >
                        <title>
                          {t('insights.clock.cell', {
                            day: calendar.day(day),
                            hour: calendar.hour(hour),
                            time: format.time(ms),
                          })}
                        </title>
                      </circle>
                    )
                  )
                })}
              </g>
            ))}
            {[0, 6, 12, 18].map(hour => (
              <g key={hour}>
                <line className={styles['grid']} x1={x(hour)} x2={x(hour)} y1={edge.top} y2={height - edge.bottom} />
                <text x={x(hour)} y={height - 6}>
                  {calendar.hour(hour)}
                </text>
              </g>
            ))}
          </>
        )
      }}
    </Figure>
  )
}
