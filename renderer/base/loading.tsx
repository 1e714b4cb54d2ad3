// A page, or a part of one, on its way: nothing for a moment, then a word.
import { useTranslation } from 'react-i18next'
import { Later } from '../ui/page.tsx'
import styles from './loading.module.css'

/** `isPage`: it stands for the whole page, whose name it is meanwhile. */
export function Loading({ isPage = false }: { readonly isPage?: boolean }) {
  const { t } = useTranslation()
  const Words = isPage ? 'h1' : 'p'
  return (
    <Later>
      <div role="status" className={styles['loading']}>
        <Words>{t('app.loading')}</Words>
      </div>
    </Later>
  )
}
