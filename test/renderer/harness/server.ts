// Serves the interface as a plain page: built once as it is shipped, pictures drawn on the spot where the shell would answer.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { build, type Plugin } from 'vite'
import { cover } from './art.ts'
import type { FakeCoreOptions } from './fake-core.ts'

const here = dirname(fileURLToPath(import.meta.url))
const mimes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
}

/** A plain browser does not know `dwell://`: here it is a path on the same server. */
const dwellProtocol: Plugin = {
  name: 'dwell:protocol',
  enforce: 'pre',
  transform: (code, id) => (id.includes('/renderer/') ? code.replaceAll('dwell://', '/dwell/') : null),
}

async function buildInto(folder: string): Promise<void> {
  // React and its compiler look at this, not at Vite's mode; under a test runner it is 'test'.
  const before = process.env['NODE_ENV']
  process.env['NODE_ENV'] = 'production'
  try {
    await build({
      configFile: false,
      root: here,
      logLevel: 'error',
      plugins: [react(), dwellProtocol],
      build: { outDir: folder, emptyOutDir: true, target: 'chrome130', minify: false, assetsInlineLimit: 0 },
    })
  } finally {
    process.env['NODE_ENV'] = before
  }
}

export interface Pages {
  address(options?: FakeCoreOptions): string
  close(): Promise<void>
}

export async function servePages(): Promise<Pages> {
  const folder = mkdtempSync(join(tmpdir(), 'dwell-pages-'))
  await buildInto(folder)
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://here')
    const art = /^\/dwell\/art\/([0-9a-f]+)$/.exec(url.pathname)?.[1]
    if (art) {
      response.setHeader('content-type', 'image/png')
      response.end(cover(art, Math.min(512, Number(url.searchParams.get('size') ?? 64))))
      return
    }
    const name = url.pathname === '/' ? '/index.html' : url.pathname
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
  return {
    address: (options = {}) =>
      `http://127.0.0.1:${address.port}/?options=${encodeURIComponent(JSON.stringify(options))}`,
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
