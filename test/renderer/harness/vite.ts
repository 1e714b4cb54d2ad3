// How Vite serves the interface as a plain page: a plain browser does not know `dwell://`, here it is a path on the same server.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import type { InlineConfig, Plugin } from 'vite'
import { cover } from './art.ts'

const here = dirname(fileURLToPath(import.meta.url))

const dwellProtocol: Plugin = {
  name: 'dwell:protocol',
  enforce: 'pre',
  transform: (code, id) => (id.includes('/renderer/') ? code.replaceAll('dwell://', '/dwell/') : null),
  configureServer(server) {
    server.middlewares.use((request, response, next) => {
      if (!answerArt(request, response)) next()
    })
  },
}

/** Pictures drawn on the spot where the shell would answer; false: something else was asked for. */
export function answerArt(request: IncomingMessage, response: ServerResponse): boolean {
  const url = new URL(request.url ?? '/', 'http://here')
  const art = /^\/dwell\/art\/([0-9a-f]+)$/.exec(url.pathname)?.[1]
  if (!art) return false
  response.setHeader('content-type', 'image/png')
  response.setHeader('cache-control', 'max-age=3600')
  response.end(cover(art, Math.min(512, Number(url.searchParams.get('size') ?? 64))))
  return true
}

/** The pages: the window, and the page of its states. */
export const pages = { index: `${here}/index.html`, states: `${here}/states.html` } as const

export const harnessConfig = {
  configFile: false,
  root: here,
  plugins: [react(), dwellProtocol],
} satisfies InlineConfig

/** The server of `npm run dev`; port 0 is any. What is bundled of the packages is kept between runs. */
export const devConfig = (port: number) =>
  ({
    ...harnessConfig,
    cacheDir: `${here}/../../../node_modules/.cache/vite-dev`,
    server: { host: '127.0.0.1', port },
  }) satisfies InlineConfig
