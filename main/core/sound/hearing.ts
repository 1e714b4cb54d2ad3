// One track from the agenda to the database: asked of the audio analysis, kept with all that was heard, or marked when it is its own fault.
import type { Heard } from '../../../preload/contract/audio-analysis.ts'
import type { ErrorCode } from '../../../preload/contract/errors.ts'
import { trackId as parseTrackId } from '../../../preload/contract/ids.ts'
import type { CoreContext } from '../service.ts'
import { soundTable } from '../store/tables/sound.ts'
import type { Analyser } from './analyser.ts'
import { createReunite } from './reunion.ts'
import { createSketches } from './sketches.ts'

/** `later`: it is nobody's fault, now; `passed`: nothing can be said of it; `deaf`: there are no audio analysis, or they end whatever they are given. */
export type Outcome = 'ok' | 'failed' | 'passed' | 'later' | 'deaf'

export interface HearingParts {
  /** Two tracks proved to be one recording. */
  readonly onReunited: () => void
  /** A scan holds in mind which track each file is: nothing is given to another meanwhile. */
  readonly mayReunite: () => boolean
}

/** Throws when what was heard cannot be written. `onTitle`: which track it is. */
export type HearTrack = (analyser: Analyser, id: number, onTitle: (title: string) => void) => Promise<Outcome>

/** These say nothing of the file's sound: it is tried again another day. */
const passing: readonly ErrorCode[] = ['file-missing', 'core-restarting', 'cancelled', 'not-found']
/** Sidecars that ended one after another, whatever they were given: no file's fault any more. */
const MOST_IN_A_ROW = 4

export function createHearTrack(
  { store, now, log, cacheDir }: Pick<CoreContext, 'store' | 'now' | 'log' | 'cacheDir'>,
  { onReunited, mayReunite }: HearingParts,
): HearTrack {
  const table = soundTable(store.db)
  const sketches = createSketches({ cacheDir })
  const reunite = createReunite(store.db)
  /** Sidecars that ended under a track. */
  const losses = new Map<number, number>()
  let inARow = 0

  async function keep(trackId: number, { durationMs, summary, sketch, fingerprint }: Heard): Promise<void> {
    // The row says that all of it is there, so it is written last.
    await sketches.write(trackId, sketch)
    table.writeHeard({ trackId, at: now(), durationMs, summary, fingerprint })
    const before = mayReunite() ? reunite(trackId, durationMs, fingerprint) : null
    if (before === null) return
    log.info('a recording was known again by its sound', { trackId: before, foundAs: trackId })
    await sketches.write(before, sketch)
    onReunited()
  }

  function fail(trackId: number, code: ErrorCode, message: string): Outcome {
    losses.delete(trackId)
    log.warn('a track could not be listened to', { trackId, code, message })
    table.writeFailed({ trackId, at: now(), code, message })
    return 'failed'
  }

  return async (analyser, id, onTitle) => {
    const subject = table.subject(id)
    if (subject === null || subject.ready === 0) return 'passed'
    onTitle(subject.title)
    const hearing = await analyser.listen(parseTrackId.parse(id), subject.durationMs)
    if (hearing.is === 'heard' || hearing.is === 'failed') inARow = 0
    switch (hearing.is) {
      case 'heard':
        losses.delete(id)
        await keep(id, hearing.heard)
        return 'ok'
      case 'failed':
        return passing.includes(hearing.code) ? 'passed' : fail(id, hearing.code, hearing.message)
      case 'hung':
      case 'lost': {
        if (++inARow >= MOST_IN_A_ROW) {
          inARow = 0
          return 'deaf'
        }
        if (hearing.is === 'hung') return fail(id, 'file-broken', `decoding it took longer than ${hearing.seconds} s`)
        // Somebody may have ended the room; a track that ends it twice is its own fault.
        const lost = (losses.get(id) ?? 0) + 1
        losses.set(id, lost)
        return lost < 2 ? 'later' : fail(id, 'file-broken', 'the decoder ended on it, twice')
      }
      case 'closed':
        return 'later'
      case 'none':
        return 'deaf'
    }
  }
}
