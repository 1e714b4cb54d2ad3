// The dev server of the real window keeps to the page's policy: no script stands in the page, and edits come through a plain request.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer, type Plugin, type ViteDevServer } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addressOf, hotChannel, noInlineScripts } from '../../scripts/dev-window.mjs'

let folder: string
let server: ViteDevServer

/** As React's plugin does for its refresh. */
const preamble: Plugin = {
  name: 'test:preamble',
  transformIndexHtml: () => [{ tag: 'script', attrs: { type: 'module' }, children: 'window.came = true' }],
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dwell-dev-window-'))
  writeFileSync(
    join(folder, 'index.html'),
    '<html><head></head><body><script type="module" src="/main.js"></script></body></html>',
  )
  writeFileSync(join(folder, 'main.js'), 'export const edit = 0\n')
  server = await createServer({
    configFile: false,
    root: folder,
    cacheDir: join(folder, 'cache'),
    logLevel: 'silent',
    plugins: [preamble, hotChannel(), noInlineScripts()],
    server: { host: '127.0.0.1', port: 0 },
  })
  await server.listen()
})
afterAll(async () => {
  await server?.close()
  rmSync(folder, { recursive: true, force: true })
})

const get = (path: string) => fetch(new URL(path, addressOf(server)), { headers: { accept: '*/*' } })

describe('the window in development', () => {
  it('has no script in the page itself; what stood there is a file', async () => {
    const page = await (await fetch(addressOf(server), { headers: { accept: 'text/html' } })).text()
    const scripts = [...page.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g)]
    expect(scripts.map(([, , inside]) => inside?.trim())).toEqual(scripts.map(() => ''))
    const sources = scripts.map(([, attributes]) => /src="([^"]+)"/.exec(attributes ?? '')?.[1] ?? '')
    const bodies = await Promise.all(sources.map(async source => (await get(source)).text()))
    expect(bodies.some(body => body.includes('window.came = true'))).toBe(true)
  })

  it('hears of an edit by a request that stays open, since its policy allows no socket', async () => {
    await get('/main.js')
    const answer = await get('/@hot')
    const lines = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
    let heard = ''
    const until = async (words: string): Promise<void> => {
      while (!heard.includes(words)) heard += (await lines?.read())?.value ?? ''
    }
    await until('"type":"connected"')
    server.watcher.emit('change', join(folder, 'main.js'))
    await until('"type":"full-reload"')
    await lines?.cancel()
  })

  it('puts the stand-in for the socket before what uses it', async () => {
    const client = await (await get('/@vite/client')).text()
    expect(client.indexOf('class WebSocket')).toBeGreaterThanOrEqual(0)
    expect(client.indexOf('class WebSocket')).toBeLessThan(client.indexOf('new WebSocket'))
  })
})
