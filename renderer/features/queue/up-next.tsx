// Up next: what plays, what comes and why, in an order that the listener can change by hand.
import { ChevronsRight, Ellipsis, ListMusic, SlidersHorizontal, Undo2 } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { QueueItem } from '../../../preload/contract/queue.ts'
import { clearQueue, undoLastQueueChange } from '../../base/actions.ts'
import { artOr } from '../../base/art.ts'
import { Link } from '../../base/link.tsx'
import { toggleBalance, toggleUpNext, useBalanceOpen, useUpNext } from '../../base/panels.ts'
import { reasonWords } from '../../base/reason-words.ts'
import { useQueue } from '../../base/stores.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Cover } from '../../ui/cover.tsx'
import { cx } from '../../ui/cx.ts'
import { MenuButton, MenuItem } from '../../ui/menu.tsx'
import { Ring } from '../../ui/ring.tsx'
import { keepAsPlaylist } from '../playlists/verbs.ts'
import { BalancePanel } from './balance.tsx'
import { RowMarks } from './marks.tsx'
import { PastList } from './past-list.tsx'
import styles from './up-next.module.css'
import { UpcomingList } from './upcoming-list.tsx'

function Current({ item }: { readonly item: QueueItem }) {
  const { t } = useTranslation()
  const { track } = item
  return (
    <div className={cx(styles['row'], styles['current'])}>
      <Cover src={artOr(track.art, 256)} className={styles['art']} />
      <span className={styles['words']}>
        <span className={styles['name']}>
          <Link to={{ page: 'now' }}>{track.title}</Link>
        </span>
        <span className={styles['by']}>{track.artist}</span>
        <span className={styles['reason']}>
          {item.decided && <RowMarks decided={item.decided} />}
          {reasonWords(t, item.reason)}
        </span>
      </span>
    </div>
  )
}

function HeadTools() {
  const { t } = useTranslation()
  const upcoming = useQueue(state => state.upcoming)
  const current = useQueue(state => state.current)
  const canUndo = useQueue(state => state.canUndo)
  const isBalanceOpen = useBalanceOpen()
  const all = [...(current ? [current] : []), ...upcoming]
  return (
    <>
      <IconButton
        label={t(isBalanceOpen ? 'balance.fold' : 'balance.unfold')}
        isExpanded={isBalanceOpen}
        onPress={toggleBalance}
      >
        <SlidersHorizontal size={15} />
      </IconButton>
      <IconButton label={t('queue.undo')} isDisabled={!canUndo} onPress={undoLastQueueChange}>
        <Undo2 size={16} />
      </IconButton>
      <MenuButton
        label={t('queue.title')}
        button={
          <IconButton label={t('app.more')} isDisabled={all.length === 0}>
            <Ellipsis size={17} />
          </IconButton>
        }
      >
        <MenuItem onAction={() => keepAsPlaylist(Int32Array.from(all, ({ track }) => track.id))}>
          {t('queue.saveAs')}
        </MenuItem>
        <MenuItem isDisabled={upcoming.length === 0} onAction={clearQueue}>
          {t('queue.clear')}
        </MenuItem>
      </MenuButton>
      <IconButton label={t('queue.collapse')} shortcut="U" onPress={toggleUpNext}>
        <ChevronsRight size={17} />
      </IconButton>
    </>
  )
}

/** Nobody reads further ahead; a whole library can be added by hand. */
const mostShown = 60

export function UpNext() {
  const { t } = useTranslation()
  const { isOpen, isOverPage } = useUpNext()
  const current = useQueue(state => state.current)
  const upcoming = useQueue(state => state.upcoming)
  const past = useQueue(state => state.past)
  const waiting = useQueue(state => state.waiting)
  const companion = useQueue(state => state.companion)
  const [showsPast, setShowsPast] = useState(false)
  const shown = useMemo(() => upcoming.slice(0, mostShown), [upcoming])
  const more = upcoming.length - shown.length + waiting
  if (!isOpen) {
    return (
      <aside aria-label={t('queue.title')} className={styles['folded']}>
        <IconButton label={t('queue.open')} shortcut="U" onPress={toggleUpNext}>
          <ListMusic size={17} />
        </IconButton>
      </aside>
    )
  }
  return (
    <aside aria-labelledby="up-next" className={cx(styles['panel'], isOverPage && styles['overPage'])}>
      <header className={styles['head']}>
        <h2 id="up-next" className={styles['title']}>
          {t('queue.title')}
        </h2>
        {companion && (
          <span role="img" aria-label={t('balance.on')} title={t('balance.onHint')} className={styles['autoplay']}>
            <Ring size={14} line={2.75} fill={0.78} />
          </span>
        )}
        <span className={styles['fill']} />
        <HeadTools />
      </header>
      <BalancePanel />
      <div className={styles['scroll']}>
        {past.length > 0 && (
          <div className={styles['pastToggle']}>
            <Button onPress={() => setShowsPast(shows => !shows)}>
              {showsPast ? t('queue.hidePast') : t('queue.showPast', { count: past.length })}
            </Button>
          </div>
        )}
        {showsPast && past.length > 0 && <PastList items={past} />}
        {current && (
          <>
            <h3 className={styles['section']}>{t('queue.current')}</h3>
            <Current item={current} />
          </>
        )}
        {upcoming.length > 0 && <h3 className={styles['section']}>{t('queue.upcoming')}</h3>}
        <UpcomingList items={shown} />
        {more > 0 && <p className={styles['more']}>{t('queue.more', { count: more })}</p>}
      </div>
    </aside>
  )
}
