// Whether up next is open: remembered by this window; in a narrow one it lies over the page and is opened when it is wanted.
import { useEffect, useState } from 'react'
import { create } from 'zustand'

const key = 'dwell.upNext'
const narrow = window.matchMedia('(max-width: 1080px)')

const usePanels = create<{ readonly upNext: boolean; readonly upNextOverPage: boolean }>()(() => ({
  upNext: localStorage.getItem(key) !== 'closed',
  upNextOverPage: false,
}))

export function toggleUpNext(): void {
  const { upNext, upNextOverPage } = usePanels.getState()
  if (narrow.matches) {
    usePanels.setState({ upNextOverPage: !upNextOverPage })
    return
  }
  localStorage.setItem(key, upNext ? 'closed' : 'open')
  usePanels.setState({ upNext: !upNext })
}

export function useUpNext(): { readonly isOpen: boolean; readonly isOverPage: boolean } {
  const { upNext, upNextOverPage } = usePanels()
  const [isNarrow, setNarrow] = useState(narrow.matches)
  useEffect(() => {
    const follow = (): void => setNarrow(narrow.matches)
    narrow.addEventListener('change', follow)
    return () => narrow.removeEventListener('change', follow)
  }, [])
  return { isOpen: isNarrow ? upNextOverPage : upNext, isOverPage: isNarrow }
}
