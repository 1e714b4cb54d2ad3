// The heads of a track list: each sorts by its column, twice the other way round.
import { Button } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { TrackSort } from '../../../preload/contract/library.ts'
import { cx } from '../../ui/cx.ts'
import { Tooltip } from '../../ui/tooltip.tsx'
import { type ColumnSet, columnsFor, gridTemplate } from './columns.ts'
import styles from './track-table.module.css'

export interface Sorting {
  readonly by: TrackSort
  readonly descending: boolean
}

interface Props {
  readonly set: ColumnSet
  readonly widthPx: number
  /** Null where the order is the list's own. */
  readonly sorting: Sorting | null
  readonly onSort?: (sorting: Sorting) => void
}

interface SortButtonProps {
  readonly by: TrackSort
  readonly words: string
  readonly hint?: string
  readonly sorting: Sorting | null
  readonly descendingFirst: boolean
  readonly onSort: (sorting: Sorting) => void
}

function SortButton({ by, words, hint, sorting, descendingFirst, onSort }: SortButtonProps) {
  const isSorted = sorting?.by === by
  const button = (
    <Button
      className={cx(styles['sort'], isSorted && styles['sorted'])}
      onPress={() => onSort({ by, descending: isSorted ? !sorting.descending : descendingFirst })}
    >
      {words}
      {isSorted && <span className={styles['arrow']} {...(sorting.descending && { 'data-descending': '' })} />}
    </Button>
  )
  return hint ? <Tooltip text={hint}>{button}</Tooltip> : button
}

const columnHead = { role: 'columnheader' } as const
const headRow = { role: 'row' } as const

export function TrackHeads({ set, widthPx, sorting, onSort }: Props) {
  const { t } = useTranslation()
  const columns = columnsFor(set, widthPx)
  const hints: Readonly<Partial<Record<string, string>>> = {
    heard: t('library.columnHints.heard'),
    dwell: t('library.columnHints.dwell'),
    lastHeard: t('library.columnHints.lastHeard'),
  }
  return (
    <div
      {...headRow}
      className={cx(styles['line'], styles['heads'])}
      style={{ gridTemplateColumns: gridTemplate(columns) }}
    >
      {columns.map(({ id, sort, isNumber, descendingFirst = false }) => {
        const words = t(`library.columns.${id}`)
        const isSorted = sorting !== null && (sorting.by === sort || (id === 'title' && sorting.by === 'artist'))
        const hint = hints[id]
        return (
          <div
            key={id}
            {...columnHead}
            className={cx(styles['headCell'], isNumber && styles['number'])}
            {...(isSorted && { 'aria-sort': sorting.descending ? 'descending' : 'ascending' })}
          >
            {sort && onSort ? (
              <SortButton
                by={sort}
                words={words}
                {...(hint && { hint })}
                sorting={sorting}
                descendingFirst={descendingFirst}
                onSort={onSort}
              />
            ) : (
              <span>{words}</span>
            )}
            {id === 'title' && onSort && (
              <SortButton
                by="artist"
                words={t('library.columns.artist')}
                sorting={sorting}
                descendingFirst={false}
                onSort={onSort}
              />
            )}
          </div>
        )
      })}
    </div>
  )
}
