// Starts the built application in a real Electron, on a profile of its own, for every end-to-end test.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ElectronApplication, Page } from 'playwright-core'
import type {} from '../../preload/contract/bridge.ts'
import type { Output, WindowCallName } from '../../preload/contract/contract.ts'
import type { Answer } from '../../preload/contract/errors.ts'
import { type Electron, findElectron } from '../../scripts/electron.mjs'
import { applicationArguments, applicationEnv, chromiumFlags } from '../../scripts/launch.mjs'
import { firstWindow, launch } from './launch.ts'

export interface StartedApp {
  /** The main process, driven by playwright. */
  readonly app: ElectronApplication
  readonly window: Page
  /** Absolute folder of the profile. */
  readonly profile: string
  /** What the application wrote on stderr so far. */
  readonly complaints: () => string
  /** Quits as a listener does and waits for the end; the profile stays when it was given. */
  close(): Promise<void>
}

export interface StartOptions {
  /** An existing profile, to start on it again; without it a new one is made and removed at the end. */
  readonly profile?: string
  /** Words of the command line after the profile. */
  readonly words?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/**
 * The listener of a test sits at the machine. Played by playwright they touch no key that the system knows of: on a quiet
 * machine Dwell would think them away after two minutes, and begin to learn by itself in the middle of a story.
 */
async function sitDown(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ powerMonitor }) => {
    powerMonitor.getSystemIdleTime = () => 0
    // Said again at once, as when the current comes.
    powerMonitor.emit('on-ac')
  })
}

/** The folder of the built application. */
export const appFolder = fileURLToPath(new URL('../..', import.meta.url))

/** What is needed to start the application from outside playwright: the program, its arguments and its environment. */
export function commandFor(profile: string, { words = [], env = {} }: StartOptions = {}) {
  const electron = electronToUse()
  return {
    executable: electron.executable,
    args: applicationArguments(chromiumFlags().flags, ['--profile', profile, ...words], appFolder),
    env: { ...definedOnly(applicationEnv(electron)), ...env },
  }
}

/** Starts the application and waits for its window. */
export async function startApp(options: StartOptions = {}): Promise<StartedApp> {
  if (!existsSync(join(appFolder, 'out/main/index.js')))
    throw new Error('The application is not built: run `npm run build` first.')
  const profile = options.profile ?? newProfile()
  const app = await launch(commandFor(profile, options), async started => {
    await sitDown(started)
    await firstWindow(started)
  })
  let complaints = ''
  app.process().stderr?.on('data', (text: Buffer) => {
    complaints += text.toString('utf8')
  })
  const window = await firstWindow(app)
  return {
    app,
    window,
    profile,
    complaints: () => complaints,
    async close() {
      await app.close()
      if (!options.profile) rmSync(profile, { recursive: true, force: true })
    },
  }
}

/** An empty folder for a profile; whoever made it removes it. */
export const newProfile = (): string => mkdtempSync(join(tmpdir(), 'dwell-e2e-'))

/** Answers the next folder, file or save dialogs with `path`; null is the listener thinking better of it. */
export async function answerDialogs(app: ElectronApplication, path: string | null): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: chosen === null, filePaths: chosen === null ? [] : [chosen] })
    dialog.showSaveDialog = async () => ({ canceled: chosen === null, filePath: chosen ?? '' })
  }, path)
}

/** The process id of the core, as the system knows it. */
export async function corePid(app: ElectronApplication): Promise<number> {
  const pid = await app.evaluate(
    ({ app: electron }) => electron.getAppMetrics().find(({ name }) => name === 'Dwell core')?.pid,
  )
  if (pid === undefined) throw new Error('No core is running.')
  return pid
}

/** Asks through the page's bridge, as the interface does. Playwright copies by JSON: inputs and answers with typed arrays belong into `evaluate`. */
export function ask<N extends WindowCallName>(window: Page, name: N, input?: unknown): Promise<Answer<Output<N>>> {
  // What is asked wrongly is refused by the core; the answer to `name` is an `Output` of `name`.
  return window.evaluate(([asked, given]) => globalThis.window.dwell.call(asked as never, given as never), [
    name,
    input,
  ] as const) as never
}

/** `DWELL_ELECTRON_PATH` where the script that runs the tests has set it, else the one that `npm start` would use. */
function electronToUse(): Electron {
  const named = process.env['DWELL_ELECTRON_PATH']
  const found = findElectron(named ? { env: { ...process.env, DWELL_ELECTRON: named } } : {})
  if (!found) throw new Error('There is no Electron yet: `npm start` or `npm test` fetches one.')
  return found
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined))
}
