// Answers the core's requests: one track a message, and whatever goes wrong with it becomes an answer too.
import { type FromEars, toEars } from '../../preload/contract/ears.ts'
import type { Port } from '../../preload/contract/port.ts'
import { asDwellError } from '../player/decode/demux.ts'
import { analyse } from './analyse.ts'

export function serveEars(port: Port): void {
  const answer = (message: FromEars, transfer: readonly unknown[] = []) => port.post(message, transfer)
  port.onMessage(message => {
    const { job, trackId, durationMs } = toEars.parse(message)
    analyse(`dwell://media/${trackId}`, durationMs).then(
      heard =>
        answer({ say: 'heard', job, ...heard }, [heard.summary.buffer, heard.sketch.buffer, heard.fingerprint.buffer]),
      (thrown: unknown) => {
        const { code, message: words } = asDwellError(thrown)
        answer({ say: 'failed', job, code, message: words })
      },
    )
  })
}
