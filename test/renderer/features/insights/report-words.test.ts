// Of whom the report card speaks when it says by how much one is better than the other.
import { expect, it } from 'vitest'
import type { ReportLine } from '../../../../preload/contract/learning.ts'
import { challenger } from '../../../../renderer/features/insights/report-words.ts'

const line = (used: string): ReportLine => ({
  kind: 'sat',
  measure: 'auc',
  measuredOn: 150,
  contestants: [
    { name: 'track rate', metrics: { auc: 0.7 } },
    { name: 'logistic regression', metrics: { auc: 0.64 } },
    { name: 'set-transformer', metrics: { auc: 0.66 } },
  ],
  used,
  over: { name: 'track rate', mean: -0.04, low: -0.1, high: 0.02 },
})

it('speaks of the model in use where one is', () => {
  expect(challenger(line('set-transformer'))).toBe('set-transformer')
})

it('speaks of the best of what was trained where a rule is in use, not of the rule over itself', () => {
  expect(challenger(line('track rate'))).toBe('set-transformer')
})
