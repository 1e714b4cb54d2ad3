// The real application for `npm run dev -- --app`: as it is built, but for the window's own files, which come from the dev server in place of
// the build. Policy, sandbox and the wall against the network stay as shipped: what the page asks for goes through `dwell://app` as always.
import { app, session } from 'electron'

const server = process.env['DWELL_DEV_SERVER'] ?? ''
/** What the hidden pages and the page of trouble are made of is answered by the application itself. */
const ofTheApp = /^\/(audio-analysis\/|training-worker\/|assets\/|trouble$)/

/** @typedef {(request: Request) => Response | Promise<Response>} Answer */

/**
 * A file from the dev server with the headers of the page as it is shipped; the page itself in the look that the shell gives it.
 *
 * @param {Request} request
 * @param {Answer} asShipped
 */
async function fromServer(request, asShipped) {
  const { pathname, search } = new URL(request.url)
  const shipped = await asShipped(new Request('dwell://app/index.html'))
  const isPage = pathname === '/' || pathname === '/index.html'
  const body = request.method === 'POST' ? await request.text() : null
  const found = await fetch(new URL(`${isPage ? '/index.html' : pathname}${search}`, server), {
    method: request.method,
    headers: { accept: isPage ? 'text/html' : (request.headers.get('accept') ?? '*/*') },
    body,
  })
  const headers = new Headers(shipped.headers)
  headers.set('Content-Type', found.headers.get('content-type') ?? 'text/plain')
  if (!isPage) return new Response(found.body, { status: found.status, headers })
  const dressed = await shipped.text()
  const [look = '<html>'] = /<html\b[^>]*>/i.exec(dressed) ?? []
  const [nonce = ''] = /<meta property="csp-nonce"[^>]*>/i.exec(dressed) ?? []
  const page = await found.text()
  return new Response(page.replace(/<html\b[^>]*>/i, look).replace(/<head>/i, `<head>${nonce}`), { headers })
}

// The shell answers the scheme once, when the application is ready: this listener was here first.
void app.whenReady().then(() => {
  const { protocol } = session.defaultSession
  const handle = protocol.handle.bind(protocol)
  /** @type {typeof protocol.handle} */
  protocol.handle = (scheme, answer) =>
    handle(scheme, async request => {
      const { host, pathname } = new URL(request.url)
      if (host !== 'app' || ofTheApp.test(pathname)) return answer(request)
      return fromServer(request, async wanted => answer(wanted))
    })
})
await import(new URL('../../out/main/index.js', import.meta.url).href)
