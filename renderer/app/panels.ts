// Which side panels are open: remembered by this window.
import { create } from 'zustand'

const key = 'dwell.upNext'

export const usePanels = create<{ readonly upNext: boolean }>()(() => ({
  upNext: localStorage.getItem(key) !== 'closed',
}))

export function toggleUpNext(): void {
  const upNext = !usePanels.getState().upNext
  localStorage.setItem(key, upNext ? 'open' : 'closed')
  usePanels.setState({ upNext })
}
