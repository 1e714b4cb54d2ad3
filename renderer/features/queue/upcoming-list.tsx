// What comes next as a list to be put in order: dragged, moved by keys, removed, or played now.
import { type HTMLAttributes, type KeyboardEvent, type MouseEvent, memo, useCallback, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { QueueItemId } from '../../../preload/contract/ids.ts'
import type { QueueItem } from '../../../preload/contract/queue.ts'
import { letDwellPlay, moveInQueue, pinInQueue, removeFromQueue } from '../../base/actions.ts'
import { player } from '../../player/store.ts'
import { Announcer } from '../../ui/announcer.tsx'
import { ContextMenu, MenuItem, type Point } from '../../ui/menu.tsx'
import styles from './up-next.module.css'
import { asCell, asRow, UpcomingRow } from './upcoming-row.tsx'
import { useCarrying } from './use-carrying.ts'
import { useReach } from './use-reach.ts'
import { useSettling } from './use-settling.ts'

/** Drawn again only when the items are others, and of its rows those alone that are. */
export const UpcomingList = memo(function UpcomingList({ items }: { readonly items: readonly QueueItem[] }) {
  const { t } = useTranslation()
  const [menu, setMenu] = useState<{ readonly at: Point; readonly item: QueueItem } | null>(null)
  const [said, setSaid] = useState('')
  const list = useRef<HTMLDivElement>(null)
  useSettling(list, items)

  const move = (from: number, to: number): void => {
    const item = items[from]
    if (!item || to < 0 || to >= items.length || from === to) return
    moveInQueue(item.id, to)
    setSaid(t('queue.moved', { title: item.track.title, position: to + 1, count: items.length }))
  }
  const indexOf = (id: QueueItemId): number => items.findIndex(item => item.id === id)
  // What the rows call is made once, and must know the list as it is now.
  const toFront = useRef((_id: QueueItemId): void => {})
  toFront.current = id => move(indexOf(id), 0)
  const onNext = useCallback((id: QueueItemId) => toFront.current(id), [])

  const reach = useReach(list, items)
  const carrying = useCarrying(items, move)

  /** The row that an event happened in. */
  const rowOf = (target: EventTarget) => {
    const row = target instanceof Element ? target.closest('[role="row"]') : null
    const index = items.findIndex(({ id }) => String(id) === row?.getAttribute('data-key'))
    const item = items[index]
    return row && item ? { row, index, item } : null
  }

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const at = rowOf(event.target)
    if (!at) return
    const { row, index, item } = at
    if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      move(index, index + (event.key === 'ArrowUp' ? -1 : 1))
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      removeFromQueue(item)
    } else if ((event.key === 'p' || event.key === 'ㅔ') && !event.ctrlKey && !event.metaKey && !event.altKey) {
      if (!item.byHand) pinInQueue(item)
    } else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      const box = row.getBoundingClientRect()
      setMenu({ at: { x: box.left + 32, y: box.bottom - 8 }, item })
    } else if (event.key === 'Enter' && event.target === row) {
      player.goTo(item.id)
    } else if (!reach.onKey(event, index)) return
    event.preventDefault()
    event.stopPropagation()
  }

  const onContextMenu = (event: MouseEvent): void => {
    const at = rowOf(event.target)
    if (!at) return
    event.preventDefault()
    setMenu({ at: { x: event.clientX, y: event.clientY }, item: at.item })
  }

  const onClick = ({ target }: MouseEvent): void => {
    const at = rowOf(target)
    // A button inside a row answers for itself.
    if (at && !(target instanceof Element && target.closest('button'))) player.goTo(at.item.id)
  }

  const listProps = {
    role: 'grid',
    'aria-label': t('queue.list'),
    tabIndex: items.length === 0 ? 0 : -1,
    onKeyDown,
    onContextMenu,
    onClick,
    ...reach.listProps,
    ...carrying.listProps,
  } satisfies HTMLAttributes<HTMLDivElement>

  return (
    <div>
      <div ref={list} className={styles['list']} {...listProps}>
        {items.map((item, index) => (
          <UpcomingRow
            key={item.id}
            item={item}
            isFirst={index === 0}
            isReached={item.id === reach.id}
            isDragged={item.id === carrying.id}
            drop={carrying.dropAt(index)}
            onNext={onNext}
          />
        ))}
        {items.length === 0 && (
          <div {...asRow}>
            <div {...asCell} className={styles['empty']}>
              <p>{t('queue.empty')}</p>
              <p>{t('queue.emptyHint')}</p>
            </div>
          </div>
        )}
      </div>
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
