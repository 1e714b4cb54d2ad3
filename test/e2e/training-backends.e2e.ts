// The lab and its rooms in a real Electron: trained on a page's GPU and in Node, killed in the middle, walled in.
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type OpenedLab, openTraining } from './training-backends/harness.ts'
import { until } from './until.ts'

let lab: OpenedLab
beforeAll(async () => {
  lab = await openTraining()
})
afterEach(async () => {
  await lab.call('leaveAll')
  await until(() => lab.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length === 0))
  await until(async () => (await pidsOfLabs()).length === 0)
})
afterAll(async () => {
  await lab?.close()
})

async function pageOf(path: string): Promise<Page> {
  await expect.poll(() => lab.app.windows().some(window => window.url() === `dwell://app/${path}`)).toBe(true)
  const [page] = lab.app.windows().filter(window => window.url() === `dwell://app/${path}`)
  if (!page) throw new Error(`no page at ${path}`)
  return page
}

describe('the backends of the lab', () => {
  it('train to the same losses on a page’s WebGPU and WebGL, in WebAssembly and in plain JavaScript', async () => {
    expect(await lab.call('start', 'webgpu')).toMatch(/through WebGPU$/)
    expect(await lab.call('start', 'webgl')).toMatch(/through WebGL$/)
    expect(await lab.call('start', 'wasm')).toMatch(/^WebAssembly/)
    expect(await lab.call('start', 'cpu')).toMatch(/^plain JavaScript/)
    const expected = await lab.call('train', 'wasm', 2)
    if (typeof expected === 'string') throw new Error(expected)
    expect(expected).toHaveLength(3)
    expect(expected[2]).toBeLessThan(expected[0] ?? 0)
    for (const backend of ['webgpu', 'webgl', 'cpu'] as const)
      expect(await lab.call('train', backend, 2), backend).toEqual(expected.map(loss => expect.closeTo(loss, 3)))
  })

  it('say why they are not there', async () => {
    expect(await lab.call('start', 'tfjs-node')).toMatch(/not installed|^TensorFlow/)
  })

  it('tell a job that their process was killed', async () => {
    expect(await lab.call('start', 'wasm')).toMatch(/^WebAssembly/)
    const training = lab.call('train', 'wasm', 10_000)
    expect(await lab.call('isOpen', 'wasm')).toBe(true)
    const [pid = 0, ...others] = await pidsOfLabs()
    expect(others).toEqual([])
    process.kill(pid, 'SIGKILL')
    expect(await training).toBe('Error: its process ended')
    expect(await lab.call('isOpen', 'wasm')).toBe(false)
  })

  it('tell a job that their page fell', async () => {
    expect(await lab.call('start', 'webgpu')).toMatch(/through WebGPU$/)
    const training = lab.call('train', 'webgpu', 10_000)
    await lab.app.evaluate(({ BrowserWindow }) => {
      for (const window of BrowserWindow.getAllWindows()) window.webContents.forcefullyCrashRenderer()
    })
    expect(await training).toBe('Error: its process ended')
    await expect.poll(() => lab.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(0)
  })

  it('leave nothing behind when they are left', async () => {
    expect(await lab.call('start', 'wasm')).toMatch(/^WebAssembly/)
    expect(await lab.call('start', 'cpu')).toMatch(/^plain JavaScript/)
    await lab.call('leave', 'wasm')
    await lab.call('leave', 'cpu')
    await expect.poll(pidsOfLabs).toEqual([])
  })
})

const pidsOfLabs = () =>
  lab.app.evaluate(({ app }) =>
    app
      .getAppMetrics()
      .filter(({ name }) => name === 'Dwell training')
      .map(({ pid }) => pid),
  )

/** Asked from inside a page: what each of these fetches comes to. */
const fetched = (page: Page, addresses: readonly string[]) =>
  page.evaluate(
    all =>
      Promise.all(
        all.map(address =>
          fetch(address).then(
            ({ status }) => status,
            () => 'refused',
          ),
        ),
      ),
    [...addresses],
  )

const elsewhere = [
  'https://example.com/',
  'http://127.0.0.1:9/',
  'dwell://art/00000000000000000000000000000000',
  'dwell://app/index.html',
  'data:text/plain,hello',
]

describe('a hidden page', () => {
  it('of the lab has nothing of Electron or of the player, and fetches its own scripts only', async () => {
    expect(await lab.call('room', 'training-page')).toBe(true)
    const page = await pageOf('training-worker/index.html')
    expect(
      await page.evaluate(() => ({
        known: ['dwell', 'process', 'require', 'electron'].filter(name => name in window),
        isolated: window.crossOriginIsolated,
        secure: window.isSecureContext,
      })),
    ).toEqual({ known: [], isolated: true, secure: true })
    const answers = await fetched(page, [...elsewhere, 'dwell://media/1', 'dwell://app/audio-analysis/index.html'])
    expect(answers).toEqual(['refused', 'refused', 'refused', 404, 'refused', 'refused', 404])
    expect(await fetched(page, ['dwell://app/training-worker/index.html'])).toEqual([200])
  })

  it('of the ears may also fetch sound', async () => {
    expect(await lab.call('room', 'audio-analysis')).toBe(true)
    const page = await pageOf('audio-analysis/index.html')
    expect(await page.evaluate(() => 'dwell' in window)).toBe(false)
    expect(await fetched(page, [...elsewhere, 'dwell://media/1'])).toEqual([
      'refused',
      'refused',
      'refused',
      404,
      'refused',
      200,
    ])
  })

  it('goes nowhere else, opens nothing, and has no wishes to grant', async () => {
    expect(await lab.call('room', 'training-page')).toBe(true)
    const page = await pageOf('training-worker/index.html')
    await page.evaluate(() => {
      window.open('https://example.com/')
      for (const address of ['https://example.com/', 'dwell://app/trouble/quit', 'dwell://app/index.html']) {
        const link = document.createElement('a')
        link.href = address
        document.body.append(link)
        link.click()
      }
    })
    await expect
      .poll(
        async () => (await lab.call('lines')).filter(line => line.startsWith('a page wanted to go elsewhere')).length,
      )
      .toBeGreaterThanOrEqual(1)
    expect(page.url()).toBe('dwell://app/training-worker/index.html')
    expect((await lab.call('lines')).filter(line => line.startsWith('a wish'))).toEqual([])
  })

  it('closes its port when it ends', async () => {
    expect(await lab.call('room', 'training-page')).toBe(true)
    expect(await lab.call('room', 'audio-analysis')).toBe(true)
    const before = await lab.call('closes')
    await lab.app.evaluate(({ BrowserWindow }) => {
      for (const window of BrowserWindow.getAllWindows()) window.webContents.forcefullyCrashRenderer()
    })
    await expect.poll(() => lab.call('closes')).toBe(before + 2)
  })
})
