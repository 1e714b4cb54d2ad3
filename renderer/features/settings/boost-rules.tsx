// The boosts in force: what, how much it covers, until when, and the way to take each back or to begin one of a decade or of what is new.
import { X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { BoostRule } from '../../../preload/contract/balance.ts'
import { dayWords, targetWords } from '../../base/boost-words.ts'
import { useSettings } from '../../base/stores.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { useBoosts } from '../boosts/all.ts'
import { openBoost } from '../boosts/open.ts'
import { removeBoost } from '../boosts/verbs.ts'
import styles from './settings-page.module.css'

/** From the sixties to this decade, newest first: older ones are reached from a track's menu. */
const firstDecade = 1960
const decadesUntil = (year: number): number[] => {
  const last = Math.floor(year / 10) * 10
  return Array.from({ length: (last - firstDecade) / 10 + 1 }, (_, back) => last - back * 10)
}

function Rule({ rule }: { readonly rule: BoostRule }) {
  const { t } = useTranslation()
  const label = targetWords(t, rule.target, rule.label)
  return (
    <li className={styles['folder']}>
      <div>
        <p className={styles['folderName']}>{label}</p>
        <p className={styles['folderFacts']}>
          {t('balance.boosts.tracks', { count: rule.tracks })}
          {' · '}
          {rule.until === null
            ? t('balance.boosts.endsNever')
            : t('balance.boosts.ends', { day: dayWords(rule.until) })}
        </p>
      </div>
      <IconButton label={t('balance.boosts.remove', { label })} onPress={() => removeBoost(rule)}>
        <X size={16} />
      </IconButton>
    </li>
  )
}

export function BoostRules() {
  const { t } = useTranslation()
  const rules = useBoosts().data ?? []
  const days = useSettings(settings => settings.exposureNewDays) || 30
  return (
    <>
      <h3 className={styles['subheading']}>{t('balance.settings.boosts')}</h3>
      {rules.length === 0 ? (
        <p className={styles['sentence']}>{t('balance.boosts.none')}</p>
      ) : (
        <ul aria-label={t('balance.settings.boostsList')}>
          {rules.map(rule => (
            <Rule key={rule.id} rule={rule} />
          ))}
        </ul>
      )}
      <div className={styles['folderActions']}>
        <Button tone="line" onPress={() => openBoost([{ target: { of: 'addedLately', days }, label: '' }])}>
          {t('balance.boosts.newAdded')}
        </Button>
        <Button
          tone="line"
          onPress={() =>
            openBoost(
              decadesUntil(new Date().getFullYear()).map(from => ({ target: { of: 'decade', from }, label: '' })),
            )
          }
        >
          {t('balance.boosts.newDecade')}
        </Button>
      </div>
    </>
  )
}
