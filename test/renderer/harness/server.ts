// Serves the interface as plain pages: the sources as they are, pictures drawn on the spot where the shell would answer.
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { createServer, type Plugin } from 'vite'
import { cover } from './art.ts'
import type { FakeCoreOptions } from './fake-core.ts'

const repository = join(dirname(fileURLToPath(import.meta.url)), '../../..')

/** A plain browser does not know `dwell://`: here it is a path on the same server. */
function dwellProtocol(): Plugin {
  return {
    name: 'dwell:protocol',
    enforce: 'pre',
    transform: (code, id) => (id.includes('/renderer/') ? code.replaceAll('dwell://', '/dwell/') : null),
    configureServer(server) {
      server.middlewares.use('/dwell/art/', (request, response) => {
        const url = new URL(request.url ?? '/', 'http://here')
        const size = Math.min(512, Number(url.searchParams.get('size') ?? 64))
        response.setHeader('content-type', 'image/png')
        response.setHeader('cache-control', 'max-age=3600')
        response.end(cover(url.pathname.slice(1), size))
      })
    },
  }
}

export interface Pages {
  address(options?: FakeCoreOptions): string
  close(): Promise<void>
}

export async function servePages(): Promise<Pages> {
  const server = await createServer({
    configFile: false,
    root: repository,
    cacheDir: join(repository, 'node_modules/.cache/vite-harness'),
    logLevel: 'error',
    plugins: [react(), dwellProtocol()],
    server: { port: 0, host: '127.0.0.1', hmr: false, watch: null },
    optimizeDeps: { entries: ['test/renderer/harness/index.html'] },
  })
  await server.listen()
  const [base] = server.resolvedUrls?.local ?? []
  if (!base) throw new Error('the server has no address')
  return {
    address: (options = {}) =>
      `${base}test/renderer/harness/index.html?options=${encodeURIComponent(JSON.stringify(options))}`,
    close: () => server.close(),
  }
}
