// The application's menu: what a system expects of one, with keys that the interface does not use itself.
import { Menu, type MenuItemConstructorOptions } from 'electron'
import type { Words } from './words.ts'

export interface MenuOptions {
  readonly words: Words
  readonly platform: NodeJS.Platform
  readonly devTools: boolean
  readonly onShowProfile: () => void
  readonly onQuit: () => void
}

/** Sets the menu. On Linux and Windows it is hidden until Alt is pressed. */
export function setMenu({ words, platform, devTools, onShowProfile, onQuit }: MenuOptions): void {
  const separator: MenuItemConstructorOptions = { type: 'separator' }
  const own: MenuItemConstructorOptions = {
    label: words.appName,
    submenu: [
      ...(platform === 'darwin' ? [{ role: 'about' as const }, separator, { role: 'hide' as const }, separator] : []),
      { label: words.menu.showProfile, click: onShowProfile },
      separator,
      { label: words.quit, accelerator: 'CmdOrCtrl+Q', click: onQuit },
    ],
  }
  const edit: MenuItemConstructorOptions = {
    label: words.menu.edit,
    submenu: [
      { role: 'undo' },
      { role: 'redo' },
      separator,
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      { role: 'selectAll' },
    ],
  }
  const view: MenuItemConstructorOptions = {
    label: words.menu.view,
    submenu: [
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      separator,
      { role: 'togglefullscreen' },
      ...(devTools ? [separator, { role: 'toggleDevTools' as const }] : []),
    ],
  }
  const window: MenuItemConstructorOptions = {
    label: words.menu.window,
    submenu: [{ role: 'minimize' }, { role: 'close' }],
  }
  Menu.setApplicationMenu(Menu.buildFromTemplate([own, edit, view, window]))
}
