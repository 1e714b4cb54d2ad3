// What comes next as a list to be put in order: dragged, moved by keys, removed, or played now.
import { type KeyboardEvent, memo, useCallback, useRef, useState } from 'react'
import { DropIndicator, GridList, type Key, useDragAndDrop } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { QueueItemId } from '../../../preload/contract/ids.ts'
import type { QueueItem } from '../../../preload/contract/queue.ts'
import { addToQueue, letDwellPlay, moveInQueue, pinInQueue, removeFromQueue } from '../../base/actions.ts'
import { readDrag, trackDragType } from '../../base/drag.ts'
import { player } from '../../player/store.ts'
import { Announcer } from '../../ui/announcer.tsx'
import { cx } from '../../ui/cx.ts'
import { ContextMenu, MenuItem, type Point } from '../../ui/menu.tsx'
import styles from './up-next.module.css'
import { UpcomingRow } from './upcoming-row.tsx'
import { useSettling } from './use-settling.ts'

const itemDragType = 'application/x-dwell-queue-item'

/** Drawn again only when the items are others. */
export const UpcomingList = memo(function UpcomingList({ items }: { readonly items: readonly QueueItem[] }) {
  const { t } = useTranslation()
  const [menu, setMenu] = useState<{ readonly at: Point; readonly item: QueueItem } | null>(null)
  const [said, setSaid] = useState('')
  const list = useRef<HTMLDivElement>(null)
  useSettling(list, items)
  const indexOf = (key: Key): number => items.findIndex(({ id }) => id === key)

  const move = (from: number, to: number): void => {
    const item = items[from]
    if (!item || to < 0 || to >= items.length || from === to) return
    moveInQueue(item.id, to)
    setSaid(t('queue.moved', { title: item.track.title, position: to + 1, count: items.length }))
  }

  // The rows are kept: what they call is made once, and must know the list as it is now.
  const now = useRef({ items, move })
  now.current = { items, move }
  const onNext = useCallback((id: QueueItemId) => {
    const { items, move } = now.current
    move(
      items.findIndex(item => item.id === id),
      0,
    )
  }, [])
  const onMenu = useCallback((id: QueueItemId, at: Point) => {
    const item = now.current.items.find(each => each.id === id)
    if (item) setMenu({ at, item })
  }, [])

  const { dragAndDropHooks } = useDragAndDrop({
    getItems: keys =>
      [...keys].map(key => ({
        [itemDragType]: String(key),
        'text/plain': items[indexOf(key)]?.track.title ?? '',
      })),
    acceptedDragTypes: [trackDragType, itemDragType],
    getDropOperation: (_target, types) => (types.has(trackDragType) ? 'copy' : 'move'),
    onReorder({ keys, target }) {
      const [key] = keys
      if (key === undefined) return
      const from = indexOf(key)
      const beside = indexOf(target.key)
      const place = target.dropPosition === 'after' ? beside + 1 : beside
      move(from, from < place ? place - 1 : place)
    },
    // Tracks from a list: on the first place they play next, elsewhere they wait their turn.
    onInsert({ items: dropped, target }) {
      const isFirst = indexOf(target.key) === 0 && target.dropPosition === 'before'
      void readDrag(dropped).then(ids => addToQueue(ids, isFirst ? 'next' : 'end'))
    },
    onRootDrop({ items: dropped }) {
      void readDrag(dropped).then(ids => addToQueue(ids, 'end'))
    },
    renderDropIndicator: target => <DropIndicator target={target} className={cx(styles['drop'])} />,
  })

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const row = event.target instanceof Element ? event.target.closest('[role="row"]') : null
    const index = items.findIndex(({ id }) => String(id) === row?.getAttribute('data-key'))
    const item = items[index]
    if (!item || !row) return
    if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault()
      event.stopPropagation()
      move(index, index + (event.key === 'ArrowUp' ? -1 : 1))
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault()
      removeFromQueue(item)
    } else if ((event.key === 'p' || event.key === 'ㅔ') && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault()
      if (!item.byHand) pinInQueue(item)
    } else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      event.preventDefault()
      const box = row.getBoundingClientRect()
      setMenu({ at: { x: box.left + 32, y: box.bottom - 8 }, item })
    }
  }

  return (
    <div ref={list} onKeyDownCapture={onKeyDown}>
      <GridList
        aria-label={t('queue.list')}
        className={cx(styles['list'])}
        items={items}
        dependencies={[t, items]}
        selectionMode="none"
        dragAndDropHooks={dragAndDropHooks}
        onAction={key => {
          const item = items[indexOf(key)]
          if (item) player.goTo(item.id)
        }}
        renderEmptyState={() => (
          <div className={styles['empty']}>
            <p>{t('queue.empty')}</p>
            <p>{t('queue.emptyHint')}</p>
          </div>
        )}
      >
        {item => <UpcomingRow item={item} isFirst={item === items[0]} onNext={onNext} onMenu={onMenu} />}
      </GridList>
      <UpcomingMenu
        menu={menu}
        count={items.length}
        index={menu ? indexOf(menu.item.id) : -1}
        onClose={() => setMenu(null)}
        move={move}
      />
      <Announcer words={said} />
    </div>
  )
})

interface MenuProps {
  readonly menu: { readonly at: Point; readonly item: QueueItem } | null
  readonly index: number
  readonly count: number
  readonly onClose: () => void
  readonly move: (from: number, to: number) => void
}

function UpcomingMenu({ menu, index, count, onClose, move }: MenuProps) {
  const { t } = useTranslation()
  const item = menu?.item
  return (
    <ContextMenu at={menu?.at ?? null} label={t('track.menu')} onClose={onClose}>
      <MenuItem onAction={() => item && player.goTo(item.id)}>{t('queue.playNow')}</MenuItem>
      <MenuItem isDisabled={index <= 0} onAction={() => move(index, 0)}>
        {t('queue.playNext')}
      </MenuItem>
      <MenuItem shortcut="P" isDisabled={!item || item.byHand} onAction={() => item && pinInQueue(item)}>
        {t('balance.pin')}
      </MenuItem>
      <MenuItem isDisabled={!item?.track.playable} onAction={() => item && letDwellPlay(item.track.id)}>
        {t('balance.startFrom')}
      </MenuItem>
      <MenuItem shortcut="Alt ↑" isDisabled={index <= 0} onAction={() => move(index, index - 1)}>
        {t('queue.moveUp')}
      </MenuItem>
      <MenuItem shortcut="Alt ↓" isDisabled={index < 0 || index >= count - 1} onAction={() => move(index, index + 1)}>
        {t('queue.moveDown')}
      </MenuItem>
      <MenuItem shortcut={t('keys.key.delete')} onAction={() => item && removeFromQueue(item)}>
        {t('queue.remove')}
      </MenuItem>
    </ContextMenu>
  )
}
