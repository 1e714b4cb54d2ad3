// The folders as a list of lines with levels: a folder's children are asked for when it is opened.
import { useCallback, useEffect, useState } from 'react'
import type { FolderId } from '../../../preload/contract/ids.ts'
import type { FolderRow } from '../../../preload/contract/library.ts'
import { ask, listen } from '../../base/client.ts'

export interface FolderLine {
  readonly row: FolderRow
  /** 1 at the top. */
  readonly level: number
  readonly isOpen: boolean
}

type Children = ReadonlyMap<FolderId | null, readonly FolderRow[]>

/** What was open and known, kept while the window is. */
let kept: { readonly children: Children; readonly open: ReadonlySet<FolderId> } = {
  children: new Map(),
  open: new Set(),
}

function linesOf(children: Children, open: ReadonlySet<FolderId>): FolderLine[] {
  const lines: FolderLine[] = []
  const visit = (parent: FolderId | null, level: number): void => {
    for (const row of children.get(parent) ?? []) {
      const isOpen = open.has(row.id)
      lines.push({ row, level, isOpen })
      if (isOpen) visit(row.id, level + 1)
    }
  }
  visit(null, 1)
  return lines
}

export interface FolderTree {
  readonly lines: readonly FolderLine[]
  readonly isLoaded: boolean
  readonly error: unknown
  toggle(id: FolderId, isOpen: boolean): void
  again(): void
}

export function useFolderTree(): FolderTree {
  const [state, setState] = useState(kept)
  const [error, setError] = useState<unknown>(null)

  const change = useCallback((next: (before: typeof kept) => typeof kept) => {
    setState(before => {
      kept = next(before)
      return kept
    })
  }, [])

  const load = useCallback(
    (parents: readonly (FolderId | null)[]) => {
      Promise.all(parents.map(async parentId => [parentId, await ask('library.folders', { parentId })] as const)).then(
        found => {
          setError(null)
          change(before => ({ ...before, children: new Map([...before.children, ...found]) }))
        },
        (thrown: unknown) => setError(thrown),
      )
    },
    [change],
  )

  const again = useCallback(() => load([null, ...kept.open]), [load])
  useEffect(() => {
    again()
    return listen('library.changed', again)
  }, [again])

  const toggle = useCallback(
    (id: FolderId, isOpen: boolean) => {
      change(before => {
        const open = new Set(before.open)
        if (isOpen) open.add(id)
        else open.delete(id)
        return { ...before, open }
      })
      if (isOpen && !kept.children.has(id)) load([id])
    },
    [change, load],
  )

  return { lines: linesOf(state.children, state.open), isLoaded: state.children.has(null), error, toggle, again }
}
