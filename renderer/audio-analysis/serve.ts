// Answers the core's requests: one track a message, and whatever goes wrong with it becomes an answer too.
import { type FromAnalysis, toAnalysis } from '../../preload/contract/audio-analysis.ts'
import type { Port } from '../../preload/contract/port.ts'
import { asDwellError } from '../player/decode/demux.ts'
import { analyse } from './analyse.ts'

export function serveAnalysis(port: Port): void {
  // Nothing is handed over: on its way to another process a message with a transferred buffer arrives as null (Electron 33).
  const answer = (message: FromAnalysis) => port.post(message)
  port.onMessage(message => {
    const { job, trackId, durationMs } = toAnalysis.parse(message)
    analyse(`dwell://media/${trackId}`, durationMs).then(
      heard => answer({ say: 'heard', job, ...heard }),
      (thrown: unknown) => {
        const { code, message: words } = asDwellError(thrown)
        answer({ say: 'failed', job, code, message: words })
      },
    )
  })
}
