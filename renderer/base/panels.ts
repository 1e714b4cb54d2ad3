// Whether up next is open: remembered by this window; in a narrow one it lies over the page and is opened when it is wanted.
import { useEffect, useState } from 'react'
import { create } from 'zustand'

const key = 'dwell.upNext'
const narrow = window.matchMedia('(max-width: 1080px)')

const balanceKey = 'dwell.balance'

interface Panels {
  readonly upNext: boolean
  readonly upNextOverPage: boolean
  readonly balance: boolean
}

const usePanels = create<Panels>()(() => ({
  upNext: localStorage.getItem(key) !== 'closed',
  balance: localStorage.getItem(balanceKey) !== 'closed',
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

export function toggleBalance(): void {
  const { balance } = usePanels.getState()
  localStorage.setItem(balanceKey, balance ? 'closed' : 'open')
  usePanels.setState({ balance: !balance })
}

export const useBalanceOpen = (): boolean => usePanels(panels => panels.balance)

/** Opens what is folded and puts the focus on the first slider. */
export function focusBalance(): void {
  const { upNext, upNextOverPage, balance } = usePanels.getState()
  if (!(narrow.matches ? upNextOverPage : upNext)) toggleUpNext()
  if (!balance) toggleBalance()
  // Once it is drawn.
  requestAnimationFrame(() => document.querySelector<HTMLElement>('#balance input[type=range]')?.focus())
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
