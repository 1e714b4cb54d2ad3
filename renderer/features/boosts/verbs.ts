// Boosting and taking a boost back, each said in a toast with the way back.
import type { BoostRule, BoostTarget } from '../../../preload/contract/balance.ts'
import { attempt } from '../../base/actions.ts'
import { targetWords } from '../../base/boost-words.ts'
import { ask } from '../../base/client.ts'
import { i18n } from '../../base/i18n/index.ts'
import { toast } from '../../ui/toast.tsx'

const words = ({ target, label }: BoostRule): string => targetWords(i18n.t, target, label)
const undo = (run: () => Promise<void>) => ({ label: i18n.t('app.undo'), run: () => attempt(run) })

export function addBoost(target: BoostTarget, until: number | null): void {
  attempt(async () => {
    const rule = await ask('boosts.add', { target, until })
    toast({
      text: i18n.t('balance.boosts.added', { label: words(rule) }),
      action: undo(async () => {
        await ask('boosts.remove', { id: rule.id })
        toast({ text: i18n.t('balance.boosts.removed', { label: words(rule) }) })
      }),
    })
  })
}

export function removeBoost(rule: BoostRule): void {
  attempt(async () => {
    await ask('boosts.remove', { id: rule.id })
    toast({
      text: i18n.t('balance.boosts.removed', { label: words(rule) }),
      action: undo(async () => {
        await ask('boosts.restore', { id: rule.id })
        toast({ text: i18n.t('balance.boosts.restored', { label: words(rule) }) })
      }),
    })
  })
}
