// The way of play events to the core: in order, a few at a time, kept until the core has them on disk.
import type { Answer } from '../../preload/contract/errors.ts'
import type { PlayEvent } from '../../preload/contract/listening.ts'

export interface Reporter {
  add(event: PlayEvent): void
  /** Resolves when everything so far was acknowledged, or refused for now. */
  flush(): Promise<void>
  close(): void
}

const gatherMs = 200
const retryMs = 5000
const mostAtOnce = 1000
/** Days of listening with a core that refuses everything: by then heartbeats of the oldest plays are the least loss. */
const mostKept = 20_000

/** `send` is the contract's `listening.report`; the client behind it waits for a core that is restarting. */
export function createReporter(send: (events: PlayEvent[]) => Promise<Answer<void>>): Reporter {
  let kept: PlayEvent[] = []
  let sending: Promise<void> | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  function later(ms: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => void flush(), ms)
  }

  async function sendAll(): Promise<void> {
    while (kept.length > 0) {
      const batch = kept.slice(0, mostAtOnce)
      const answer = await send(batch)
      if (!answer.ok && answer.code !== 'bad-input') {
        later(retryMs)
        return
      }
      // What the core calls malformed it will call malformed for ever.
      if (!answer.ok) console.error('play events were refused', answer.message)
      kept = kept.slice(batch.length)
    }
  }

  function flush(): Promise<void> {
    clearTimeout(timer)
    sending ??= sendAll().finally(() => {
      sending = null
    })
    return sending
  }

  return {
    add(event) {
      if (kept.length >= mostKept) {
        const beat = kept.findIndex(({ kind }) => kind === 'heartbeat')
        kept = kept.toSpliced(Math.max(0, beat), 1)
      }
      kept.push(event)
      // A heartbeat may wait for company; what begins and ends a play should be safe at once.
      if (event.kind === 'heartbeat' || event.kind === 'seeked') later(gatherMs)
      else later(0)
    },
    flush: async () => {
      await flush()
      // What came in while the last batch was on its way.
      if (kept.length > 0) await flush()
    },
    close: () => clearTimeout(timer),
  }
}
