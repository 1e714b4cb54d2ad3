// What another setting of Adventure would have brought: a point and how sure it is, for each.
import { useTranslation } from 'react-i18next'
import { adventureWord } from '../../../preload/contract/balance.ts'
import type { WhatIf } from '../../../preload/contract/learning.ts'
import { useFormat } from '../../base/format.ts'
import styles from './figure.module.css'
import { Figure } from './figure.tsx'
import { linear } from './scale.ts'

const row = 34
const edge = { left: 110, right: 40, bottom: 22 } as const

export function WhatIfPlot({ settings }: { readonly settings: readonly WhatIf[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const name = ({ adventure }: WhatIf) => t(`balance.adventure.${adventureWord(adventure)}`)
  const between = ({ stays }: WhatIf) => ({ low: format.percent(stays.low), high: format.percent(stays.high) })
  const sentence = (each: WhatIf) =>
    t('insights.report.whatIf.words', { setting: name(each), mean: format.percent(each.stays.mean), ...between(each) })
  const height = settings.length * row + edge.bottom
  return (
    <Figure
      title={t('insights.report.whatIf.title')}
      lead={t('insights.report.whatIf.lead')}
      empty={null}
      height={height}
      summary={settings.map(sentence).join('; ')}
      table={{
        heads: [
          t('insights.report.whatIf.setting'),
          t('insights.report.whatIf.stays'),
          t('insights.report.whatIf.interval'),
          t('insights.report.whatIf.slots'),
        ],
        rows: settings.map(each => [
          name(each),
          format.percent(each.stays.mean),
          t('insights.report.whatIf.between', between(each)),
          format.number(each.slots),
        ]),
      }}
    >
      {width => {
        const x = linear(0, 1, edge.left, Math.min(width, 720) - edge.right)
        return (
          <>
            {[0, 0.25, 0.5, 0.75, 1].map(tick => (
              <g key={tick}>
                <line className={styles['grid']} x1={x(tick)} x2={x(tick)} y1={0} y2={height - edge.bottom} />
                <text x={x(tick)} y={height - 6} textAnchor="middle">
                  {format.percent(tick)}
                </text>
              </g>
            ))}
            <text x={0} y={height - 6}>
              {t('insights.report.whatIf.axis')}
            </text>
            {settings.map((each, index) => {
              const y = index * row + row / 2
              const { mean, low, high } = each.stays
              return (
                <g key={each.adventure}>
                  <title>{sentence(each)}</title>
                  <text x={0} y={y + 4}>
                    {name(each)}
                  </text>
                  <line className={styles['axis']} x1={x(low)} x2={x(high)} y1={y} y2={y} />
                  <circle className={styles['ink']} cx={x(mean)} cy={y} r={4} />
                  <text className={styles['strong']} x={x(high) + 8} y={y + 4}>
                    {format.percent(mean)}
                  </text>
                </g>
              )
            })}
          </>
        )
      }}
    </Figure>
  )
}
