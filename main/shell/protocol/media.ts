// dwell://media/<track id>: the sound of a track, whole or by ranges. The page never learns where it lies.
import { open, stat } from 'node:fs/promises'
import { DwellError, type ErrorCode, failure } from '../../../preload/contract/errors.ts'
import { type TrackId, trackId } from '../../../preload/contract/ids.ts'
import { streamOf } from './file-stream.ts'
import { preflight, refusal, sharedHeaders } from './headers.ts'
import { parseRange } from './range.ts'

export interface MediaFile {
  readonly path: string
  /** The path's exact bytes, where it is no valid UTF-8: these are opened instead. */
  readonly bytes?: Uint8Array
  readonly mime: string
}

/** Where tracks lie, as far as is known. Throws a DwellError when the core says that it cannot be had. */
export interface MediaPlaces {
  placeOf(id: TrackId): Promise<MediaFile>
  /** What was known of this track proved wrong. */
  forget(id: TrackId): void
}

/** Answers one request for the sound of a track. */
export async function answerMedia(request: Request, places: MediaPlaces): Promise<Response> {
  if (request.method === 'OPTIONS') return preflight()
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return refusal(405, 'Sound can only be read.', { Allow: 'GET, HEAD' })
  const [, digits = ''] = /^\/(\d{1,10})$/.exec(new URL(request.url).pathname) ?? []
  const id = trackId.safeParse(Number(digits))
  if (!id.success) return refusal(404, 'There is no such track.')
  try {
    return answerFrom(request, await lookAt(id.data, places))
  } catch (thrown) {
    return refusalFor(thrown)
  }
}

interface Readable {
  readonly path: string | Buffer
  readonly mime: string
  readonly size: number
}

/** Looks at the file where it was; when it is not there, asks once more where it is now. */
async function lookAt(id: TrackId, places: MediaPlaces): Promise<Readable> {
  try {
    return await readable(await places.placeOf(id))
  } catch (thrown) {
    if (thrown instanceof DwellError && thrown.code !== 'file-missing') throw thrown
    places.forget(id)
    return readable(await places.placeOf(id))
  }
}

/** Opens it for a moment, so that what cannot be read is refused before it is promised. */
async function readable({ path: text, bytes, mime }: MediaFile): Promise<Readable> {
  const path = bytes === undefined ? text : Buffer.from(bytes)
  const found = await stat(path)
  if (!found.isFile()) throw new DwellError('file-missing', 'Something else is in its place.')
  const file = await open(path, 'r')
  await file.close()
  return { path, mime, size: found.size }
}

function answerFrom(request: Request, { path, mime, size }: Readable): Response {
  const range = parseRange(request.headers.get('Range'), size)
  const ranges = { 'Accept-Ranges': 'bytes' }
  if (range.kind === 'none') {
    return refusal(416, 'The file ends before that.', { ...ranges, 'Content-Range': `bytes */${size}` })
  }
  const [from, to] = range.kind === 'part' ? [range.from, range.to] : [0, size - 1]
  const wantsBody = request.method === 'GET' && to >= from
  return new Response(wantsBody ? streamOf(path, from, to) : null, {
    status: range.kind === 'part' ? 206 : 200,
    headers: {
      ...sharedHeaders,
      ...ranges,
      'Content-Type': mime,
      'Cache-Control': 'no-store',
      'Content-Length': String(to - from + 1),
      ...(range.kind === 'part' && { 'Content-Range': `bytes ${from}-${to}/${size}` }),
    },
  })
}

const refusals: Partial<Record<ErrorCode, readonly [number, string]>> = {
  'not-found': [404, 'There is no such track.'],
  'file-missing': [404, 'The file of this track is not where it was.'],
  'file-unreadable': [403, 'The file of this track cannot be opened: no permission, or the disk fails.'],
  'not-playable': [415, 'This format cannot be played here.'],
  'core-restarting': [503, 'The library is just restarting.'],
}

/** The core's own message may name the file, so it stays behind. */
function refusalFor(thrown: unknown): Response {
  const system = thrown instanceof Error && 'code' in thrown ? thrown.code : null
  const answer = failure(thrown)
  const code: ErrorCode =
    system === 'ENOENT' || system === 'ENOTDIR'
      ? 'file-missing'
      : system === 'EACCES' || system === 'EPERM' || system === 'EIO'
        ? 'file-unreadable'
        : answer.ok
          ? 'internal'
          : answer.code
  const [status, words] = refusals[code] ?? [500, 'This track could not be read.']
  return refusal(status, words, { 'X-Dwell-Code': code })
}
