// Serves the interface as a plain page: built at the first look as it is shipped, pictures drawn on the spot where the shell would answer.
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { FakeCoreOptions } from './fake-core.ts'
import { answerArt } from './vite.ts'

const mimes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
}

export interface Pages {
  /** Where the pages are; what they show is said in the address. */
  readonly origin: string
  address(options?: FakeCoreOptions): string
  /** Of a state of the table, or of another page (`/states.html`). */
  addressOf(asked: Readonly<Record<string, string>>, path?: string): string
  close(): Promise<void>
}

export async function servePages(): Promise<Pages> {
  const folder = mkdtempSync(join(tmpdir(), 'dwell-pages-'))
  let built: Promise<unknown> | null = null
  const build = () =>
    promisify(execFile)(process.execPath, [fileURLToPath(new URL('build-pages.ts', import.meta.url)), folder])
  const server = createServer(async (request, response) => {
    if (answerArt(request, response)) return
    const { pathname } = new URL(request.url ?? '/', 'http://here')
    if (pathname === '/nothing') {
      response.setHeader('content-type', 'text/html')
      response.end('<!doctype html>')
      return
    }
    const name = pathname === '/' ? '/index.html' : pathname
    const mime = mimes[extname(name)]
    try {
      built ??= build()
      await built
      if (!mime || name.includes('..')) throw new Error('not ours')
      const bytes = readFileSync(join(folder, name))
      response.setHeader('content-type', mime)
      response.end(bytes)
    } catch (error) {
      response.statusCode = 404
      response.end(String(error))
    }
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no address')
  const home = `http://127.0.0.1:${address.port}`
  return {
    ...pagesAt(home),
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The addresses of pages that are served already. */
export const pagesAt = (origin: string): Omit<Pages, 'close'> => ({
  origin,
  address: (options = {}) => `${origin}/?${new URLSearchParams({ options: JSON.stringify(options) })}`,
  addressOf: (asked, path = '/') => `${origin}${path}?${new URLSearchParams(asked)}`,
})
