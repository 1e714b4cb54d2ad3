// What one row of the list of what comes next shows and does. Its parts are drawn again only where what they show is another:
// the list draws each row anew with every queue, since each listens to the list as a whole.
import { GripVertical, ListStart, Pin, X } from 'lucide-react'
import { memo } from 'react'
import { Button, ButtonContext, GridListItem } from 'react-aria-components'
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
import type { Point } from '../../ui/menu.tsx'
import { RowMarks, SureMark } from './marks.tsx'
import styles from './up-next.module.css'

interface RowProps {
  readonly item: QueueItem
  readonly isFirst: boolean
  readonly onNext: (id: QueueItemId) => void
  readonly onMenu: (id: QueueItemId, at: Point) => void
}

/** `onNext` and `onMenu` must be stable. */
export const UpcomingRow = memo(function UpcomingRow({ item, isFirst, onNext, onMenu }: RowProps) {
  const { t } = useTranslation()
  const { id, track, byHand } = item
  return (
    <GridListItem
      id={id}
      textValue={`${track.title}, ${track.artist}`}
      className={cx(styles['row'])}
      onContextMenu={event => {
        event.preventDefault()
        onMenu(id, { x: event.clientX, y: event.clientY })
      }}
    >
      <Words item={item} />
      <span className={styles['tools']}>
        {/* Of the row's own context only the grip has a use. */}
        <ButtonContext value={noContext}>
          <PlaceTools id={id} track={track} byHand={byHand} isFirst={isFirst} onNext={onNext} />
        </ButtonContext>
        <Button slot="drag" className={cx(styles['grip'])} aria-label={t('queue.drag', { title: track.title })}>
          {grip}
        </Button>
        <ButtonContext value={noContext}>
          <RemoveTool id={id} track={track} />
        </ButtonContext>
      </span>
    </GridListItem>
  )
})

const noContext = {}
const grip = <GripVertical size={15} aria-hidden="true" />

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
}

interface PlaceToolsProps extends ToolProps {
  readonly byHand: boolean
  readonly isFirst: boolean
  readonly onNext: (id: QueueItemId) => void
}

const PlaceTools = memo(function PlaceTools({ id, track, byHand, isFirst, onNext }: PlaceToolsProps) {
  const { t } = useTranslation()
  const { title } = track
  return (
    <>
      {!isFirst && (
        <IconButton label={t('balance.nextNamed', { title })} size="small" onPress={() => onNext(id)}>
          <ListStart size={14} />
        </IconButton>
      )}
      {!byHand && (
        <IconButton
          label={t('balance.pinNamed', { title })}
          shortcut="P"
          size="small"
          onPress={() => pinInQueue({ id, track })}
        >
          <Pin size={14} />
        </IconButton>
      )}
    </>
  )
})

const RemoveTool = memo(function RemoveTool({ id, track }: ToolProps) {
  const { t } = useTranslation()
  return (
    <IconButton
      label={t('queue.removeNamed', { title: track.title })}
      size="small"
      onPress={() => removeFromQueue({ id, track })}
    >
      <X size={14} />
    </IconButton>
  )
})
