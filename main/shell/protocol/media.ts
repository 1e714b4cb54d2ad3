// dwell://media/<track id>: the sound of a track, whole or by ranges. The page never learns where it lies.
import { type FileHandle, open } from 'node:fs/promises'
import { type ErrorCode, failure } from '../../../preload/contract/errors.ts'
import { type TrackId, trackId } from '../../../preload/contract/ids.ts'
import { streamOf } from './file-stream.ts'
import { preflight, refusal, sharedHeaders } from './headers.ts'
import { parseRange } from './range.ts'

export interface MediaFile {
  readonly path: string
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
    const { file, mime } = await openAt(id.data, places)
    return await answerFrom(request, file, mime)
  } catch (thrown) {
    return refusalFor(thrown)
  }
}

/** Opens the file where it was; when it is gone from there, asks once more where it is now. */
async function openAt(id: TrackId, places: MediaPlaces): Promise<{ file: FileHandle; mime: string }> {
  const known = await places.placeOf(id)
  try {
    return { file: await open(known.path, 'r'), mime: known.mime }
  } catch {
    places.forget(id)
    const found = await places.placeOf(id)
    return { file: await open(found.path, 'r'), mime: found.mime }
  }
}

async function answerFrom(request: Request, file: FileHandle, mime: string): Promise<Response> {
  const close = () => file.close().catch(() => {})
  try {
    const stat = await file.stat()
    if (!stat.isFile()) throw Object.assign(new Error('no file'), { code: 'ENOENT' })
    const { size } = stat
    const range = parseRange(request.headers.get('Range'), size)
    const headers = { ...sharedHeaders, 'Content-Type': mime, 'Accept-Ranges': 'bytes', 'Cache-Control': 'no-store' }
    if (range.kind === 'none') {
      await close()
      return refusal(416, 'The file ends before that.', {
        'Content-Range': `bytes */${size}`,
        'Accept-Ranges': 'bytes',
      })
    }
    const [from, to] = range.kind === 'part' ? [range.from, range.to] : [0, size - 1]
    const init = {
      status: range.kind === 'part' ? 206 : 200,
      headers: {
        ...headers,
        'Content-Length': String(to - from + 1),
        ...(range.kind === 'part' && { 'Content-Range': `bytes ${from}-${to}/${size}` }),
      },
    }
    if (request.method === 'HEAD' || to < from) {
      await close()
      return new Response(null, init)
    }
    return new Response(streamOf(file, from, to), init)
  } catch (thrown) {
    await close()
    throw thrown
  }
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
