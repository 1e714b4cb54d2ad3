// One audio analysis: the sidecar that decodes, opened when there is something to hear, closed after a rest, and closed by force when it hangs.
import { fromAnalysis, type Heard } from '../../../preload/contract/audio-analysis.ts'
import type { ErrorCode } from '../../../preload/contract/errors.ts'
import type { TrackId } from '../../../preload/contract/ids.ts'
import type { Port } from '../../../preload/contract/port.ts'
import type { Sidecars } from '../host/sidecars.ts'
import type { Log } from '../log.ts'

/** What became of a track in the audio analysis. */
export type Hearing =
  | { readonly is: 'heard'; readonly heard: Heard }
  | { readonly is: 'failed'; readonly code: ErrorCode; readonly message: string }
  /** The sidecar ended under it: its fault or somebody else's. */
  | { readonly is: 'lost' }
  /** It took longer than it may; the sidecar was closed by force. */
  | { readonly is: 'hung'; readonly seconds: number }
  /** This one was closed meanwhile. */
  | { readonly is: 'closed' }
  /** There are no audio analysis here. */
  | { readonly is: 'none' }

export interface Analyser {
  /** One track at a time. Never rejects. */
  listen(trackId: TrackId, durationMs: number): Promise<Hearing>
  close(): void
}

export interface EarsOptions {
  readonly sidecars: Sidecars
  readonly log: Log
  /** Milliseconds that a track of this length may take. */
  readonly limitMs: (durationMs: number) => number
  /** Milliseconds without a track after which the sidecar is closed. */
  readonly restMs: number
}

interface Waiting {
  readonly job: number
  readonly end: (hearing: Hearing) => void
}

/** A limit is counted in so many steps: a machine that slept meanwhile loses one of them, not all. */
const STEPS = 20

export function createAnalyser({ sidecars, log, limitMs, restMs }: EarsOptions): Analyser {
  let sidecar: Promise<Port | null> | null = null
  let waiting: Waiting | null = null
  let lastJob = 0
  let resting: NodeJS.Timeout | null = null
  let letGo: () => void = () => {}
  const closing = new Promise<'closed'>(resolve => {
    letGo = () => resolve('closed')
  })

  function leave(): void {
    if (resting !== null) clearTimeout(resting)
    resting = null
    const left = sidecar
    sidecar = null
    void left?.then(port => port?.close())
  }

  function open(): Promise<Port | null> {
    const opened = sidecars.open('audio-analysis').catch((thrown: unknown) => {
      log.warn('the analyser could not be opened', { error: String(thrown) })
      return null
    })
    const opening: Promise<Port | null> = opened.then(port => {
      port?.onClose(() => {
        if (sidecar === opening) sidecar = null
        else if (sidecar !== null) return
        waiting?.end({ is: 'lost' })
      })
      port?.onMessage(message => {
        const parsed = fromAnalysis.safeParse(message)
        if (!parsed.success) {
          log.error('the analyser said something that was not understood', { error: parsed.error.message })
          return waiting?.end({ is: 'lost' })
        }
        const said = parsed.data
        // What was given up may still answer.
        if (said.job !== waiting?.job) return
        if (said.say === 'heard') waiting.end({ is: 'heard', heard: said })
        else waiting.end({ is: 'failed', code: said.code, message: said.message })
      })
      return port
    })
    return opening
  }

  return {
    async listen(trackId, durationMs) {
      if (resting !== null) clearTimeout(resting)
      resting = null
      sidecar ??= open()
      const mine = sidecar
      const port = await Promise.race([mine, closing])
      if (port === 'closed') return { is: 'closed' }
      if (port === null) {
        if (sidecar === mine) sidecar = null
        return { is: 'none' }
      }
      if (sidecar !== mine) return { is: 'lost' }
      const job = ++lastJob
      const limit = limitMs(durationMs)
      const hearing = await new Promise<Hearing>(resolve => {
        let left = STEPS
        const clock = setInterval(() => {
          if (--left > 0) return
          waiting?.end({ is: 'hung', seconds: Math.round(limit / 1000) })
          leave()
        }, limit / STEPS)
        waiting = {
          job,
          end(ended) {
            clearInterval(clock)
            waiting = null
            resolve(ended)
          },
        }
        port.post({ say: 'analyse', job, trackId, durationMs })
      })
      if (hearing.is === 'lost') leave()
      else if (sidecar !== null) resting = setTimeout(leave, restMs)
      return hearing
    },
    close() {
      letGo()
      leave()
      waiting?.end({ is: 'closed' })
    },
  }
}
