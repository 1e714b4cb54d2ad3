// Serves the interface as a plain page: built once as it is shipped, pictures drawn on the spot where the shell would answer.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { build } from 'vite'
import type { FakeCoreOptions } from './fake-core.ts'
import { answerArt, harnessConfig, pages } from './vite.ts'

const mimes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
}

async function buildInto(folder: string): Promise<void> {
  // React and its compiler look at this, not at Vite's mode; under a test runner it is 'test'.
  const before = process.env['NODE_ENV']
  process.env['NODE_ENV'] = 'production'
  try {
    await build({
      ...harnessConfig,
      logLevel: 'error',
      build: {
        outDir: folder,
        emptyOutDir: true,
        target: 'chrome130',
        minify: false,
        assetsInlineLimit: 0,
        rolldownOptions: { input: pages },
      },
    })
  } finally {
    process.env['NODE_ENV'] = before
  }
}

export interface Pages {
  address(options?: FakeCoreOptions): string
  /** Of a state of the table, or of another page (`/states.html`). */
  addressOf(asked: Readonly<Record<string, string>>, path?: string): string
  close(): Promise<void>
}

export async function servePages(): Promise<Pages> {
  const folder = mkdtempSync(join(tmpdir(), 'dwell-pages-'))
  await buildInto(folder)
  const server = createServer((request, response) => {
    if (answerArt(request, response)) return
    const { pathname } = new URL(request.url ?? '/', 'http://here')
    const name = pathname === '/' ? '/index.html' : pathname
    const mime = mimes[extname(name)]
    try {
      if (!mime || name.includes('..')) throw new Error('not ours')
      const bytes = readFileSync(join(folder, name))
      response.setHeader('content-type', mime)
      response.end(bytes)
    } catch {
      response.statusCode = 404
      response.end()
    }
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no address')
  const home = `http://127.0.0.1:${address.port}`
  return {
    address: (options = {}) => `${home}/?${new URLSearchParams({ options: JSON.stringify(options) })}`,
    addressOf: (asked, path = '/') => `${home}${path}?${new URLSearchParams(asked)}`,
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
