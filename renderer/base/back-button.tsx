// The way back to the page before, where there is one.
import { ChevronLeft } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../ui/button.tsx'
import { goBack, usePlaces } from './route.ts'

export function BackButton() {
  const { t } = useTranslation()
  const hasBefore = usePlaces(places => places.before.length > 0)
  if (!hasBefore) return null
  return (
    <IconButton label={t('app.back')} shortcut="Alt ←" size="small" isInset onPress={goBack}>
      <ChevronLeft size={15} />
    </IconButton>
  )
}
