// Discovery by month: artists met, and within them those who stayed and those who stayed and went.
import { useTranslation } from 'react-i18next'
import type { DiscoveryMonth } from '../../../preload/contract/insights.ts'
import { useFormat } from '../../base/format.ts'
import { useCalendar } from './dates.ts'
import styles from './figure.module.css'
import { Figure } from './figure.tsx'
import { Keys } from './keys.tsx'
import { LevelLines } from './level-lines.tsx'
import { linear, namedPlaces, wholeTicks } from './scale.ts'

const height = 220
const edge = { left: 32, right: 8, top: 18, bottom: 24 } as const
const widest = 36

export function DiscoveryPlot({ months }: { readonly months: readonly DiscoveryMonth[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const calendar = useCalendar()
  const highest = months.reduce((most, { met }) => Math.max(most, met), 1)
  const words = ({ month, met, stayed, gone }: DiscoveryMonth) =>
    t('insights.discovery.cell', {
      month: calendar.month(month),
      met: format.number(met),
      stayed: format.number(stayed),
      gone: format.number(gone),
    })
  const last = months.at(-1)
  return (
    <Figure
      title={t('insights.discovery.title')}
      lead={t('insights.discovery.lead')}
      empty={last === undefined ? t('insights.discovery.empty') : null}
      height={height}
      summary={last === undefined ? '' : words(last)}
      note={
        <Keys
          keys={[
            { tone: 'hollow', words: t('insights.discovery.met') },
            { tone: 'ink', words: t('insights.discovery.stayed') },
            { tone: 'soft', words: t('insights.discovery.gone') },
          ]}
        />
      }
      table={{
        heads: [
          t('insights.taste.month'),
          t('insights.discovery.met'),
          t('insights.discovery.stayed'),
          t('insights.discovery.gone'),
        ],
        rows: months.map(({ month, met, stayed, gone }) => [
          calendar.month(month),
          format.number(met),
          format.number(stayed),
          format.number(gone),
        ]),
      }}
    >
      {width => {
        const slot = Math.min(widest, (width - edge.left - edge.right) / Math.max(1, months.length))
        const x = (index: number) => edge.left + index * slot
        const y = linear(0, highest, height - edge.bottom, edge.top)
        const named = namedPlaces(months.length, Math.floor((slot * months.length) / 44))
        return (
          <>
            <LevelLines
              at={wholeTicks(highest, 4)}
              y={y}
              from={edge.left}
              to={width - edge.right}
              words={format.number}
            />
            <text x={edge.left} y={10}>
              {t('insights.discovery.artists')}
            </text>
            {months.map((each, index) => {
              const { month, met, stayed, gone } = each
              const at = { x: x(index) + 1.5, width: Math.max(1, slot - 3) }
              return (
                <g key={month} className={styles['bar']}>
                  {met > stayed && <rect className={styles['hollow']} {...at} y={y(met)} height={y(stayed) - y(met)} />}
                  {gone > 0 && (
                    <rect className={styles['soft']} {...at} y={y(stayed)} height={y(stayed - gone) - y(stayed)} />
                  )}
                  {stayed > gone && (
                    <rect className={styles['ink']} {...at} y={y(stayed - gone)} height={y(0) - y(stayed - gone)} />
                  )}
                  <title>{words(each)}</title>
                  {named.has(index) && (
                    <text x={x(index) + slot / 2} y={height - 6} textAnchor="middle">
                      {calendar.shortMonth(month)}
                    </text>
                  )}
                </g>
              )
            })}
          </>
        )
      }}
    </Figure>
  )
}
