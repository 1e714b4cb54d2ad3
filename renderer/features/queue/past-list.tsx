// What was played before, newest last; a press plays it again.
import { Button } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { QueueItem } from '../../../preload/contract/queue.ts'
import { artOr } from '../../base/art.ts'
import { player } from '../../player/store.ts'
import { Cover } from '../../ui/cover.tsx'
import { cx } from '../../ui/cx.ts'
import styles from './up-next.module.css'

export function PastList({ items }: { readonly items: readonly QueueItem[] }) {
  const { t } = useTranslation()
  return (
    <ul aria-label={t('queue.past')}>
      {items.map(item => (
        <li key={item.id}>
          <Button className={cx(styles['row'], styles['past'], styles['pastRow'])} onPress={() => player.goTo(item.id)}>
            <Cover src={artOr(item.track.art, 64)} className={styles['art']} />
            <span className={styles['words']}>
              <span className={styles['name']}>{item.track.title}</span>
              <span className={styles['by']}>{item.track.artist}</span>
            </span>
          </Button>
        </li>
      ))}
    </ul>
  )
}
