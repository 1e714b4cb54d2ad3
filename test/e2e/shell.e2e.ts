// The walls around the page, tried from inside it: no Node, no foreign script, no network, no other place to go.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask, commandFor, type StartedApp, startApp } from './app.ts'

describe('the page', () => {
  let dwell: StartedApp
  beforeAll(async () => {
    dwell = await startApp({ words: ['--dmeo'] })
  })
  afterAll(async () => {
    await dwell?.close()
  })
  /** Runs in the page and gives back what became of it. */
  const inPage = <T>(act: () => T | Promise<T>): Promise<T> => dwell.window.evaluate(act)

  it('has no Node and nothing of Electron, and is isolated', async () => {
    const seen = await inPage(() => ({
      node: ['process', 'require', 'module', 'Buffer', 'global'].filter(name => name in globalThis),
      bridge: Object.keys(window.dwell).sort(),
      origin: window.origin,
      secure: window.isSecureContext,
      isolated: window.crossOriginIsolated,
    }))
    expect(seen).toEqual({
      node: [],
      bridge: ['call', 'on', 'onConnection', 'onLeaving'],
      origin: 'dwell://app',
      secure: true,
      isolated: true,
    })
    const preferences = await dwell.app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows()
      // Electron has the first method and leaves it out of its types; it says what was really applied.
      const contents = window?.webContents as Electron.WebContents & {
        getLastWebPreferences(): Record<string, unknown>
      }
      return {
        ...contents.getLastWebPreferences(),
        spellcheck: contents.session.isSpellCheckerEnabled(),
        backgroundThrottling: contents.getBackgroundThrottling(),
      }
    })
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      backgroundThrottling: false,
    })
  })

  it('gives a listener of events the payload and nothing of Electron', async () => {
    const heard = await inPage(
      () =>
        new Promise(resolve => {
          window.dwell.on('settings.changed', (...given: unknown[]) => resolve(given))
          void window.dwell.call('settings.set', { volume: 0.5 })
        }),
    )
    expect(heard).toEqual([expect.objectContaining({ volume: 0.5 })])
  })

  it('runs no script that is not Dwell’s own', async () => {
    const ran = await inPage(async () => {
      const violations: string[] = []
      document.addEventListener('securitypolicyviolation', event => violations.push(event.effectiveDirective))
      const inline = document.createElement('script')
      inline.textContent = 'window.inlineRan = true'
      document.body.append(inline)
      const button = document.createElement('button')
      button.setAttribute('onclick', 'window.handlerRan = true')
      button.click()
      const style = document.createElement('style')
      style.textContent = 'body { outline: 1px solid red }'
      document.body.append(style)
      // Later, since what a debugger evaluates may evaluate in turn.
      const evaluated = await new Promise(resolve => {
        setTimeout(() => {
          try {
            resolve(new Function('return true')())
          } catch {
            resolve(false)
          }
        })
      })
      const outline = getComputedStyle(document.body).outlineStyle
      inline.remove()
      style.remove()
      await new Promise(resolve => setTimeout(resolve))
      return {
        inline: 'inlineRan' in window,
        handler: 'handlerRan' in window,
        evaluated,
        outline,
        violations: violations.sort(),
      }
    })
    expect(ran).toMatchObject({ inline: false, handler: false, evaluated: false, outline: 'none' })
    expect([...new Set(ran.violations)]).toEqual(['script-src', 'script-src-attr', 'script-src-elem', 'style-src-elem'])
  })

  it('reaches nothing outside', async () => {
    const reached = await inPage(async () => {
      const tries: [string, () => Promise<unknown>][] = [
        ['fetch', () => fetch('https://example.com/')],
        ['local', () => fetch('http://127.0.0.1:9/')],
        ['file', () => fetch('file:///etc/hostname')],
        [
          'picture',
          () =>
            new Promise((resolve, reject) =>
              Object.assign(new Image(), { onload: resolve, onerror: reject, src: 'https://example.com/a.png' }),
            ),
        ],
        [
          'socket',
          () =>
            new Promise((resolve, reject) =>
              Object.assign(new WebSocket('wss://example.com/'), { onopen: resolve, onerror: reject }),
            ),
        ],
        [
          'script',
          () =>
            new Promise((resolve, reject) => {
              const script = document.createElement('script')
              document.head.append(
                Object.assign(script, {
                  type: 'module',
                  src: 'https://example.com/a.js',
                  onload: resolve,
                  onerror: reject,
                }),
              )
            }),
        ],
      ]
      const outcomes = await Promise.all(
        tries.map(([name, act]) =>
          act().then(
            () => name,
            () => null,
          ),
        ),
      )
      return outcomes.filter(name => name !== null)
    })
    expect(reached).toEqual([])
  })

  it('stays where it is and opens nothing', async () => {
    const before = dwell.window.url()
    const opened = await inPage(() => {
      const other = window.open('https://example.com/') ?? window.open('dwell://app/index.html')
      location.assign('https://example.com/')
      location.assign('file:///etc/hostname')
      location.assign('dwell://media/1')
      location.assign('dwell://app/assets/nothing.js')
      const frame = document.createElement('iframe')
      frame.src = 'dwell://app/index.html'
      document.body.append(frame)
      return other !== null
    })
    expect(opened).toBe(false)
    expect(await ask(dwell.window, 'settings.get')).toMatchObject({ ok: true })
    expect(dwell.window.url()).toBe(before)
    expect(dwell.app.windows()).toHaveLength(1)
  })

  it('may name loudspeakers, and may not record, locate or notify', async () => {
    const states = await inPage(async () => {
      const names = ['camera', 'microphone', 'geolocation', 'notifications', 'midi'] as const
      const states = await Promise.all(names.map(name => navigator.permissions.query({ name: name as PermissionName })))
      return states.map(({ state }) => state)
    })
    expect(states).toEqual(['denied', 'denied', 'denied', 'denied', 'denied'])
    expect(
      await inPage(() =>
        navigator.mediaDevices.getUserMedia({ audio: true }).then(
          () => 'records',
          () => 'refused',
        ),
      ),
    ).toBe('refused')
  })

  it('is told which files there are only by their web address', async () => {
    const text = await inPage(async () => {
      const answers = await Promise.all(
        ['dwell://app/../../etc/passwd', 'dwell://app/nothing.js', 'dwell://media/999999', 'dwell://nowhere/'].map(
          async address => {
            const response = await fetch(address).catch(() => null)
            return response ? `${response.status} ${await response.text()}` : 'refused'
          },
        ),
      )
      return answers.join('')
    })
    expect(text).not.toMatch(/\/(root|home|tmp|usr|work)|\\/)
    expect(text).toMatch(/404/)
  })

  it('says which word of the command line was not understood', () => {
    expect(readFileSync(join(dwell.profile, 'logs', 'dwell.log'), 'utf8')).toContain('"--dmeo" is not understood')
  })
})

describe('the page’s process', () => {
  it('is there again after it was killed', async () => {
    const dwell = await startApp()
    // Playwright gives a crashed page up; the application does not, which is seen from its main process.
    await dwell.app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents
      process.kill(contents?.getOSProcessId() ?? 0, 'SIGKILL')
      return new Promise<void>(resolve => contents?.once('did-finish-load', () => resolve()))
    })
    const answers = await dwell.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(
        "window.dwell.call('settings.get').then(answer => answer.ok)",
      ),
    )
    expect(answers).toBe(true)
    await dwell.close()
  })
})

describe('a second start on the same profile', () => {
  it('brings the first window to the front and ends', async () => {
    const first = await startApp()
    await first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
    const { executable, args, env } = commandFor(first.profile)
    const second = spawn(executable, args, { env, stdio: 'ignore' })
    const code = await new Promise(resolve => second.once('exit', resolve))
    expect(code).toBe(0)
    await expect
      .poll(() =>
        first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map(window => window.isVisible())),
      )
      .toEqual([true])
    await first.close()
  })
})

describe('leaving', () => {
  it('lets the page put down what it holds, and remembers the window', async () => {
    const first = await startApp()
    await first.window.evaluate(() => {
      window.dwell.onLeaving(async why => {
        await window.dwell.call('settings.set', { volume: why === 'quit' ? 0.25 : 0.75, theme: 'light' })
      })
    })
    await first.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.setBounds({ width: 1000, height: 700 }),
    )
    await first.app.close()
    const second = await startApp({ profile: first.profile })
    expect(await ask(second.window, 'settings.get')).toMatchObject({ ok: true, data: { volume: 0.25, theme: 'light' } })
    const bounds = await second.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())
    expect(bounds).toMatchObject({ width: 1000, height: 700 })
    await second.app.close()
    await first.close()
  })
})
