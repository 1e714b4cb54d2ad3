// The real program started as a listener's desktop starts it, the bare Electron, and beside it an Electron that opens an empty page.
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { commandFor } from '../e2e/app.ts'
import { debuggingPort, type PageWire, wireToPage } from './page-wire.ts'

const limitMs = 60_000
const shownLine = 'the window is shown'

export interface StartedApp {
  readonly pid: number
  /** Wall clock just before the process was made, ms since 1970: the page's `performance.timeOrigin` is of the same clock. */
  readonly atMs: number
  readonly page: PageWire
  /** Leaves as at the end of a session; ended by force after ten seconds. */
  close(): Promise<void>
}

/** Wall clock at which the log of this profile says that the window was shown, in a run that began after `atMs`. */
export function shownAt(profile: string, atMs: number): number | null {
  const file = join(profile, 'logs', 'dwell.log')
  const line = existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .findLast(each => each.includes(` ${shownLine} `))
    : undefined
  const at = Date.parse(line?.slice(0, line.indexOf(' ')) ?? '')
  return at >= atMs ? at : null
}

/**
 * Starts the built program on this profile. Nobody looks into its page before its window is shown: to be looked at costs a start some hundred
 * milliseconds, and what was painted when is still known afterwards.
 */
export function startDwell(profile: string): Promise<StartedApp> {
  const { executable, args, env } = commandFor(profile)
  return start(executable, args, env, atMs => shownAt(profile, atMs) !== null)
}

/** Starts the same Electron on a page with one word in it: what no program on it can be faster than. */
export function startBlank(folder: string): Promise<StartedApp> {
  mkdirSync(folder, { recursive: true })
  const shown = join(folder, 'shown')
  rmSync(shown, { force: true })
  const main = `import { writeFileSync } from 'node:fs'
import { app, BrowserWindow } from 'electron'
app.setPath('userData', ${JSON.stringify(join(folder, 'data'))})
app.on('window-all-closed', () => app.quit())
void app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 800, show: false, webPreferences: { sandbox: true } })
  window.once('ready-to-show', () => {
    window.show()
    writeFileSync(${JSON.stringify(shown)}, '')
  })
  void window.loadFile(${JSON.stringify(join(folder, 'index.html'))})
})
`
  writeFileSync(join(folder, 'package.json'), '{"name":"blank","version":"1.0.0","type":"module","main":"main.js"}')
  writeFileSync(join(folder, 'main.js'), main)
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>blank</title><p>blank</p>')
  const { executable, args, env } = commandFor(folder)
  const flags = args.filter(word => word === '--no-sandbox')
  return start(executable, [...flags, folder], env, () => existsSync(shown))
}

async function start(
  executable: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  isShown: (atMs: number) => boolean,
): Promise<StartedApp> {
  // The wall clock itself, as the page and the log read it.
  const atMs = Date.now()
  const child = spawn(executable, ['--remote-debugging-port=0', ...args], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  })
  try {
    const port = await portOf(child)
    for (const until = atMs + limitMs; !isShown(atMs); await pause(20))
      if (Date.now() > until) throw new Error('its window was not shown')
    const page = await wireToPage(port)
    const { pid } = child
    if (pid === undefined) throw new Error('it has no process')
    return {
      pid,
      atMs,
      page,
      async close() {
        page.close()
        await end(child)
      },
    }
  } catch (thrown) {
    await end(child)
    throw thrown
  }
}

function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = `${said}${text}`.slice(-20_000)
      const port = debuggingPort(said)
      if (port !== null) resolve(port)
    })
    child.once('error', reject)
    child.once('exit', code => reject(new Error(`it ended at once (${code}): ${said.slice(-500)}`)))
  })
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const ended = new Promise(resolve => child.once('exit', resolve))
  child.kill('SIGTERM')
  await Promise.race([ended, pause(10_000)])
  try {
    // What is left of its group.
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // Nothing is.
  }
}
