// What the whole interface looks at: settings, the app's state, the queue, the scan. Loaded once, then followed by events.
import { create } from 'zustand'
import type { AppState } from '../../preload/contract/app.ts'
import type { LibraryCounts, ScanProgress } from '../../preload/contract/library.ts'
import type { QueueItem, QueueState } from '../../preload/contract/queue.ts'
import { defaultSettings, type Settings } from '../../preload/contract/settings.ts'
import { ask, listen } from './client.ts'
import { followLibrary, tracks } from './library-rows.ts'
import { shared, sharedById } from './shared.ts'

export const useSettings = create<Settings>()(() => defaultSettings)

const onboardedKey = 'dwell.onboarded'

/** Whether the settings below are the listener's own yet, and whether the first run was over the last time. */
export const useStart = create<{ readonly isReady: boolean; readonly wasOnboarded: boolean }>()(() => ({
  isReady: false,
  wasOnboarded: localStorage.getItem(onboardedKey) === 'yes',
}))

export const useAppState = create<AppState>()(() => ({
  version: '',
  demo: false,
  notices: [],
  canWrite: true,
}))

export const useQueue = create<QueueState>()(() => ({
  version: 0,
  current: null,
  positionMs: 0,
  upcoming: [],
  past: [],
  waiting: 0,
  shuffle: false,
  repeat: 'off',
  canUndo: false,
  companion: false,
}))

export const useScan = create<ScanProgress>()(() => ({
  state: 'idle',
  rootId: null,
  found: 0,
  done: 0,
  failed: 0,
  current: null,
  msLeft: null,
  startedAt: null,
}))

export const useCounts = create<{ readonly counts: LibraryCounts | null }>()(() => ({ counts: null }))

/** Shows a queue. What did not change stays the same object, so that only rows that changed are drawn; an older one than is shown is dropped. */
function showQueue(state: QueueState): void {
  const before = useQueue.getState()
  if (state.version < before.version) return
  const known = new Map(itemsOf(before).map(item => [item.id, item]))
  const next: QueueState = {
    ...state,
    current: state.current && shared(known.get(state.current.id), state.current),
    upcoming: sharedById(before.upcoming, state.upcoming, known),
    past: sharedById(before.past, state.past, known),
  }
  tracks.put(itemsOf(next).map(item => item.track))
  useQueue.setState(next, true)
}

const itemsOf = ({ past, current, upcoming }: QueueState): readonly QueueItem[] => [
  ...past,
  ...(current ? [current] : []),
  ...upcoming,
]

/** Each answer is shown as it comes: kept back until all are there, it could undo an event that came meanwhile. */
async function loadAll(): Promise<void> {
  // A core that was restarted may count anew.
  useQueue.setState({ version: 0 })
  loadCounts()
  await Promise.all([
    Promise.all([ask('settings.get'), ask('app.state')]).then(([settings, app]) => {
      useSettings.setState(settings, true)
      useAppState.setState(app, true)
      useStart.setState({ isReady: true })
    }),
    ask('queue.state').then(showQueue),
    ask('library.progress').then(scan => useScan.setState(scan, true)),
  ])
}

/** Counting reads the whole library aside: nothing waits for it. */
function loadCounts(): void {
  ask('library.counts').then(
    counts => useCounts.setState({ counts }),
    (error: unknown) => console.warn('counts could not be had', error),
  )
}

/** Loads everything, and follows it from then on. Resolves when the first page can be drawn. */
export async function startStores(): Promise<void> {
  listen('settings.changed', settings => useSettings.setState(settings, true))
  useSettings.subscribe(({ onboarded }) => localStorage.setItem(onboardedKey, onboarded ? 'yes' : 'no'))
  listen('queue.changed', showQueue)
  listen('library.progressed', progress => useScan.setState(progress, true))
  followLibrary()
  listen('library.changed', loadCounts)
  listen('app.changed', app => useAppState.setState(app, true))
  await loadAll()
  let connected = true
  window.dwell.onConnection(now => {
    // A core that was started again is asked for everything anew.
    if (now && !connected) loadAll().catch((error: unknown) => console.warn('could not be loaded again', error))
    connected = now
  })
}
