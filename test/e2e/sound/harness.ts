// Builds the page and its shell, opens them in a real Electron, and hands over what the loudspeaker got.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ElectronApplication, Page } from 'playwright-core'
import { build } from 'vite'
import type { Settings } from '../../../preload/contract/settings.ts'
import { findElectron } from '../../../scripts/electron.mjs'
import { chromiumFlags } from '../../../scripts/launch.mjs'
import { launch } from '../launch.ts'
import type { SoundPage, TrackSpec } from './page.ts'
import type { Sound } from './samples.ts'

declare global {
  interface Window {
    readonly sound: SoundPage
  }
}

export interface Studio {
  readonly app: ElectronApplication
  readonly page: Page
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

export interface StudioOptions {
  readonly settings?: Partial<Settings>
  readonly rate?: number
  readonly env?: Readonly<Record<string, string>>
}

/** Opens a studio with these files (in `media`), each a track of the queue; `rate` is the sound card's, 0 for its own. */
export async function openStudio(
  built: string,
  media: string,
  tracks: readonly (TrackSpec & { readonly file: string })[],
  { settings = {}, rate = 0, env: more = {} }: StudioOptions = {},
): Promise<Studio> {
  const named = process.env['DWELL_ELECTRON_PATH']
  const electron = findElectron(named ? { env: { ...process.env, DWELL_ELECTRON: named } } : {})
  if (!electron) throw new Error('There is no Electron yet: `npm start` or `npm test` fetches one.')
  const profile = mkdtempSync(join(tmpdir(), 'dwell-sound-profile-'))
  const env = Object.fromEntries(
    Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined),
  )
  const app = await launch(profile, {
    executablePath: electron.executable,
    args: [...chromiumFlags().flags, '--log-level=3', `--user-data-dir=${profile}`, join(built, 'shell')],
    cwd: root,
    env: {
      ...env,
      SOUND_PAGE: join(built, 'page'),
      SOUND_MEDIA: media,
      SOUND_FILES: JSON.stringify(tracks.map(({ file }) => file)),
      SOUND_PROFILE: profile,
      SOUND_RATE: String(rate),
      ...more,
    },
  })
  const page = await app.firstWindow()
  page.on('console', message => process.env['SOUND_LOG'] && console.log(`[page] ${message.text()}`))
  page.on('crash', () => console.error('[page] crashed'))
  page.on('pageerror', error => console.error('[page]', error))
  await page.waitForFunction(() => 'sound' in window)
  await page.evaluate(([specs, change]) => window.sound.load(specs, change), [tracks, settings] as const)
  return {
    app,
    page,
    erase: () => page.evaluate(() => window.sound.recorder.erase()),
    async record(seconds) {
      await page.waitForFunction(wanted => window.sound.recorder.seconds() >= wanted, seconds, {
        timeout: (seconds + 15) * 1000,
        polling: 50,
      })
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
