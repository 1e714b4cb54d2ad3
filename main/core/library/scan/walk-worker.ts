// The worker that walks: lists one root and posts what it finds as it goes.
import { parentPort, workerData } from 'node:worker_threads'
import { failure } from '../../../../preload/contract/errors.ts'
import { type FoundFolder, type WalkRequest, walk } from './walk.ts'

export type WalkMessage =
  | { readonly kind: 'found'; readonly folders: readonly FoundFolder[] }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly error: ReturnType<typeof failure> }

const filesAMessage = 1000

if (parentPort !== null) {
  const post = (message: WalkMessage) => parentPort?.postMessage(message)
  try {
    let folders: FoundFolder[] = []
    let files = 0
    // What the one who starts this worker hands over: see walker.ts.
    for (const folder of walk(workerData as WalkRequest)) {
      folders.push(folder)
      files += folder.names.length
      if (files < filesAMessage && folders.length < filesAMessage) continue
      post({ kind: 'found', folders })
      folders = []
      files = 0
    }
    post({ kind: 'found', folders })
    post({ kind: 'done' })
  } catch (error) {
    post({ kind: 'failed', error: failure(error) })
  }
}
