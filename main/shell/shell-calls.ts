// What the shell itself answers to a page: dialogs, whose paths go to the core and never to the page; quitting; the profile's folder.
import { type BrowserWindow, dialog, shell } from 'electron'
import type { Client } from '../../preload/contract/client.ts'
import type { Handlers, ShellCallName } from '../../preload/contract/contract.ts'
import { DwellError } from '../../preload/contract/errors.ts'
import { playlistFileName } from './playlist-file-name.ts'
import type { Words } from './words.ts'

export type ShellAsks =
  | 'library.addRoot'
  | 'playlists.all'
  | 'playlists.importFile'
  | 'playlists.exportFile'
  | 'history.preview'
  | 'history.exportTo'

export interface ShellCallsOptions {
  readonly core: Client<ShellAsks>
  readonly window: () => BrowserWindow | null
  readonly words: () => Words
  readonly profileDir: string
  readonly quit: () => void
}

/** Answers for every call of the contract that needs a window or a dialog. */
export function createShellCalls({
  core,
  window,
  words,
  profileDir,
  quit,
}: ShellCallsOptions): Handlers<ShellCallName> {
  return {
    'app.quit': () => quit(),
    'app.showProfile': async () => {
      const complaint = await shell.openPath(profileDir)
      if (complaint) throw new DwellError('unsupported', 'The system’s file browser could not be opened.')
    },
    'library.pickRoot': async () => {
      const path = await ask(window(), words().pickMusic, words().pickMusicButton)
      return path === null ? null : core.call('library.addRoot', { path })
    },
    'history.pick': async () => {
      const path = await askForHistory(window(), words())
      return path === null ? null : core.call('history.preview', { path })
    },
    'history.export': async ({ format }) => {
      const path = await askWhereToWrite(window(), words().exportHistory, words().history, `dwell-listening.${format}`)
      return path === null ? null : core.call('history.exportTo', { path, format })
    },
    'playlists.import': async () => {
      const path = await askForPlaylist(window(), words())
      return path === null ? null : core.call('playlists.importFile', { path })
    },
    'playlists.export': async ({ id }) => {
      const name = (await core.call('playlists.all')).find(playlist => playlist.id === id)?.name
      if (name === undefined) throw new DwellError('not-found', 'This playlist is not there any more.')
      const path = await askWhereToWrite(
        window(),
        words().exportPlaylist,
        words().playlists,
        playlistFileName(name, words().playlistFileName),
      )
      return path === null ? null : core.call('playlists.exportFile', { id, path })
    },
  }
}

async function ask(over: BrowserWindow | null, title: string, buttonLabel: string): Promise<string | null> {
  const options = { title, buttonLabel, properties: ['openDirectory' as const] }
  const { filePaths } = await (over ? dialog.showOpenDialog(over, options) : dialog.showOpenDialog(options))
  return filePaths[0] ?? null
}

async function askForPlaylist(over: BrowserWindow | null, words: Words): Promise<string | null> {
  const filters = [{ name: words.playlists, extensions: ['m3u8', 'm3u'] }]
  const options = { title: words.importPlaylist, filters, properties: ['openFile' as const] }
  const { filePaths } = await (over ? dialog.showOpenDialog(over, options) : dialog.showOpenDialog(options))
  return filePaths[0] ?? null
}

async function askForHistory(over: BrowserWindow | null, words: Words): Promise<string | null> {
  const filters = [{ name: words.history, extensions: ['zip', 'json', 'csv', 'jsonl'] }]
  const options = { title: words.importHistory, filters, properties: ['openFile' as const] }
  const { filePaths } = await (over ? dialog.showOpenDialog(over, options) : dialog.showOpenDialog(options))
  return filePaths[0] ?? null
}

async function askWhereToWrite(
  over: BrowserWindow | null,
  title: string,
  kind: string,
  defaultPath: string,
): Promise<string | null> {
  const filters = [{ name: kind, extensions: [defaultPath.slice(defaultPath.lastIndexOf('.') + 1)] }]
  const options = { title, defaultPath, filters }
  const { filePath } = await (over ? dialog.showSaveDialog(over, options) : dialog.showSaveDialog(options))
  return filePath || null
}
