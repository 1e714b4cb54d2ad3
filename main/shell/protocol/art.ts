// dwell://art/<hash>?size=64|256|1024: pictures by their content, so an answer never grows old.
import { readFile } from 'node:fs/promises'
import { preflight, refusal, sharedHeaders } from './headers.ts'

export type ArtSize = 64 | 256 | 1024
export interface ArtFile {
  readonly path: string
  readonly mime: string
}
/** Asks where the picture of this size lies, or has it made. Throws when there is none. */
export type FindArt = (hash: string, size: ArtSize) => Promise<ArtFile>

const sizes: readonly ArtSize[] = [64, 256, 1024]

/** Answers one request for a picture. */
export async function answerArt(request: Request, find: FindArt): Promise<Response> {
  if (request.method === 'OPTIONS') return preflight()
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return refusal(405, 'Pictures can only be read.', { Allow: 'GET, HEAD' })
  const { pathname, searchParams } = new URL(request.url)
  const hash = pathname.slice(1)
  const size = sizes.find(each => String(each) === (searchParams.get('size') ?? '256'))
  if (!/^[0-9a-f]{32}$/.test(hash) || !size) return refusal(404, 'There is no such picture.')
  try {
    const { path, mime } = await find(hash, size)
    const bytes = await readFile(path)
    return new Response(request.method === 'HEAD' ? null : bytes, {
      headers: {
        ...sharedHeaders,
        'Content-Type': mime,
        'Content-Length': String(bytes.length),
        'Cache-Control': 'public, max-age=31536000, immutable',
      },
    })
  } catch {
    return refusal(404, 'There is no such picture.', { 'Cache-Control': 'no-store' })
  }
}
