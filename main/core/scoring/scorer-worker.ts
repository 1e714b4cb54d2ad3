// The worker that scores: one scorer in a thread of its own, so that no play and no slider waits for it.
import { parentPort } from 'node:worker_threads'
import type { ToScorer } from './protocol.ts'
import { Scorer } from './scorer.ts'

const port = parentPort
if (port !== null) {
  const scorer = new Scorer(message => port.postMessage(message))
  let before: Promise<void> = Promise.resolve()
  port.on('message', (message: ToScorer) => {
    // An error here is the thread's end: the core starts it again with all it must know.
    before = before.then(() => scorer.take(message))
    before.catch(error => {
      throw error
    })
  })
}
