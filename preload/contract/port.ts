// A port: two-way ordered messages, whatever carries them (a page's MessagePort, Electron's, a worker's, or the same process).
import { clone } from './everywhere.ts'

/** One end of a channel. It has one reader: the last listener given is the one that hears. Messages wait until there is one. */
export interface Port {
  post(message: unknown, transfer?: readonly unknown[]): void
  onMessage(listener: (message: unknown) => void): void
  /** The other end is gone, or this one was closed. Called once. */
  onClose(listener: () => void): void
  close(): void
}

/** A page's MessagePort, by shape. */
interface DomPort {
  postMessage(message: unknown, transfer: unknown[]): void
  addEventListener(type: 'message' | 'close', listener: (event: { readonly data?: unknown }) => void): void
  start(): void
  close(): void
}

/** Adapts a page's MessagePort. */
export function fromDomPort(port: DomPort): Port {
  return {
    post: (message, transfer = []) => port.postMessage(message, [...transfer]),
    onMessage(listener) {
      port.addEventListener('message', event => listener(event.data))
      port.start()
    },
    onClose: listener => port.addEventListener('close', once(listener)),
    close: () => port.close(),
  }
}

/** Electron's MessagePortMain, by shape: it lives in the main process and in utility processes. */
interface ElectronPort {
  postMessage(message: unknown, transfer?: never[]): void
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  start(): void
  close(): void
}

/** Adapts Electron's MessagePortMain. Its transfer list may hold ports only, so typed arrays are copied. */
export function fromElectronPort(port: ElectronPort): Port {
  return {
    post: message => port.postMessage(message),
    onMessage(listener) {
      port.on('message', event => listener(event.data))
      port.start()
    },
    onClose: listener => void port.on('close', once(listener)),
    close: () => port.close(),
  }
}

/** A MessagePort of node:worker_threads, by shape. */
interface WorkerPort {
  postMessage(message: unknown, transfer: never[]): void
  on(event: 'message', listener: (message: unknown) => void): unknown
  on(event: 'close', listener: () => void): unknown
  close(): void
}

/** Adapts a MessagePort of node:worker_threads. */
export function fromWorkerPort(port: WorkerPort): Port {
  return {
    // The list is of the caller's making: Node checks each member itself and throws on what cannot be handed over.
    post: (message, transfer = []) => port.postMessage(message, [...transfer] as never[]),
    onMessage: listener => void port.on('message', listener),
    onClose: listener => void port.on('close', once(listener)),
    close: () => port.close(),
  }
}

/** Two ends in one process. Messages are copied and arrive later, in order, as over every other channel. */
export function createPortPair(): readonly [Port, Port] {
  const a = createEnd()
  const b = createEnd()
  return [join(a, b), join(b, a)]
}

interface End {
  readonly waiting: unknown[]
  reader: ((message: unknown) => void) | null
  onClose: (() => void) | null
  closed: boolean
}

const createEnd = (): End => ({ waiting: [], reader: null, onClose: null, closed: false })

function join(here: End, there: End): Port {
  return {
    post(message) {
      const copy = clone(message)
      if (here.closed) return
      there.waiting.push(copy)
      void Promise.resolve().then(() => deliver(there))
    },
    onMessage(listener) {
      here.reader = listener
      void Promise.resolve().then(() => deliver(here))
    },
    onClose(listener) {
      here.onClose = listener
    },
    close() {
      if (here.closed) return
      void Promise.resolve().then(() => {
        for (const end of [here, there]) {
          if (end.closed) continue
          deliver(end)
          end.closed = true
          end.onClose?.()
        }
      })
    },
  }
}

function deliver(end: End): void {
  while (!end.closed && end.reader && end.waiting.length > 0) end.reader(end.waiting.shift())
}

function once(fn: () => void): () => void {
  let called = false
  return () => {
    if (called) return
    called = true
    fn()
  }
}
