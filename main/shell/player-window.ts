// The window of the player: its size, first colour, isolation; shown when it has something to show.
import { BrowserWindow, nativeTheme, screen } from 'electron'
import { after, monotonicMs } from '../../preload/contract/everywhere.ts'
import type { Log } from '../core/log.ts'
import { startPage } from './addresses.ts'
import { restartDelayMs } from './restarts.ts'
import { firstSize, placeOn, smallest, type WindowState } from './window-place.ts'

/** The ground of the interface's two themes (renderer/ui/tokens.css), so that nothing flashes before its first paint. */
const firstColour = { light: '#f6f1e7', dark: '#15120f' } as const

export interface PlayerWindowOptions {
  readonly title: string
  readonly preload: string
  readonly state: WindowState
  readonly devTools: boolean
  readonly log: Log
  /** The page fell again and again, and is not loaded any more. */
  readonly onGaveUp: (reason: string) => void
}

/** Opens the window and begins to load the interface. */
export function openPlayerWindow({
  title,
  preload,
  state,
  devTools,
  log,
  onGaveUp,
}: PlayerWindowOptions): BrowserWindow {
  const place = placeOn(
    state.bounds,
    screen.getAllDisplays().map(display => display.workArea),
  )
  const window = new BrowserWindow({
    title,
    ...(place ?? firstSize),
    minWidth: smallest.width,
    minHeight: smallest.height,
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? firstColour.dark : firstColour.light,
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      devTools,
      // A restored queue must start by a key, and sound must go on behind other windows.
      autoplayPolicy: 'no-user-gesture-required',
      backgroundThrottling: false,
    },
  })
  if (state.maximized) window.maximize()
  window.once('ready-to-show', () => {
    window.show()
    // Since the shell's first line of JavaScript: what Linux says of a process's birth is right to the second only.
    log.info('the window is shown', { sinceStartMs: Math.round(monotonicMs()) })
  })
  window.on('page-title-updated', event => event.preventDefault())
  let falls: number[] = []
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return
    falls = [...falls, monotonicMs()].slice(-10)
    const delayMs = restartDelayMs(falls)
    log.error('the window’s process ended', { reason, exitCode, loadAgainAfterMs: delayMs })
    if (delayMs === null) onGaveUp(`${reason} (${exitCode})`)
    else after(delayMs, () => window.isDestroyed() || window.webContents.reload())
  })
  void window
    .loadURL(startPage)
    .catch((thrown: unknown) => log.error('the interface did not load', { reason: String(thrown) }))
  return window
}

/** What is worth remembering of a window. */
export function placeOf(window: BrowserWindow): Pick<WindowState, 'bounds' | 'maximized'> {
  return { bounds: window.getNormalBounds(), maximized: window.isMaximized() }
}
