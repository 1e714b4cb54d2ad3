// The music folders: what state each is in, what to do about it, and the files that could not be read.
import { RefreshCw, Trash2 } from 'lucide-react'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Root } from '../../../preload/contract/library.ts'
import { changeSettings } from '../../base/actions.ts'
import { useAsked } from '../../base/asked.ts'
import { ask } from '../../base/client.ts'
import { Failed } from '../../base/failed.tsx'
import { useFormat } from '../../base/format.ts'
import { useScan, useSettings } from '../../base/stores.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { FailureList, mostFailures } from './failure-list.tsx'
import { acceptAbsence, addFolder, removeFolder, rescan, useRoots } from './folder-verbs.ts'
import { SwitchLine } from './line.tsx'
import { ScanStatus } from './scan-status.tsx'
import { Section } from './section.tsx'
import styles from './settings-page.module.css'

const changes = ['library.changed'] as const

function Failures() {
  const { t } = useTranslation()
  const load = useCallback(() => ask('library.failures', { limit: mostFailures }), [])
  const list = useAsked('failures', load, changes)
  return (
    <FailureList
      label={t('settings.folders.failed')}
      list={list}
      idOf={({ rootName, file }) => `${rootName}/${file}`}
      about={({ rootName, file }) => `${rootName} / ${file}`}
    />
  )
}

function Folder({ root, isScanning }: { readonly root: Root; readonly isScanning: boolean }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [isAsking, setAsking] = useState(false)
  const scanned =
    root.lastScanAt === null
      ? t('settings.folders.neverScanned')
      : t('settings.folders.scanned', { when: format.ago(root.lastScanAt) })
  return (
    <li className={styles['folder']}>
      <div>
        <p className={styles['folderName']}>{root.name}</p>
        <p className={styles['folderFacts']}>
          {t('settings.folders.tracks', { count: root.tracks })}
          {' · '}
          {isScanning ? t('settings.folders.scanning') : scanned}
          {root.failed > 0 && ` · ${t('scan.failed', { count: root.failed })}`}
        </p>
      </div>
      <div className={styles['folderTools']}>
        <IconButton
          label={`${t('settings.folders.rescan')}: ${root.name}`}
          isDisabled={isScanning}
          onPress={() => rescan(root.id)}
        >
          <RefreshCw size={15} />
        </IconButton>
        <IconButton label={`${t('settings.folders.remove')}: ${root.name}`} onPress={() => setAsking(true)}>
          <Trash2 size={15} />
        </IconButton>
      </div>
      {root.state !== 'present' && (
        <div className={styles['doubt']}>
          <p>{t(`settings.folders.${root.state}`)}</p>
          {root.state !== 'absent' && (
            <Button tone="line" onPress={() => acceptAbsence(root.id)}>
              {t('settings.folders.accept')}
            </Button>
          )}
        </div>
      )}
      <Dialog
        role="alertdialog"
        title={t('settings.folders.removeTitle', { name: root.name })}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
      >
        <p>{t('settings.folders.removeBody')}</p>
        <DialogActions>
          <Button onPress={() => setAsking(false)} autoFocus>
            {t('app.cancel')}
          </Button>
          <Button
            tone="solid"
            onPress={() => {
              setAsking(false)
              removeFolder(root)
            }}
          >
            {t('settings.folders.remove')}
          </Button>
        </DialogActions>
      </Dialog>
    </li>
  )
}

export function FoldersSection() {
  const { t } = useTranslation()
  const roots = useRoots()
  const scan = useScan()
  const watches = useSettings(settings => settings.watchFolders)
  const [showsFailures, setShowsFailures] = useState(false)
  const failed = (roots.data ?? []).reduce((sum, root) => sum + root.failed, 0)
  if (roots.state === 'failed' && !roots.data) return <Failed error={roots.error} again={roots.again} />
  return (
    <Section id="folders" title={t('settings.folders.title')} intro={t('settings.folders.intro')}>
      <ul>
        {(roots.data ?? []).map(root => (
          <Folder key={root.id} root={root} isScanning={scan.state !== 'idle' && scan.rootId === root.id} />
        ))}
      </ul>
      <ScanStatus />
      <div className={styles['folderActions']}>
        <Button tone="solid" onPress={addFolder}>
          {t('settings.folders.add')}
        </Button>
        {(roots.data?.length ?? 0) > 0 && (
          <Button tone="line" isDisabled={scan.state !== 'idle'} onPress={() => rescan()}>
            {t('settings.folders.rescanAll')}
          </Button>
        )}
        {failed > 0 && (
          <Button tone="plain" onPress={() => setShowsFailures(shows => !shows)}>
            {t('scan.failed', { count: failed })}
          </Button>
        )}
      </div>
      {showsFailures && failed > 0 && <Failures />}
      <SwitchLine
        name={t('settings.folders.watch')}
        hint={t('settings.folders.watchHint')}
        isOn={watches}
        onChange={watchFolders => changeSettings({ watchFolders })}
      />
    </Section>
  )
}
