// The sheet of all keys, opened with a question mark.

import { useTranslation } from 'react-i18next'
import { create } from 'zustand'
import { Dialog } from '../ui/dialog.tsx'
import styles from './key-sheet.module.css'

const useSheet = create<{ readonly isOpen: boolean }>()(() => ({ isOpen: false }))

export const openSheet = (): void => useSheet.setState({ isOpen: true })

export function KeySheet() {
  const { t } = useTranslation()
  const { isOpen } = useSheet()
  const space = t('keys.key.space')
  const groups = [
    {
      name: t('keys.groups.playing'),
      keys: [
        [space, t('keys.space')],
        ['← →', t('keys.seek')],
        ['Ctrl ← →', t('keys.nextPrevious')],
        ['Ctrl ↑ ↓', t('keys.volume')],
        ['M', t('keys.mute')],
        ['L', t('keys.like')],
        ['N', t('keys.notNow')],
        ['D', t('balance.keys.start')],
      ],
    },
    {
      name: t('keys.groups.lists'),
      keys: [
        ['↑ ↓  J K', t('keys.upDown')],
        ['Shift ↑ ↓', t('keys.extend')],
        ['Ctrl A', t('keys.all')],
        [t('keys.key.enter'), t('keys.enter')],
        ['Q', t('keys.addToQueue')],
        [t('keys.key.menu'), t('keys.menu')],
        [t('keys.key.delete'), t('keys.remove')],
        ['Alt ↑ ↓', t('keys.reorder')],
      ],
    },
    {
      name: t('keys.groups.moving'),
      keys: [
        ['/', t('keys.search')],
        ['1 2 3 4', t('keys.pages')],
        ['I', t('nav.insights')],
        ['U', t('keys.upNext')],
        ['B', t('balance.keys.balance')],
        ['Alt ←', t('keys.back')],
        ['?', t('keys.sheet')],
      ],
    },
  ] as const
  return (
    <Dialog title={t('keys.title')} isOpen={isOpen} onClose={() => useSheet.setState({ isOpen: false })} isWide>
      <div className={styles['sheet']}>
        {groups.map(group => (
          <section key={group.name}>
            <h3 className={styles['group']}>{group.name}</h3>
            <dl>
              {group.keys.map(([key, does]) => (
                <div key={key} className={styles['line']}>
                  <dt>
                    <kbd>{key}</kbd>
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
