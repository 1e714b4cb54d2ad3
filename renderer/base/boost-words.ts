// What is boosted and until when, in words.
import type { TFunction } from 'i18next'
import type { BoostTarget } from '../../preload/contract/balance.ts'
import { formatIn } from './format.ts'
import { i18n } from './i18n/index.ts'

/** The kind and the name: “The album Slow Tide”. */
export function targetWords(t: TFunction, target: BoostTarget, label: string): string {
  switch (target.of) {
    case 'decade':
      return t('balance.boosts.decade', { from: target.from })
    case 'addedLately':
      return t('balance.boosts.addedLately', { days: target.days })
    default:
      return t(`balance.boosts.${target.of}`, { label })
  }
}

/** As it stands inside a sentence: the name alone. */
export function targetName(t: TFunction, target: BoostTarget, label: string): string {
  switch (target.of) {
    case 'decade':
      return t('balance.boosts.shortDecade', { from: target.from })
    case 'addedLately':
      return t('balance.boosts.shortAddedLately')
    default:
      return label
  }
}

/** The day something ends, as near as it is said: today, tomorrow, Friday, 3 Mar. */
export const dayWords = (at: number, now = Date.now()): string => formatIn(i18n.language).dayAhead(at, now)
