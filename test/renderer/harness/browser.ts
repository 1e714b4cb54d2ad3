// A real Chromium for interface tests: the Electron that runs the application, with a window and nothing of the application in it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { findElectron } from '../../../scripts/electron.mjs'
import { applicationEnv, chromiumFlags } from '../../../scripts/launch.mjs'
import { firstWindow, launch } from '../../e2e/launch.ts'

const shell = `
import { app, BrowserWindow } from 'electron'
app.commandLine.appendSwitch('force-color-profile', 'srgb')
app.on('window-all-closed', () => app.quit())
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 820, useContentSize: true, webPreferences: { backgroundThrottling: false } })
  window.loadURL('about:blank')
})
`

export interface OpenedBrowser {
  readonly page: Page
  /** Size of the page, CSS pixels. */
  resize(width: number, height: number): Promise<void>
  close(): Promise<void>
}

export async function openBrowser(): Promise<OpenedBrowser> {
  const named = process.env['DWELL_ELECTRON_PATH']
  const electron = findElectron(named ? { env: { ...process.env, DWELL_ELECTRON: named } } : {})
  if (!electron) throw new Error('There is no Electron yet: `npm start` or `npm test` fetches one.')
  const folder = mkdtempSync(join(tmpdir(), 'dwell-interface-'))
  writeFileSync(join(folder, 'main.mjs'), shell)
  writeFileSync(join(folder, 'package.json'), '{ "name": "dwell-interface", "version": "1.0.0", "main": "main.mjs" }')
  const env = Object.entries(applicationEnv(electron)).filter((pair): pair is [string, string] => pair[1] !== undefined)
  const app = await launch({
    executable: electron.executable,
    args: [...chromiumFlags().flags, `--user-data-dir=${join(folder, 'profile')}`, folder],
    env: Object.fromEntries(env),
  })
  const page = await firstWindow(app)
  return {
    page,
    async resize(width, height) {
      await app.evaluate(
        ({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setContentSize(w ?? 0, h ?? 0),
        [width, height],
      )
      await page.waitForFunction(([w, h]) => innerWidth === w && innerHeight === h, [width, height])
    },
    async close() {
      await app.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
