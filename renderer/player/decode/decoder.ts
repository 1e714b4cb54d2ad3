// The page's end of the decoding worker: streams to read from, and a clock that a hidden window does not slow down.
import { DwellError } from '../../../preload/contract/errors.ts'
import type { Chunk, Reply, Request, Shape, Start } from './protocol.ts'

export interface OpenStream {
  readonly shape: Shape
  start(start: Start): Promise<void>
  read(frames: number): Promise<Chunk | null>
  close(): void
}

export interface Decoder {
  /** Throws DwellError with a code of the file's own trouble. */
  open(url: string): Promise<OpenStream>
  /** Calls back every `everyMs`; 0 stops it. */
  tick(everyMs: number, onTick: () => void): void
  close(): void
}

type Ask = Request extends infer R ? (R extends Request ? Omit<R, 'id'> : never) : never
type Settled = Extract<Reply, { ok: true }>

interface Waiting {
  readonly resolve: (reply: Settled) => void
  readonly reject: (error: DwellError) => void
}

export function createDecoder(): Decoder {
  let worker: Worker | null = null
  let lastId = 0
  let lastStream = 0
  let ticked: () => void = () => undefined
  let tickMs = 0
  const waiting = new Map<number, Waiting>()

  function fail(message: string): void {
    worker?.terminate()
    worker = null
    for (const { reject } of waiting.values()) reject(new DwellError('file-broken', message))
    waiting.clear()
    // A new worker keeps the clock going.
    if (tickMs > 0) void ask({ ask: 'tick', everyMs: tickMs }).catch(() => undefined)
  }

  function started(): Worker {
    if (worker) return worker
    const fresh = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'decoder' })
    fresh.addEventListener('message', (event: MessageEvent<Reply>) => {
      const reply = event.data
      if ('tick' in reply) return ticked()
      const waiter = waiting.get(reply.id)
      waiting.delete(reply.id)
      if (reply.ok) waiter?.resolve(reply)
      else waiter?.reject(new DwellError(reply.code, reply.message))
    })
    fresh.addEventListener('error', event => {
      event.preventDefault()
      if (fresh === worker) fail(`the decoder stopped (${event.message || 'it could not be started'})`)
    })
    worker = fresh
    return fresh
  }

  function ask(request: Ask): Promise<Settled> {
    lastId += 1
    const id = lastId
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject })
      started().postMessage({ ...request, id })
    })
  }

  return {
    async open(url) {
      lastStream += 1
      const stream = lastStream
      const close = () => void ask({ ask: 'close', stream }).catch(() => undefined)
      const { shape } = await ask({ ask: 'open', stream, url }).catch(error => {
        close()
        throw error
      })
      if (!shape) throw new DwellError('internal', 'the decoder gave no shape')
      return {
        shape,
        start: async start => void (await ask({ ask: 'start', stream, start })),
        read: async frames => (await ask({ ask: 'read', stream, frames })).chunk ?? null,
        close,
      }
    },
    tick(everyMs, onTick) {
      ticked = onTick
      if (everyMs === tickMs) return
      tickMs = everyMs
      void ask({ ask: 'tick', everyMs }).catch(() => undefined)
    },
    close() {
      worker?.terminate()
      worker = null
      waiting.clear()
    },
  }
}
