// The dev server of the real window: the renderer's own Vite configuration, with a hot channel that needs neither a network nor an inline script.

import { resolveConfig } from 'electron-vite'
import { createServer } from 'vite'
import { root } from './places.mjs'

/** Stands in for the page's WebSocket, which its policy does not allow: messages come as lines of one long answer, and go as posts. */
const channelInThePage = `
class WebSocket extends EventTarget {
  OPEN = 1
  readyState = 0
  constructor() {
    super()
    void this.read().finally(() => { this.readyState = 3; this.dispatchEvent(new Event('close')) })
  }
  async read() {
    const answer = await fetch('/@hot')
    const lines = answer.body.pipeThrough(new TextDecoderStream()).getReader()
    this.readyState = 1
    this.dispatchEvent(new Event('open'))
    for (let rest = ''; ; ) {
      const { done, value } = await lines.read()
      if (done) return
      rest += value
      const whole = rest.split('\\n')
      rest = whole.pop()
      for (const data of whole) if (data) this.dispatchEvent(new MessageEvent('message', { data }))
    }
  }
  send(data) { void fetch('/@hot', { method: 'POST', body: data }) }
  close() {}
}
`

/**
 * What the server has to say to the page as lines of an answer, and what the page has to say to it as posts.
 *
 * @returns {import('vite').Plugin}
 */
export function hotChannel() {
  return {
    name: 'dwell:hot-channel',
    enforce: 'post',
    transform: (code, id) => (id.includes('/vite/dist/client/client.mjs') ? `${channelInThePage}${code}` : null),
    configureServer(server) {
      /** @type {WebSocket | null} */
      let latest = null
      server.middlewares.use('/@hot', (request, response) => {
        if (request.method === 'POST') {
          let words = ''
          request.on('data', part => {
            words += part
          })
          request.on('end', () => {
            if (latest?.readyState === WebSocket.OPEN) latest.send(words)
            response.end()
          })
          return
        }
        const socket = new WebSocket(
          `${addressOf(server).replace('http', 'ws')}?token=${server.config.webSocketToken}`,
          'vite-hmr',
        )
        latest = socket
        // The first line is empty: it brings the headers on their way.
        response.write('\n')
        socket.addEventListener('message', ({ data }) => response.write(`${data}\n`))
        socket.addEventListener('close', () => response.end())
        response.on('close', () => socket.close())
      })
    },
  }
}

/**
 * Scripts that stand in the page itself become files of the server, so that the page needs no leave for them.
 *
 * @returns {import('vite').Plugin}
 */
export function noInlineScripts() {
  /** @type {string[]} */
  let scripts = []
  return {
    name: 'dwell:no-inline-scripts',
    transformIndexHtml: {
      order: 'post',
      handler(html) {
        scripts = []
        return html.replace(/<script type="module">([\s\S]*?)<\/script>/g, (_whole, /** @type {string} */ script) => {
          scripts.push(script)
          return `<script type="module" src="/@inline/${scripts.length - 1}"></script>`
        })
      },
    },
    configureServer(server) {
      server.middlewares.use('/@inline/', (request, response) => {
        response.setHeader('content-type', 'text/javascript')
        response.end(scripts[Number(request.url?.replace(/^\//, ''))] ?? '')
      })
    },
  }
}

/** @param {import('vite').ViteDevServer} server */
export const addressOf = server => server.resolvedUrls?.local[0] ?? ''

export async function serveWindow() {
  const { config } = await resolveConfig({ root, logLevel: 'warn', ignoreConfigWarning: true }, 'serve', 'development')
  const own = config?.renderer ?? {}
  const server = await createServer({
    ...own,
    configFile: false,
    plugins: [own.plugins, hotChannel(), noInlineScripts()],
    cacheDir: `${root}/node_modules/.cache/vite-app`,
    server: { host: '127.0.0.1', port: 5181, fs: { allow: [root] } },
  })
  return server.listen()
}
