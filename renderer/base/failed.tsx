// A page, or a part of one, that could not be had: what happened, and the next step.
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/page.tsx'
import { errorWords } from './error-words.ts'

interface Props {
  readonly error: unknown
  readonly again: () => void
  /** It stands for the whole page. */
  readonly isPage?: boolean
}

export function Failed({ error, again, isPage = false }: Props) {
  const { t } = useTranslation()
  return (
    <div role="alert">
      <Empty title={t('error.page')} body={errorWords(error)} isPage={isPage}>
        <Button tone="line" onPress={again}>
          {t('app.retry')}
        </Button>
      </Empty>
    </div>
  )
}
