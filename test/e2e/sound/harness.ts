// Builds the page and its shell, opens them in a real Electron, and hands over what the loudspeaker got.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ElectronApplication, Page } from 'playwright-core'
import { build } from 'vite'
import { startPage } from '../../../main/shell/addresses.ts'
import type { Settings } from '../../../preload/contract/settings.ts'
import { findElectron } from '../../../scripts/electron.mjs'
import { chromiumFlags } from '../../../scripts/launch.mjs'
import { firstWindow, launch } from '../launch.ts'
import type { SoundPage, TrackSpec } from './page.ts'
import type { Sound } from './samples.ts'
import type { SoundShell } from './shell.ts'

declare global {
  interface Window {
    readonly sound: SoundPage
  }
}

export type Files = readonly (TrackSpec & { readonly file: string })[]

export interface Studio {
  readonly app: ElectronApplication
  readonly page: Page
  /** A player opened anew for these files, each a track of the queue; `rate` is the sound card's, 0 for its own. */
  load(tracks: Files, options?: { readonly settings?: Partial<Settings>; readonly rate?: number }): Promise<void>
  /** Holds the card at the first sound of what `act` asks for, and lets go once that many seconds of it are laid out. The tape is empty then. */
  laying(seconds: number, act: () => Promise<unknown>): Promise<void>
  /** No file is given out before `act` is done. */
  withholding(act: () => Promise<unknown>): Promise<void>
  /** What was heard since `erase`. */
  tape(): Promise<Sound>
  erase(): Promise<void>
  /** Waits until that much is on the tape. */
  record(seconds: number): Promise<void>
  close(): Promise<void>
}

const here = fileURLToPath(new URL('.', import.meta.url))
const root = fileURLToPath(new URL('../../..', import.meta.url))

/** Builds once for all tests of a file. Returns the folder. */
export async function buildStudio(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'dwell-sound-'))
  await build({
    root: here,
    configFile: false,
    logLevel: 'error',
    worker: { format: 'es' },
    build: {
      outDir: join(folder, 'page'),
      emptyOutDir: true,
      target: 'chrome130',
      minify: false,
      assetsInlineLimit: 0,
    },
  })
  await build({
    root: here,
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: join(folder, 'shell'),
      emptyOutDir: true,
      target: 'node20.18',
      minify: false,
      ssr: join(here, 'shell.ts'),
      rolldownOptions: { external: ['electron'], output: { format: 'es', entryFileNames: 'main.js' } },
    },
    ssr: { noExternal: true },
  })
  writeFileSync(
    join(folder, 'shell', 'package.json'),
    JSON.stringify({ name: 'sound', version: '1.0.0', type: 'module', main: 'main.js' }),
  )
  return folder
}

/** Opens a studio on a folder of files; `env` comes on top of its environment. */
export async function openStudio(
  built: string,
  media: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Studio> {
  const named = process.env['DWELL_ELECTRON_PATH']
  const electron = findElectron(named ? { env: { ...process.env, DWELL_ELECTRON: named } } : {})
  if (!electron) throw new Error('There is no Electron yet: `npm start` or `npm test` fetches one.')
  const profile = mkdtempSync(join(tmpdir(), 'dwell-sound-profile-'))
  const env = Object.fromEntries(
    Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined),
  )
  const app = await launch({
    executable: electron.executable,
    args: [...chromiumFlags().flags, '--log-level=3', `--user-data-dir=${profile}`, join(built, 'shell')],
    cwd: root,
    env: { ...env, SOUND_PAGE: join(built, 'page'), SOUND_MEDIA: media, SOUND_PROFILE: profile, ...more },
  })
  const page = await firstWindow(app)
  page.on('console', message => process.env['SOUND_LOG'] && console.log(`[page] ${message.text()}`))
  page.on('crash', () => console.error('[page] crashed'))
  page.on('pageerror', error => console.error('[page]', error))
  const erase = () => page.evaluate(() => window.sound.recorder.erase())
  return {
    app,
    page,
    erase,
    async load(tracks, { settings = {}, rate = 0 } = {}) {
      await app.evaluate(
        (_electron, files) => (globalThis as unknown as SoundShell).nameFiles(files), // put there by shell.ts
        tracks.map(({ file }) => file),
      )
      await page.goto(`${startPage}?rate=${rate}`)
      await page.waitForFunction(() => 'sound' in window)
      await page.evaluate(([specs, change]) => window.sound.load(specs, change), [tracks, settings] as const)
    },
    async laying(seconds, act) {
      const before = await page.evaluate(() => {
        window.sound.card.holdAtNext()
        return window.sound.card.laidS()
      })
      await act()
      await page.waitForFunction(
        wanted => window.sound.card.laidS() >= wanted && window.sound.recorder.isReady,
        before + seconds,
      )
      await erase()
      await page.evaluate(() => window.sound.card.letGo())
    },
    async withholding(act) {
      await app.evaluate(() => (globalThis as unknown as SoundShell).withhold())
      await act()
      await app.evaluate(() => (globalThis as unknown as SoundShell).giveOut())
    },
    async record(seconds) {
      await page.waitForFunction(wanted => window.sound.recorder.seconds() >= wanted, seconds)
    },
    async tape() {
      const { left, right, rate, from } = await page.evaluate(() => ({
        ...window.sound.recorder.play(),
        rate: window.sound.recorder.rate,
      }))
      return { rate, from, left: floats(left), right: floats(right) }
    },
    async close() {
      await app.close()
      rmSync(profile, { recursive: true, force: true })
    },
  }
}

function floats(base64: string): Float32Array {
  const bytes = Buffer.from(base64, 'base64')
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
}

/** Runs ffmpeg quietly. */
export function ffmpeg(...args: string[]): void {
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...args])
}

export function hasFfmpeg(): boolean {
  try {
    execFileSync('ffmpeg', ['-version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

export function mediaFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'dwell-sound-media-'))
  mkdirSync(folder, { recursive: true })
  return folder
}
