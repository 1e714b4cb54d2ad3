// Taste by month as lines: what was picked by hand against what a queue gave.
import { useTranslation } from 'react-i18next'
import type { TasteMonth } from '../../../preload/contract/insights.ts'
import { useFormat } from '../../base/format.ts'
import { useCalendar } from './dates.ts'
import styles from './figure.module.css'
import { Figure } from './figure.tsx'
import { Keys } from './keys.tsx'
import { LevelLines } from './level-lines.tsx'
import { linear, namedPlaces } from './scale.ts'

const height = 220
const edge = { left: 28, right: 8, top: 14, bottom: 24 } as const
type Series = 'all' | 'byHand' | 'queued'
/** Drawn in this order: what matters lies on top. */
const series = [
  ['all', 'var(--line-strong)'],
  ['byHand', 'var(--ink)'],
  ['queued', 'var(--accent)'],
] as const satisfies readonly (readonly [Series, string])[]

/** Runs of months that have a value: a month with too few plays is a gap, not a straight line. */
function runsOf(months: readonly TasteMonth[], of: Series): readonly (readonly [number, number])[][] {
  const runs: [number, number][][] = []
  let isOpen = false
  for (const [index, month] of months.entries()) {
    const value = month[of]
    if (value !== null) {
      if (!isOpen) runs.push([])
      runs.at(-1)?.push([index, value])
    }
    isOpen = value !== null
  }
  return runs
}

export function TastePlot({ months }: { readonly months: readonly TasteMonth[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const calendar = useCalendar()
  const known = months.filter(({ all }) => all !== null)
  const score = (value: number | null) => (value === null ? '–' : format.decimal(value))
  const first = known[0]
  const last = known.at(-1)
  return (
    <Figure
      title={t('insights.taste.title')}
      lead={t('insights.taste.lead')}
      empty={first === undefined ? t('insights.taste.empty') : null}
      height={height}
      summary={t('insights.taste.summary', {
        from: calendar.month(first?.month ?? 0),
        to: calendar.month(last?.month ?? 0),
        value: score(last?.all ?? null),
      })}
      note={
        <Keys
          keys={[
            { tone: 'ink', words: t('insights.taste.byHand') },
            { tone: 'accent', words: t('insights.taste.queued') },
            { tone: 'soft', words: t('insights.taste.all') },
          ]}
        />
      }
      table={{
        heads: [
          t('insights.taste.month'),
          t('insights.taste.byHand'),
          t('insights.taste.queued'),
          t('insights.taste.all'),
          t('insights.taste.plays'),
        ],
        rows: months.map(({ month, byHand, queued, all, plays }) => [
          calendar.month(month),
          score(byHand),
          score(queued),
          score(all),
          format.number(plays),
        ]),
      }}
    >
      {width => {
        const x = linear(0, Math.max(1, months.length - 1), edge.left + 6, width - edge.right - 6)
        const y = linear(0, 1, height - edge.bottom, edge.top)
        const named = namedPlaces(months.length, Math.floor((width - edge.left) / 56))
        return (
          <>
            <LevelLines at={[0, 0.5, 1]} y={y} from={edge.left} to={width - edge.right} />
            <text x={edge.left + 2} y={y(1) - 4}>
              {t('insights.taste.high')}
            </text>
            <text x={edge.left + 2} y={y(0) - 5}>
              {t('insights.taste.low')}
            </text>
            {months.map(
              ({ month }, index) =>
                named.has(index) && (
                  <text
                    key={month}
                    x={x(index)}
                    y={height - 6}
                    textAnchor={index === months.length - 1 ? 'end' : 'middle'}
                  >
                    {calendar.shortMonth(month)}
                  </text>
                ),
            )}
            {series.map(([of, colour]) =>
              runsOf(months, of).map(run => (
                <g key={`${of} ${run[0]?.[0]}`}>
                  <polyline
                    className={styles['line']}
                    stroke={colour}
                    points={run.map(([index, value]) => `${x(index)},${y(value)}`).join(' ')}
                  />
                  {run.map(([index, value]) => (
                    <circle key={index} cx={x(index)} cy={y(value)} r={of === 'all' ? 1.5 : 2.75} fill={colour}>
                      <title>
                        {`${calendar.month(months[index]?.month ?? 0)}: ${t(`insights.taste.${of}`)} ${score(value)}`}
                      </title>
                    </circle>
                  ))}
                </g>
              )),
            )}
          </>
        )
      }}
    </Figure>
  )
}
