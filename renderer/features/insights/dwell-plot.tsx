// How long plays last: bins of equal ratio, what was heard out on what was broken off, and the listener's own line.
import { useTranslation } from 'react-i18next'
import type { DwellHistogram } from '../../../preload/contract/insights.ts'
import { clock, useFormat } from '../../base/format.ts'
import { useCalendar } from './dates.ts'
import styles from './figure.module.css'
import { Figure } from './figure.tsx'
import { Keys } from './keys.tsx'
import { LevelLines } from './level-lines.tsx'
import { linear, logarithmic, wholeTicks } from './scale.ts'

const height = 220
const edge = { left: 32, right: 8, top: 18, bottom: 24 } as const
const namedMs = [1000, 5000, 15_000, 60_000, 180_000, 600_000, 3_600_000]
/** Where there is less room. */
const fewerMs = [1000, 10_000, 60_000, 600_000, 3_600_000]
const narrowPx = 420

export function DwellPlot({ histogram }: { readonly histogram: DwellHistogram }) {
  const { t } = useTranslation()
  const format = useFormat()
  const calendar = useCalendar()
  const { edgesMs, stayed, left, thresholdMs, thresholdBy, plays } = histogram
  /** Bins are narrower than whole seconds or minutes. */
  const exact = (ms: number) => (ms < 60_000 ? calendar.seconds(ms) : clock(ms))
  const highest = stayed.reduce((most, count, bin) => Math.max(most, count + (left[bin] ?? 0)), 1)
  const range = (bin: number) =>
    t('insights.dwell.range', { from: exact(edgesMs[bin] ?? 0), to: exact(edgesMs[bin + 1] ?? 0) })
  const filled = stayed.map((_, bin) => bin).filter(bin => (stayed[bin] ?? 0) + (left[bin] ?? 0) > 0)
  const lineWords = t(thresholdBy === 'own' ? 'insights.dwell.own' : 'insights.dwell.default', {
    time: exact(thresholdMs),
  })
  return (
    <Figure
      title={t('insights.dwell.title')}
      lead={t('insights.dwell.lead', { count: plays })}
      empty={plays === 0 ? t('insights.dwell.empty') : null}
      height={height}
      summary={lineWords}
      note={
        <Keys
          keys={[
            { tone: 'ink', words: t('insights.dwell.stayed') },
            { tone: 'hollow', words: t('insights.dwell.left') },
            { tone: 'accent', words: lineWords },
          ]}
        />
      }
      table={{
        heads: [t('insights.dwell.length'), t('insights.dwell.stayed'), t('insights.dwell.left')],
        rows: filled.map(bin => [range(bin), format.number(stayed[bin] ?? 0), format.number(left[bin] ?? 0)]),
      }}
    >
      {width => {
        const x = logarithmic(edgesMs[0] ?? 1, edgesMs.at(-1) ?? 2, edge.left, width - edge.right)
        const ticks = wholeTicks(highest, 4)
        const y = linear(0, highest, height - edge.bottom, edge.top)
        return (
          <>
            <LevelLines at={ticks} y={y} from={edge.left} to={width - edge.right} words={format.number} />
            <text x={edge.left} y={10}>
              {t('insights.dwell.plays')}
            </text>
            {filled.map(bin => {
              const [from, to] = [x(edgesMs[bin] ?? 0), x(edgesMs[bin + 1] ?? 0)]
              const [out, off] = [stayed[bin] ?? 0, left[bin] ?? 0]
              const at = { x: from + 0.5, width: Math.max(1, to - from - 1.5) }
              return (
                <g key={bin} className={styles['bar']}>
                  {out > 0 && <rect className={styles['ink']} {...at} y={y(out)} height={y(0) - y(out)} />}
                  {off > 0 && (
                    <rect
                      className={styles['hollow']}
                      {...at}
                      y={y(out + off)}
                      height={Math.max(1, y(out) - y(out + off))}
                    />
                  )}
                  <title>
                    {t('insights.dwell.cell', {
                      range: range(bin),
                      stayed: format.number(out),
                      left: format.number(off),
                    })}
                  </title>
                </g>
              )
            })}
            <text className={styles['overBars']} x={width - edge.right} y={y(0) - 6} textAnchor="end">
              {t('insights.dwell.axis')}
            </text>
            <line className={styles['mark']} x1={x(thresholdMs)} x2={x(thresholdMs)} y1={edge.top - 4} y2={y(0)} />
            <text className={styles['markWords']} x={x(thresholdMs) + 5} y={edge.top + 4}>
              {t('insights.dwell.line', { time: exact(thresholdMs) })}
            </text>
            {(width < narrowPx ? fewerMs : namedMs).map(ms => (
              <text
                key={ms}
                x={x(ms)}
                y={height - 6}
                textAnchor={ms === 3_600_000 ? 'end' : ms === 1000 ? 'start' : 'middle'}
              >
                {format.time(ms)}
              </text>
            ))}
          </>
        )
      }}
    </Figure>
  )
}
