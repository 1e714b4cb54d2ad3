// The bar over a list of the library with the orders that it can have.
import { useTranslation } from 'react-i18next'
import { Select } from '../../ui/field.tsx'
import styles from './tab.module.css'

type Sort = 'artist' | 'title' | 'year' | 'added' | 'heard' | 'name' | 'tracks'

interface Props<S extends Sort> {
  readonly sorts: readonly S[]
  readonly value: S
  readonly onChange: (sort: S) => void
}

export function SortBar<S extends Sort>({ sorts, value, onChange }: Props<S>) {
  const { t } = useTranslation()
  const words = (sort: Sort) => t(`library.sort.${sort}`)
  return (
    <div className={styles['bar']}>
      <Select
        isBare
        label={t('library.sortBy')}
        choices={sorts.map(id => ({ id, label: words(id) }))}
        value={value}
        onChange={onChange}
      />
    </div>
  )
}
