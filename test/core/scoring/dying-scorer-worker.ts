// The scorer's thread, which dies over the next proposal as often as the file that DWELL_TEST_DEATHS names says.
import { readFileSync, writeFileSync } from 'node:fs'
import { parentPort } from 'node:worker_threads'
import type { ToScorer } from '../../../main/core/scoring/protocol.ts'
import { Scorer } from '../../../main/core/scoring/scorer.ts'

const deaths = process.env['DWELL_TEST_DEATHS'] ?? ''
const scorer = new Scorer(message => parentPort?.postMessage(message))
let before: Promise<void> = Promise.resolve()
parentPort?.on('message', (message: ToScorer) => {
  if (message.kind === 'propose') {
    const left = Number(readFileSync(deaths, 'utf8'))
    if (left > 0) {
      writeFileSync(deaths, String(left - 1))
      throw new Error('the scorer was killed')
    }
  }
  before = before.then(() => scorer.take(message))
})
