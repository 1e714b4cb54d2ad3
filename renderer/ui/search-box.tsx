// A search field: says its key while it is empty, can be cleared, hands the arrow down to what was found.
import { Search, X } from 'lucide-react'
import type { Ref } from 'react'
import { Input, SearchField } from 'react-aria-components'
import { IconButton } from './button.tsx'
import { cx } from './cx.ts'
import styles from './field.module.css'

interface Props {
  readonly label: string
  readonly placeholder: string
  readonly clearLabel: string
  readonly shortcut: string
  readonly value: string
  readonly onChange: (value: string) => void
  /** Arrow down or Enter: go on to the results. */
  readonly onDown: () => void
  readonly ref?: Ref<HTMLInputElement>
}

export function SearchBox({ label, placeholder, clearLabel, shortcut, value, onChange, onDown, ref }: Props) {
  return (
    <SearchField aria-label={label} value={value} onChange={onChange} className={cx(styles['search'])}>
      <Search size={15} aria-hidden="true" />
      <Input
        {...(ref && { ref })}
        className={cx(styles['searchInput'])}
        placeholder={placeholder}
        maxLength={200}
        spellCheck={false}
        autoComplete="off"
        onKeyDown={event => {
          if (event.key !== 'ArrowDown' && event.key !== 'Enter') return
          // While a syllable is being composed these keys belong to the input method.
          if (event.nativeEvent.isComposing) return
          event.preventDefault()
          onDown()
        }}
      />
      {value === '' ? (
        <span aria-hidden="true" className={styles['searchKey']}>
          {shortcut}
        </span>
      ) : (
        <IconButton label={clearLabel} size="small" onPress={() => onChange('')}>
          <X size={14} />
        </IconButton>
      )}
    </SearchField>
  )
}
