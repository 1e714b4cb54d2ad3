// The decoding worker: files become samples here, so that a busy interface never starves the sound nor a busy decoder the interface.
import { failure } from '../../../preload/contract/errors.ts'
import { openBytes } from './bytes.ts'
import { openPcm } from './pcm.ts'
import type { Reply, Request } from './protocol.ts'
import { createStream, type Stream } from './stream.ts'

interface Open {
  readonly abort: AbortController
  readonly stream: Promise<Stream>
}

const open = new Map<number, Open>()
let ticking: ReturnType<typeof setInterval> | undefined

function reply(message: Reply, transfer: Transferable[] = []): void {
  // In a worker the options form goes to whoever started it.
  postMessage(message, { transfer })
}

function close(stream: number): void {
  const known = open.get(stream)
  open.delete(stream)
  known?.abort.abort()
  known?.stream.then(
    it => it.close(),
    () => undefined,
  )
}

async function answer(request: Request): Promise<void> {
  switch (request.ask) {
    case 'open': {
      const abort = new AbortController()
      const stream = openBytes(request.url, abort.signal).then(openPcm).then(createStream)
      open.set(request.stream, { abort, stream })
      const { shape } = await stream
      return reply({ id: request.id, ok: true, shape })
    }
    case 'start': {
      const stream = await open.get(request.stream)?.stream
      await stream?.start(request.start)
      return reply({ id: request.id, ok: true })
    }
    case 'read': {
      const stream = await open.get(request.stream)?.stream
      const chunk = (await stream?.read(request.frames)) ?? null
      return reply({ id: request.id, ok: true, chunk }, chunk?.planes.map(plane => plane.buffer) ?? [])
    }
    case 'close':
      close(request.stream)
      return reply({ id: request.id, ok: true })
    case 'tick':
      clearInterval(ticking)
      if (request.everyMs > 0) ticking = setInterval(() => reply({ tick: true }), request.everyMs)
      return reply({ id: request.id, ok: true })
  }
}

addEventListener('message', (event: MessageEvent<Request>) => {
  const request = event.data
  answer(request).catch(thrown => {
    const failed = failure(thrown)
    if (!failed.ok) reply({ id: request.id, ok: false, code: failed.code, message: failed.message })
  })
})
