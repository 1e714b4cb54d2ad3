// A page on its way: nothing for a moment, then a word.
import { useTranslation } from 'react-i18next'
import { Later } from '../ui/page.tsx'
import styles from './loading.module.css'

export function Loading() {
  const { t } = useTranslation()
  return (
    <Later>
      <p role="status" className={styles['loading']}>
        {t('app.loading')}
      </p>
    </Later>
  )
}
