// The report card in words: which model is in use, what it was held against, and by how much it is better.
import type { TFunction } from 'i18next'
import type { ReportLine } from '../../../preload/contract/learning.ts'

const names = {
  'same outcome': 'sameOutcome',
  'track rate': 'trackRate',
  'logistic regression': 'logistic',
  'set-transformer': 'setTransformer',
  'personal popularity': 'personal',
  'base level': 'baseLevel',
  'follows + base level': 'followsOften',
  'follows + album + artist': 'followsAlbum',
  companion: 'companion',
  'sound and tags': 'firstDay',
  'listening, sound and tags': 'listened',
  'mean vector': 'mean',
  'ridge regression': 'ridge',
} as const

/** What is no model but a rule of one line; it is used where nothing that was trained does better. */
const rules = new Set([
  'same outcome',
  'track rate',
  'personal popularity',
  'base level',
  'follows + base level',
  'follows + album + artist',
  'sound and tags',
  'mean vector',
])

/** A name as the science has it where there are no words for it. */
export function modelWords(t: TFunction, name: string): string {
  const known = names[name as keyof typeof names] as (typeof names)[keyof typeof names] | undefined // any name may come
  return known === undefined ? name : t(`insights.name.${known}`)
}

export function measureWords(t: TFunction, measure: string): string {
  switch (measure) {
    case 'auc':
      return t('insights.report.measure.auc')
    case 'ndcg@10':
      return t('insights.report.measure.ndcg')
    case 'cosine':
      return t('insights.report.measure.cosine')
    default:
      return t('insights.report.measure.other', { name: measure })
  }
}

export const measured = ({ measure }: ReportLine, metrics: Readonly<Record<string, number>>): number | null =>
  metrics[measure] ?? null

/** Whose gain over the best rule the interval is of: what is in use, or what was trained and lost against that rule. */
export function challenger(line: ReportLine): string {
  if (line.used !== line.over?.name) return line.used
  const trained = line.contestants.filter(({ name }) => !rules.has(name))
  const sorted = trained.toSorted((a, b) => (measured(line, b.metrics) ?? 0) - (measured(line, a.metrics) ?? 0))
  return sorted[0]?.name ?? line.used
}

/** The best of what is not in use, by the measure that decides. */
export function bestOther(line: ReportLine): string | null {
  const others = line.contestants.filter(({ name }) => name !== line.used && rules.has(name))
  const sorted = others.toSorted((a, b) => (measured(line, b.metrics) ?? 0) - (measured(line, a.metrics) ?? 0))
  return line.over?.name ?? sorted[0]?.name ?? null
}

export function lineWords(t: TFunction, line: ReportLine): string {
  if (line.contestants.length === 0) return t('insights.report.notYet')
  const used = modelWords(t, line.used)
  const on = t(line.kind === 'sound' ? 'insights.report.onTracks' : 'insights.report.on', { count: line.measuredOn })
  if (rules.has(line.used)) return t('insights.report.simple', { used, on })
  const other = bestOther(line)
  if (other === null) return t('insights.report.alone', { used, on })
  const isSure = line.over === null ? isHigher(line, other) : line.over.low > 0
  return t(isSure ? 'insights.report.wins' : 'insights.report.ties', { used, on, other: modelWords(t, other) })
}

function isHigher(line: ReportLine, other: string): boolean {
  const of = (name: string) => {
    const found = line.contestants.find(each => each.name === name)
    return (found && measured(line, found.metrics)) ?? 0
  }
  return of(line.used) > of(other)
}
