// dwell://app/…: the built interface. Only files that were there at the start can be asked for, so no path can lead outside.
import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import { type HiddenPage, hiddenPageOf } from '../addresses.ts'
import { contentSecurityPolicy, hiddenPolicy, pageHeaders, refusal } from './headers.ts'

const mimes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.wasm': 'application/wasm',
}

/** Absolute paths by the path that a page asks for. */
export type AppFiles = ReadonlyMap<string, string>

/** Every file below `folder`, once; an empty or missing folder is an app without an interface. */
export function listAppFiles(folder: string): AppFiles {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
    return new Map(
      entries
        .filter(entry => entry.isFile())
        .map(entry => join(entry.parentPath, entry.name))
        .map(path => [path.slice(folder.length).split(sep).join('/').replace(/^\/?/, '/'), path]),
    )
  } catch {
    return new Map()
  }
}

/** A page of the interface with its policy; `nonce` lets its own style elements in. */
export const pageResponse = (html: string, nonce: string): Response => htmlResponse(html, contentSecurityPolicy(nonce))

const htmlResponse = (html: string, policy: string): Response =>
  new Response(html, {
    headers: {
      ...pageHeaders,
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': policy,
      'Cache-Control': 'no-store',
    },
  })

/** What the shell knows before the page does. */
export interface FirstLook {
  readonly nonce: string
  readonly theme: 'light' | 'dark'
  readonly language: string
}

/** Answers one request for a file of the interface. The hidden pages' own files are not among them. */
export function answerAppFile(request: Request, files: AppFiles, look: FirstLook): Promise<Response> {
  const policy = contentSecurityPolicy(look.nonce)
  return answerFile(
    request,
    files,
    name => hiddenPageOf(name) === null,
    policy,
    html => withLook(html, look),
  )
}

/** Answers one request of a hidden page: for a file of its own, or of the scripts' folder that all share. */
export function answerHiddenFile(request: Request, files: AppFiles, page: HiddenPage): Promise<Response> {
  const mayHave = (name: string) => hiddenPageOf(name) === page || (name.startsWith('/assets/') && isProgram(name))
  return answerFile(request, files, mayHave, hiddenPolicy(page), html => html)
}

const isProgram = (name: string) => ['.js', '.mjs', '.wasm'].includes(extname(name))

async function answerFile(
  request: Request,
  files: AppFiles,
  mayHave: (name: string) => boolean,
  policy: string,
  dress: (html: string) => string,
): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return refusal(405, 'Files can only be read.', { Allow: 'GET, HEAD' })
  const asked = new URL(request.url).pathname
  const name = asked === '/' ? '/index.html' : asked
  const path = mayHave(name) ? files.get(name) : undefined
  const mime = mimes[extname(name)]
  if (!path || !mime) return refusal(404, 'There is no such page.')
  const bytes = await readFile(path)
  if (mime.startsWith('text/html')) return htmlResponse(dress(bytes.toString('utf8')), policy)
  return new Response(bytes, {
    headers: {
      ...pageHeaders,
      'Content-Type': mime,
      'Content-Length': String(bytes.length),
      // A worker is a document of its own and does not take the page's policy.
      ...(mime.startsWith('text/javascript') && { 'Content-Security-Policy': policy }),
    },
  })
}

/** The first paint is in the right theme and language; the nonce lies where react-aria looks for it. */
const withLook = (html: string, { nonce, theme, language }: FirstLook): string =>
  html
    .replace(/<html\b[^>]*>/i, `<html lang="${language}" data-theme="${theme}">`)
    .replace(/<head>/i, `<head>\n    <meta property="csp-nonce" nonce="${nonce}">`)
