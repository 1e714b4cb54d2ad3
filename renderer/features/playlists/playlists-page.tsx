// All playlists: make one, import one, open one.
import { FileInput, Plus } from 'lucide-react'
import { useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { PlaylistImport } from '../../../preload/contract/playlists.ts'
import { attempt } from '../../base/actions.ts'
import { useFormat } from '../../base/format.ts'
import { NoAnswer } from '../../base/no-answer.tsx'
import { go } from '../../base/route.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { Empty, PageHead } from '../../ui/page.tsx'
import { usePlaylists } from './all.ts'
import { NamePlaylist } from './name-dialog.tsx'
import styles from './playlists-page.module.css'
import { createPlaylist, importPlaylist } from './verbs.ts'

function Missing({ found, onClose }: { readonly found: PlaylistImport | null; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const missing = found?.missing ?? []
  return (
    <Dialog title={t('playlists.missing', { count: missing.length })} isOpen={missing.length > 0} onClose={onClose}>
      <p>{t('playlists.missingHint')}</p>
      <ul className={styles['missing']}>
        {[...new Set(missing)].map(line => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <DialogActions>
        <Button tone="solid" onPress={onClose} autoFocus>
          {t('app.close')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}

function Lists() {
  const { t } = useTranslation()
  const format = useFormat()
  const list = usePlaylists()
  if (!list.data) return <NoAnswer asked={list} />
  if (list.data.length === 0) return <Empty title={t('playlists.empty')} body={t('playlists.emptyHint')} />
  return (
    <ul className={styles['lines']}>
      {list.data.map(({ id, name, tracks, durationMs, changedAt }) => (
        <li key={id} className={styles['line']}>
          <AriaButton className={cx(styles['open'])} onPress={() => go({ page: 'playlist', id })}>
            <span className={styles['name']}>{name}</span>
            <span className={styles['number']}>{t('playlists.tracks', { count: tracks })}</span>
            <span className={styles['number']}>{tracks > 0 && format.time(durationMs)}</span>
            <span className={cx(styles['number'], styles['when'])}>
              {t('playlists.changed', { when: format.ago(changedAt) })}
            </span>
          </AriaButton>
        </li>
      ))}
    </ul>
  )
}

export function PlaylistsPage() {
  const { t } = useTranslation()
  const [isNaming, setNaming] = useState(false)
  const [imported, setImported] = useState<PlaylistImport | null>(null)
  return (
    <div className={styles['page']}>
      <PageHead title={t('playlists.title')}>
        <div className={styles['tools']}>
          <Button tone="line" onPress={() => attempt(async () => setImported(await importPlaylist()))}>
            <FileInput size={15} aria-hidden="true" />
            {t('playlists.import')}
          </Button>
          <Button tone="solid" onPress={() => setNaming(true)}>
            <Plus size={15} aria-hidden="true" />
            {t('playlists.new')}
          </Button>
        </div>
      </PageHead>
      <Lists />
      <NamePlaylist
        title={t('playlists.new')}
        action={t('playlists.create')}
        initial=""
        isOpen={isNaming}
        onClose={() => setNaming(false)}
        onName={async name => go({ page: 'playlist', id: (await createPlaylist(name)).id })}
      />
      <Missing found={imported} onClose={() => setImported(null)} />
    </div>
  )
}
