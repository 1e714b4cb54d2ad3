// The headers that go with every answer of dwell://: what a page may do, and who may read the bytes.
import { appOrigin, type HiddenPage, scheme } from '../addresses.ts'

/**
 * What a page may load and do. `nonce` opens `style-src` for the style elements that react-aria makes (touch-action on pressables, scroll
 * lock behind dialogs): it reads it from the page's `csp-nonce` meta element, so `unsafe-inline` is not needed.
 */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    `style-src 'self' 'nonce-${nonce}'`,
    'img-src dwell: data: blob:',
    'media-src dwell: blob:',
    'connect-src dwell:',
    "font-src 'self'",
    "worker-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** What a hidden page may do: run its own scripts and WebAssembly, and fetch what its task is about. */
const hiddenFetches: Readonly<Record<HiddenPage, string>> = {
  'audio-analysis': `'self' ${scheme}://media`,
  'training-page': "'self'",
}

/** What a hidden page may load and do: nothing is shown, so there are neither styles nor pictures. */
export function hiddenPolicy(page: HiddenPage): string {
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    `connect-src ${hiddenFetches[page]}`,
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** Nothing asks for a camera, a place or a sensor; the choice of a loudspeaker stays open. */
const permissionsPolicy = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'midi',
  'payment',
  'serial',
  'usb',
]
  .map(feature => `${feature}=()`)
  .join(', ')

/** For pages, scripts, styles and fonts. Isolation (the last two) allows WebAssembly threads in the pages that compute. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Permissions-Policy': permissionsPolicy,
  'X-DNS-Prefetch-Control': 'off',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
}

/** For sound and pictures: read by the page of this program alone, which needs CORS to take samples and colours from them. */
export const sharedHeaders: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Access-Control-Allow-Origin': appOrigin,
  'Access-Control-Expose-Headers': 'Accept-Ranges, Content-Length, Content-Range, X-Dwell-Code',
  'Cross-Origin-Resource-Policy': 'cross-origin',
}

/** The answer to a preflight: `fetch` with a suffix range asks first. */
export const preflight = (): Response =>
  new Response(null, {
    status: 204,
    headers: {
      ...sharedHeaders,
      'Access-Control-Allow-Methods': 'GET, HEAD',
      'Access-Control-Allow-Headers': 'Range',
      'Access-Control-Max-Age': '86400',
    },
  })

/** A refusal in words that name no file. */
export const refusal = (status: number, words: string, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(`${words}\n`, {
    status,
    headers: { ...sharedHeaders, 'Content-Type': 'text/plain; charset=utf-8', ...headers },
  })
