// A page that could not be had: what happened, and the next step.
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/page.tsx'
import { errorWords } from './error-words.ts'

export function Failed({ error, again }: { readonly error: unknown; readonly again: () => void }) {
  const { t } = useTranslation()
  return (
    <div role="alert">
      <Empty title={t('error.page')} body={errorWords(error)}>
        <Button tone="line" onPress={again}>
          {t('app.retry')}
        </Button>
      </Empty>
    </div>
  )
}
