// A shell with nothing but the real dwell:// protocol, for listening to the player: files by number from a folder, one page.
import { join } from 'node:path'
import { app, BrowserWindow, session } from 'electron'
import { startPage } from '../../../main/shell/addresses.ts'
import { listAppFiles } from '../../../main/shell/protocol/app-files.ts'
import { answerScheme, declareScheme } from '../../../main/shell/protocol/register.ts'
import { hardenSession } from '../../../main/shell/security.ts'
import { DwellError } from '../../../preload/contract/errors.ts'

const page = process.env['SOUND_PAGE'] ?? ''
const media = process.env['SOUND_MEDIA'] ?? ''
/** File names by track id: as JSON from the start, or named anew before a page is opened anew. */
let names: readonly string[] = JSON.parse(process.env['SOUND_FILES'] ?? '[]')
let given: Promise<void> = Promise.resolve()
let give = (): void => {}
const reached = {
  nameFiles(anew: readonly string[]): void {
    names = anew
  },
  withhold(): void {
    given = new Promise(resolve => {
      give = resolve
    })
  },
  giveOut: (): void => give(),
}
export type SoundShell = typeof reached
Object.assign(globalThis, reached)
const quiet = { info: () => {}, warn: () => {}, error: () => {} }

declareScheme()
app.setPath('userData', process.env['SOUND_PROFILE'] ?? app.getPath('userData'))

void app.whenReady().then(() => {
  hardenSession(session.defaultSession, quiet)
  answerScheme(session.defaultSession, {
    files: listAppFiles(page),
    media: {
      placeOf: async id => {
        await given
        const name = names[id - 1]
        if (name === undefined) throw new DwellError('not-found', 'no such track')
        return { path: join(media, name), mime: 'application/octet-stream' }
      },
      forget: () => {},
    },
    findArt: async () => {
      throw new DwellError('not-found', 'no pictures here')
    },
    look: () => ({ theme: 'light', language: 'en' }),
    troublePage: () => '',
  })
  const window = new BrowserWindow({
    webPreferences: {
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      autoplayPolicy: 'no-user-gesture-required',
      backgroundThrottling: false,
    },
  })
  void window.loadURL(startPage)
})
