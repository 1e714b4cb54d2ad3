// The library as it lies on the disk: a tree of folders, and the tracks in and below the chosen one.
import { ChevronRight } from 'lucide-react'
import { type KeyboardEvent, useMemo, useState } from 'react'
import { Button } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { create } from 'zustand'
import type { FolderId } from '../../../preload/contract/ids.ts'
import { Failed } from '../../base/failed.tsx'
import { useFormat } from '../../base/format.ts'
import { Loading } from '../../base/loading.tsx'
import { cx } from '../../ui/cx.ts'
import { ContextMenu, MenuItem, type Point } from '../../ui/menu.tsx'
import { Empty } from '../../ui/page.tsx'
import { useSelection } from '../../ui/selection.ts'
import { VirtualList } from '../../ui/virtual-list.tsx'
import { openBoost } from '../boosts/open.ts'
import { FilteredTracks } from './filtered-tracks.tsx'
import { type FolderLine, useFolderTree } from './folder-tree.ts'
import styles from './folders-tab.module.css'

const rowPx = 34
const indentPx = 14

interface Chosen {
  readonly id: FolderId
  readonly name: string
}
const useChosen = create<{ readonly folder: Chosen | null }>()(() => ({ folder: null }))

interface LineProps {
  readonly line: FolderLine
  readonly onToggle: (id: FolderId, isOpen: boolean) => void
}

function FolderLineFace({ line: { row, level, isOpen }, onToggle }: LineProps) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <div className={styles['line']} style={{ paddingLeft: 12 + (level - 1) * indentPx }}>
      {row.folders > 0 ? (
        <Button
          excludeFromTabOrder
          aria-label={t(isOpen ? 'library.folder.collapse' : 'library.folder.expand', { folder: row.name })}
          className={cx(styles['toggle'], isOpen && styles['open'])}
          onPress={() => onToggle(row.id, !isOpen)}
        >
          <ChevronRight size={14} aria-hidden="true" />
        </Button>
      ) : (
        <span />
      )}
      <span className={styles['name']}>{row.name}</span>
      <span className={styles['count']}>{format.number(row.tracks)}</span>
    </div>
  )
}

export function FoldersTab() {
  const { t } = useTranslation()
  const { lines, isLoaded, error, toggle, again } = useFolderTree()
  const chosen = useChosen(state => state.folder)
  const [menu, setMenu] = useState<{ readonly at: Point; readonly row: FolderLine['row'] } | null>(null)
  const shape = lines.map(({ row }) => row.id).join(',')
  const keys = useMemo(() => Int32Array.from(shape === '' ? [] : shape.split(','), Number), [shape])
  const selection = useSelection(keys)

  if (error && !isLoaded) return <Failed error={error} again={again} />
  if (!isLoaded) return <Loading />

  const choose = (index: number): void => {
    const line = lines[index]
    selection.moveTo(index)
    if (line) useChosen.setState({ folder: { id: line.row.id, name: line.row.name } })
  }

  /** Right opens or goes in, left closes or goes out, as in every tree. */
  const onKey = (event: KeyboardEvent, index: number): boolean => {
    const line = lines[index]
    if (!line || (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft')) return false
    if (event.key === 'ArrowRight') {
      if (line.row.folders > 0 && !line.isOpen) toggle(line.row.id, true)
      else if (line.isOpen) choose(index + 1)
    } else if (line.isOpen) toggle(line.row.id, false)
    else {
      const parent = lines.findLastIndex((other, at) => at < index && other.level < line.level)
      if (parent >= 0) choose(parent)
    }
    return true
  }

  return (
    <div className={styles['split']}>
      <div className={styles['tree']}>
        <VirtualList
          label={t('library.foldersTree')}
          kind="tree"
          count={lines.length}
          rowPx={rowPx}
          placeKey="folders"
          active={selection.active}
          rowState={index => {
            const line = lines[index]
            return {
              isChosen: line !== undefined && line.row.id === chosen?.id,
              level: line?.level ?? 1,
              isOpen: line && line.row.folders > 0 ? line.isOpen : undefined,
            }
          }}
          renderRow={index => {
            const line = lines[index]
            return line && <FolderLineFace line={line} onToggle={toggle} />
          }}
          onChoose={choose}
          onMoveTo={selection.moveTo}
          onOpen={choose}
          onKey={onKey}
          onMenu={(index, at) => {
            const line = lines[index]
            if (line) setMenu({ at, row: line.row })
          }}
        />
        <ContextMenu at={menu?.at ?? null} label={menu?.row.name ?? ''} onClose={() => setMenu(null)}>
          <MenuItem
            onAction={() => menu && openBoost([{ target: { of: 'folder', id: menu.row.id }, label: menu.row.name }])}
          >
            {t('balance.boosts.menu')}
          </MenuItem>
        </ContextMenu>
      </div>
      <div className={styles['inside']}>
        {chosen ? (
          <FilteredTracks
            key={chosen.id}
            of="folder"
            id={chosen.id}
            name={chosen.name}
            whenEmpty={t('library.empty.folder')}
          />
        ) : (
          <Empty title={t('library.empty.folderPick')} />
        )}
      </div>
    </div>
  )
}
