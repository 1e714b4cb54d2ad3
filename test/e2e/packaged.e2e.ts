// What `npm run dist` packs is the same application: it opens, its page reaches the core, the core its database, and the lab its tensors.
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumFlags } from '../../scripts/launch.mjs'
import { appFolder, ask, newProfile } from './app.ts'

// Packing for another system needs that system's tools.
describe.skipIf(process.platform !== 'linux')('the packed application', () => {
  let output = ''
  const packed = () => join(output, 'linux-unpacked')

  beforeAll(async () => {
    output = mkdtempSync(join(tmpdir(), 'dwell-dist-'))
    const dist = [join(appFolder, 'scripts/dist.mjs'), '--dir', `-c.directories.output=${output}`]
    await promisify(execFile)(process.execPath, dist)
  })
  afterAll(() => rmSync(output, { recursive: true, force: true }))

  it('carries its own code in the archive and nobody else’s beside it', () => {
    expect(existsSync(join(packed(), 'resources/app.asar'))).toBe(true)
    expect(existsSync(join(packed(), 'resources/app'))).toBe(false)
    expect(existsSync(join(packed(), 'resources/default_app.asar'))).toBe(false)
  })

  it('opens, its page asks the core, and its lab computes', async () => {
    const profile = newProfile()
    // Its fuses keep the inspector of Node away, so it is looked at as a browser is.
    const words = [...chromiumFlags().flags, '--remote-debugging-port=0', '--profile', profile]
    const { DWELL_SQLITE_BINDING: _, ...env } = process.env
    const app = spawn(join(packed(), 'dwell'), words, { env, stdio: ['ignore', 'ignore', 'pipe'] })
    try {
      const browser = await chromium.connectOverCDP(await debuggingAddress(app))
      const context = browser.contexts()[0]
      if (!context) throw new Error('the packed application shows no page')
      const window = context.pages()[0] ?? (await context.waitForEvent('page'))
      await window.waitForFunction(() => 'dwell' in globalThis.window)
      expect(await ask(window, 'library.counts')).toMatchObject({ ok: true, data: { tracks: 0 } })
      await ask(window, 'learning.measure')
      const backends = await ask(window, 'learning.backends')
      const wasm = backends.ok ? backends.data.find(({ name }) => name === 'wasm') : null
      expect(wasm).toMatchObject({ detail: expect.stringMatching(/^WebAssembly/), msPerStep: expect.any(Number) })
      await browser.close()
    } finally {
      app.kill()
      await new Promise(resolve =>
        app.exitCode === null && app.signalCode === null ? app.once('exit', resolve) : resolve(0),
      )
      rmSync(profile, { recursive: true, force: true })
    }
  })

  it('is no Node for whoever finds it', async () => {
    const asNode = promisify(execFile)(join(packed(), 'dwell'), ['-e', 'process.stdout.write("node")'], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', DISPLAY: '' },
    })
    const { stdout } = await asNode.catch((failure: { stdout: string }) => failure)
    expect(stdout).not.toContain('node')
  })
})

/** The address under which Chromium says it can be looked at. */
function debuggingAddress(app: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    app.stderr?.on('data', (text: Buffer) => {
      said += text.toString('utf8')
      const address = /DevTools listening on (ws:\S+)/.exec(said)?.[1]
      if (address) resolve(address)
    })
    app.once('exit', () => reject(new Error(`the packed application ended:\n${said}`)))
  })
}
