// The self-check's hands and eyes on the window: keys as a keyboard sends them, and pictures of what is to be seen.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserWindow } from 'electron'
import type { Key } from './steps.ts'
import { pause } from './waiting.ts'

export function press(window: BrowserWindow | null, keyCode: Key, withControl = false): void {
  if (!window || window.isDestroyed()) return
  const modifiers = withControl ? (['control'] as const) : []
  window.webContents.focus()
  window.webContents.sendInputEvent({ type: 'keyDown', keyCode, modifiers: [...modifiers] })
  window.webContents.sendInputEvent({ type: 'keyUp', keyCode, modifiers: [...modifiers] })
}

/** Which slider of the balance has the focus, from 0 in their order on the page; -1: none. */
export async function focusedSlider(window: BrowserWindow | null): Promise<number> {
  if (!window || window.isDestroyed()) return -1
  const sliders = "[...document.querySelectorAll('#balance input[type=range]')]"
  const at: unknown = await window.webContents.executeJavaScript(`${sliders}.indexOf(document.activeElement)`)
  return typeof at === 'number' ? at : -1
}

const pages = { '1': 'now', '2': 'library', '3': 'playlists', '4': 'settings' } as const satisfies Partial<
  Record<Key, string>
>

/** Writes what is to be seen now as `<name>.png`. */
export async function takePicture(window: BrowserWindow | null, folder: string, name: string): Promise<void> {
  if (!window || window.isDestroyed()) return
  mkdirSync(folder, { recursive: true })
  const picture = await window.webContents.capturePage()
  writeFileSync(join(folder, `${name}.png`), picture.toPNG())
}

/** Goes to each page by its key and takes its picture. */
export async function takePictures(window: BrowserWindow | null, folder: string): Promise<void> {
  // the keys of a literal are exactly its names
  for (const key of Object.keys(pages) as (keyof typeof pages)[]) {
    press(window, key)
    await pause(800)
    await takePicture(window, folder, pages[key])
  }
}
