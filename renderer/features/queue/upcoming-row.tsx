// One row of the list of what comes next: what it shows and does. It is drawn again only when what it is given is another.
import { GripVertical, ListStart, Pin, X } from 'lucide-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { QueueItemId } from '../../../preload/contract/ids.ts'
import type { TrackRow } from '../../../preload/contract/library.ts'
import type { QueueItem } from '../../../preload/contract/queue.ts'
import { pinInQueue, removeFromQueue } from '../../base/actions.ts'
import { artOr } from '../../base/art.ts'
import { reasonWords } from '../../base/reason-words.ts'
import { IconButton } from '../../ui/button.tsx'
import { Cover } from '../../ui/cover.tsx'
import { cx } from '../../ui/cx.ts'
import { RowMarks, SureMark } from './marks.tsx'
import styles from './up-next.module.css'

// A grid of these roles is no table: its rows take the focus, and are laid out as they like.
export const asRow = { role: 'row' } as const
export const asCell = { role: 'gridcell' } as const

interface RowProps {
  readonly item: QueueItem
  readonly isFirst: boolean
  /** The one row of the list that Tab stops at. */
  readonly isReached: boolean
  readonly isDragged: boolean
  /** Where what is carried over the list would come to lie. */
  readonly drop: 'before' | 'after' | null
  /** Must be stable. */
  readonly onNext: (id: QueueItemId) => void
}

export const UpcomingRow = memo(function UpcomingRow(props: RowProps) {
  const { item, isFirst, isReached, isDragged, drop, onNext } = props
  const { t } = useTranslation()
  const { id, track, byHand } = item
  return (
    <div
      {...{ ...asRow, 'aria-label': `${track.title}, ${track.artist}` }}
      data-key={id}
      data-dragging={isDragged ? '' : undefined}
      data-drop={drop ?? undefined}
      tabIndex={isReached ? 0 : -1}
      draggable
      className={styles['row']}
    >
      <div {...asCell} className={styles['cell']}>
        <Words item={item} />
        <span className={styles['tools']}>
          <PlaceTools {...{ id, track, byHand, isFirst, isReached, onNext }} />
          <span className={styles['grip']} title={t('queue.drag', { title: track.title })}>
            <GripVertical size={15} aria-hidden="true" />
          </span>
          <RemoveTool {...{ id, track, isReached }} />
        </span>
      </div>
    </div>
  )
})

const Words = memo(function Words({ item }: { readonly item: QueueItem }) {
  const { t } = useTranslation()
  const { track, reason, byHand, decided } = item
  const why = reasonWords(t, reason)
  return (
    <>
      <Cover src={artOr(track.art, 64)} className={styles['art']} />
      <span className={styles['words']}>
        <span className={styles['name']}>{track.title}</span>
        <span className={styles['by']}>{track.artist}</span>
        <span className={cx(styles['reason'], byHand && styles['hand'])} title={why}>
          {byHand && <Pin className={styles['pinned']} size={10} aria-hidden="true" />}
          {decided && <RowMarks decided={decided} />}
          {why}
        </span>
      </span>
      {decided && <SureMark decided={decided} />}
    </>
  )
})

interface ToolProps {
  readonly id: QueueItemId
  readonly track: TrackRow
  readonly isReached: boolean
}

interface PlaceToolsProps extends ToolProps {
  readonly byHand: boolean
  readonly isFirst: boolean
  readonly onNext: (id: QueueItemId) => void
}

const PlaceTools = memo(function PlaceTools({ id, track, byHand, isFirst, isReached, onNext }: PlaceToolsProps) {
  const { t } = useTranslation()
  const { title } = track
  return (
    <>
      {!isFirst && (
        <IconButton
          label={t('balance.nextNamed', { title })}
          size="small"
          isReachedByTab={isReached}
          onPress={() => onNext(id)}
        >
          <ListStart size={14} />
        </IconButton>
      )}
      {!byHand && (
        <IconButton
          label={t('balance.pinNamed', { title })}
          shortcut="P"
          size="small"
          isReachedByTab={isReached}
          onPress={() => pinInQueue({ id, track })}
        >
          <Pin size={14} />
        </IconButton>
      )}
    </>
  )
})

const RemoveTool = memo(function RemoveTool({ id, track, isReached }: ToolProps) {
  const { t } = useTranslation()
  return (
    <IconButton
      label={t('queue.removeNamed', { title: track.title })}
      size="small"
      isReachedByTab={isReached}
      onPress={() => removeFromQueue({ id, track })}
    >
      <X size={14} />
    </IconButton>
  )
})
