// The button at the head of a record, an artist or a genre that boosts it.
import { Sprout } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../ui/button.tsx'
import { type BoostChoice, openBoost } from './open.ts'

export function BoostButton({ choice }: { readonly choice: BoostChoice }) {
  const { t } = useTranslation()
  return (
    <IconButton label={t('balance.boosts.menu')} size="big" onPress={() => openBoost([choice])}>
      <Sprout size={18} />
    </IconButton>
  )
}
