// Numbers of the balance as words: how far Adventure goes, how much something counts, what Dwell goes by.
import type { TFunction } from 'i18next'
import { type AdventureWord, adventureWord, type BalanceState } from '../../../preload/contract/balance.ts'

export const adventureWords = (t: TFunction, adventure: number): string =>
  t(`balance.adventure.${adventureWord(adventure)}`)

const hints = {
  lockedIn: 'balance.adventure.hintLockedIn',
  focused: 'balance.adventure.hintFocused',
  balanced: 'balance.adventure.hintBalanced',
  adventurous: 'balance.adventure.hintAdventurous',
} as const satisfies Record<AdventureWord, string>

export const adventureHint = (t: TFunction, adventure: number): string => t(hints[adventureWord(adventure)])

export function amountWords(t: TFunction, amount: number): string {
  if (amount <= 0) return t('balance.amount.off')
  if (amount < 0.3) return t('balance.amount.little')
  if (amount < 0.6) return t('balance.amount.some')
  return t(amount < 1 ? 'balance.amount.much' : 'balance.amount.most')
}

const goesBy = {
  nothing: { tags: 'balance.knowing.nothingTags', sound: 'balance.knowing.nothingSound' },
  little: { tags: 'balance.knowing.littleTags', sound: 'balance.knowing.littleSound' },
  trained: { tags: 'balance.knowing.trainedTags', sound: 'balance.knowing.trainedSound' },
} as const

export const goesByWords = (t: TFunction, { knowing, coldBy }: Pick<BalanceState, 'knowing' | 'coldBy'>): string =>
  t(goesBy[knowing][coldBy])
