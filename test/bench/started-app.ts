// The real program started as a listener's desktop starts it, the bare Electron, and beside it an Electron that opens an empty page.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { commandFor } from '../e2e/app.ts'
import { debuggingPort, type PageWire, wireToPage } from './page-wire.ts'

export interface StartedApp {
  readonly pid: number
  /** Wall clock just before the process was made, ms since 1970 with fractions: the page's `performance.timeOrigin` is of the same clock. */
  readonly atMs: number
  readonly page: PageWire
  /** Leaves as at the end of a session; ended by force after ten seconds. */
  close(): Promise<void>
}

/** Starts the built program on this profile, and is there as soon as its page is. */
export function startDwell(profile: string): Promise<StartedApp> {
  const { executable, args, env } = commandFor(profile)
  return start(executable, args, env)
}

/** Starts the same Electron on a page with one word in it: what no program on it can be faster than. */
export function startBlank(folder: string): Promise<StartedApp> {
  mkdirSync(folder, { recursive: true })
  const main = `import { app, BrowserWindow } from 'electron'
app.setPath('userData', ${JSON.stringify(join(folder, 'data'))})
app.on('window-all-closed', () => app.quit())
void app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 800, show: false, webPreferences: { sandbox: true } })
  window.once('ready-to-show', () => window.show())
  void window.loadFile(${JSON.stringify(join(folder, 'index.html'))})
})
`
  writeFileSync(join(folder, 'package.json'), '{"name":"blank","version":"1.0.0","type":"module","main":"main.js"}')
  writeFileSync(join(folder, 'main.js'), main)
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>blank</title><p>blank</p>')
  const { executable, args, env } = commandFor(folder)
  const flags = args.filter(word => word === '--no-sandbox')
  return start(executable, [...flags, folder], env)
}

async function start(
  executable: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<StartedApp> {
  const atMs = performance.timeOrigin + performance.now()
  const child = spawn(executable, ['--remote-debugging-port=0', ...args], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  })
  try {
    const port = await portOf(child)
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
