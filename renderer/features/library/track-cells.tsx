// The cells of one track in a list.
import { CircleSlash, Heart, Unplug } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { TrackId } from '../../../preload/contract/ids.ts'
import type { TrackRow } from '../../../preload/contract/library.ts'
import { artOr } from '../../base/art.ts'
import { clock, type Format, useFormat } from '../../base/format.ts'
import { tracks } from '../../base/library-rows.ts'
import { Link } from '../../base/link.tsx'
import { useRow } from '../../base/rows.ts'
import { usePlayer } from '../../player/store.ts'
import { Cover } from '../../ui/cover.tsx'
import { cx } from '../../ui/cx.ts'
import { Bar } from '../../ui/page.tsx'
import { Ring } from '../../ui/ring.tsx'
import { arcOf } from '../now-playing/ring-mark.ts'
import { type ColumnId, type ColumnSet, columnsFor, gridTemplate } from './columns.ts'
import styles from './track-table.module.css'

const cell = { role: 'gridcell' } as const

function PlayingMark() {
  const arc = usePlayer(state => arcOf(state.ring, state.dwellMs, state.durationMs))
  return (
    <span className={styles['playing']}>
      <Ring size={20} line={3} fill={Math.max(0.02, arc)} />
    </span>
  )
}

/** Why it cannot be played, or null. */
function useTrackTrouble(row: TrackRow): string | null {
  const { t } = useTranslation()
  if (!row.playable) return t('library.unplayable', { codec: row.codec.toUpperCase() })
  return row.available ? null : t('library.unavailable')
}

function Title({
  row,
  withArt,
  isPlaying,
}: {
  readonly row: TrackRow
  readonly withArt: boolean
  readonly isPlaying: boolean
}) {
  const { t } = useTranslation()
  const trouble = useTrackTrouble(row)
  return (
    <div {...cell} className={cx(styles['title'], !withArt && styles['noArt'])}>
      {withArt && (
        <span className={styles['art']}>
          <Cover src={artOr(row.art, 64)} />
          {isPlaying && <PlayingMark />}
        </span>
      )}
      <span className={styles['words']}>
        <span className={styles['name']} title={row.title}>
          {row.title}
        </span>
        <span className={styles['artist']} title={row.unplayableReason ?? trouble ?? row.artist}>
          {trouble ?? (row.artist || t('app.unknownArtist'))}
        </span>
      </span>
      <span className={styles['marks']}>
        {row.liked && (
          <Heart
            size={13}
            fill="currentColor"
            className={styles['heart']}
            role="img"
            aria-label={t('transport.liked')}
          />
        )}
        {!row.playable && <CircleSlash size={14} aria-hidden="true" />}
        {row.playable && !row.available && <Unplug size={14} aria-hidden="true" />}
      </span>
    </div>
  )
}

function Dwell({ row, format }: { readonly row: TrackRow; readonly format: Format }) {
  const { t } = useTranslation()
  if (row.dwellFraction === null) {
    return (
      <div {...cell} className={styles['cell']}>
        <span className={styles['dwell']}>
          <Bar share={0} />
          <span className={styles['never']} role="img" aria-label={t('library.notHeardYet')} />
        </span>
      </div>
    )
  }
  const percent = format.percent(row.dwellFraction)
  return (
    <div {...cell} className={styles['cell']} title={t('library.dwellValue', { percent })}>
      <span className={styles['dwell']}>
        <Bar share={row.dwellFraction} />
        <span className={styles['number']}>{percent}</span>
      </span>
    </div>
  )
}

/** As printed on the record; from the second disc on with the disc before it. */
function numberOnDisc({ disc, track }: TrackRow): string {
  if (track === null) return ''
  return disc !== null && disc > 1 ? `${disc}-${track}` : String(track)
}

interface CellProps {
  readonly column: ColumnId
  readonly row: TrackRow
  readonly set: ColumnSet
  readonly position: number
  readonly isPlaying: boolean
}

function CellOf({ column, row, set, position, isPlaying }: CellProps) {
  const format = useFormat()
  const text = (words: string, ...classes: readonly (string | undefined)[]) => (
    <div {...cell} className={cx(styles['cell'], ...classes)}>
      {words}
    </div>
  )
  switch (column) {
    case 'number':
      if (isPlaying && set === 'album') {
        return (
          <div {...cell} className={cx(styles['cell'], styles['number'])}>
            <PlayingNumber />
          </div>
        )
      }
      return text(set === 'album' ? numberOnDisc(row) : format.number(position + 1), styles['number'], styles['never'])
    case 'title':
      return <Title row={row} withArt={set !== 'album'} isPlaying={isPlaying} />
    case 'album':
      return (
        <div {...cell} className={styles['cell']}>
          <Link to={row.albumId === null ? null : { page: 'album', id: row.albumId }} isReachedByTab={false}>
            {row.album ?? ''}
          </Link>
        </div>
      )
    case 'year':
      return text(row.year === null ? '' : String(row.year), styles['number'])
    case 'heard':
      return text(row.heardMs > 0 ? format.time(row.heardMs) : '', styles['number'])
    case 'dwell':
      return <Dwell row={row} format={format} />
    case 'lastHeard':
      return row.lastHeardAt === null ? text('') : text(format.ago(row.lastHeardAt))
    case 'added':
      return text(format.ago(row.addedAt))
    case 'duration':
      return text(clock(row.durationMs), styles['number'])
  }
}

function PlayingNumber() {
  const arc = usePlayer(state => arcOf(state.ring, state.dwellMs, state.durationMs))
  return <Ring size={15} line={2.5} fill={Math.max(0.02, arc)} className={styles['numberRing']} />
}

interface RowProps {
  readonly id: TrackId
  readonly index: number
  readonly set: ColumnSet
  readonly widthPx: number
}

export function TrackCells({ id, index, set, widthPx }: RowProps) {
  const row = useRow(tracks, id)
  const isPlaying = usePlayer(state => state.track?.id === id)
  const columns = columnsFor(set, widthPx)
  if (!row) {
    // On its way (or gone since): the row keeps its height, so nothing jumps.
    return (
      <div className={styles['line']} style={{ gridTemplateColumns: gridTemplate(columns) }}>
        {columns.map(({ id: column }) => (
          <div key={column} {...cell}>
            {column === 'title' && row === undefined && <div className={styles['waiting']} style={{ width: '40%' }} />}
          </div>
        ))}
      </div>
    )
  }
  return (
    <div
      className={cx(
        styles['line'],
        isPlaying && styles['isPlaying'],
        (!row.playable || !row.available) && styles['dim'],
      )}
      style={{ gridTemplateColumns: gridTemplate(columns) }}
    >
      {columns.map(({ id: column }) => (
        <CellOf key={column} column={column} row={row} set={set} position={index} isPlaying={isPlaying} />
      ))}
    </div>
  )
}
