// A track's file as the page reaches it: byte ranges of dwell://media/<id>, with failures that keep their code.
import { DwellError, type ErrorCode, errorCodes } from '../../../preload/contract/errors.ts'

export interface Bytes {
  readonly size: number
  /** Bytes [start, end), cut at the end of the file. */
  read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>>
}

const codeOfStatus: Readonly<Record<number, ErrorCode>> = {
  403: 'file-unreadable',
  404: 'file-missing',
  410: 'file-missing',
  415: 'not-playable',
  503: 'core-restarting',
}

/** The shell may name the code in a header; the status says it otherwise. */
function failureOf(response: Response): DwellError {
  const named = errorCodes.find(code => code === response.headers.get('x-dwell-code'))
  const code = named ?? codeOfStatus[response.status] ?? 'file-unreadable'
  return new DwellError(code, `the file could not be read (${response.status} ${response.statusText || code})`)
}

const headBytes = 256 * 1024
/** The core may be starting again, and only it knows where the file lies: worth waiting for, sound is decoded ahead. Milliseconds. */
const retryAfter = [200, 400, 800, 1600, 3200]
const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))

/** Opens `url`; the first bytes are read at once, since every reader begins there. Errors: DwellError, `file-empty` for zero bytes. */
export async function openBytes(url: string, signal: AbortSignal, fetchFn: typeof fetch = fetch): Promise<Bytes> {
  async function range(start: number, end: number): Promise<Response> {
    try {
      for (const ms of retryAfter) {
        const response = await fetchFn(url, { headers: { range: `bytes=${start}-${end - 1}` }, signal })
        if (response.status !== 503) return response
        await pause(ms)
      }
      return await fetchFn(url, { headers: { range: `bytes=${start}-${end - 1}` }, signal })
    } catch (cause) {
      if (signal.aborted) throw new DwellError('cancelled', 'the track was closed', { cause })
      throw new DwellError('file-unreadable', 'the file could not be read: the connection to it broke', { cause })
    }
  }

  const first = await range(0, headBytes)
  if (first.status === 416) throw new DwellError('file-empty', 'the file is empty')
  if (!first.ok) throw failureOf(first)
  const head = new Uint8Array(await first.arrayBuffer())
  const total = Number(/\/(\d+)$/.exec(first.headers.get('content-range') ?? '')?.[1])
  const size = first.status === 206 && Number.isFinite(total) ? total : head.length
  if (size === 0) throw new DwellError('file-empty', 'the file is empty')

  return {
    size,
    async read(start, end) {
      const stop = Math.min(end, size)
      if (start >= stop) return new Uint8Array()
      if (stop <= head.length) return head.subarray(start, stop)
      const response = await range(start, stop)
      if (!response.ok) throw failureOf(response)
      return new Uint8Array(await response.arrayBuffer())
    },
  }
}
