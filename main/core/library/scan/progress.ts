// How far a scan is, as a window is told: at most four times a second, with the time that is left by the pace so far.
import type { RootId } from '../../../../preload/contract/ids.ts'
import type { ScanProgress } from '../../../../preload/contract/library.ts'
import { createThrottle } from '../../throttle.ts'
import type { ScanCounts } from './outcome.ts'

export interface Progress {
  now(): ScanProgress
  begin(): void
  /** What was counted so far. */
  say(counts: ScanCounts): void
  end(): void
  stop(): void
}

const everyMs = 250
/** Before this the pace says nothing. */
const paceAfterMs = 500

const idle: ScanProgress = {
  state: 'idle',
  rootId: null,
  found: 0,
  done: 0,
  failed: 0,
  current: null,
  msLeft: null,
  startedAt: null,
}

/** `now` is ms since 1970, `tick` a monotonic clock in ms. */
export function createProgress(
  now: () => number,
  tick: () => number,
  tell: (progress: ScanProgress) => void,
): Progress {
  const throttle = createThrottle<() => ScanProgress>(everyMs, tick, make => {
    latest = make()
    tell(latest)
  })
  let latest: ScanProgress = idle
  let startedAt: number | null = null
  let readingSince: number | null = null

  function told(counts: ScanCounts): ScanProgress {
    return {
      state: counts.state,
      // Ids of roots come from the roots table.
      rootId: counts.rootId as RootId | null,
      found: counts.found,
      done: counts.done,
      failed: counts.failed,
      current: counts.current,
      msLeft: msLeft(counts),
      startedAt,
    }
  }

  function msLeft(counts: ScanCounts): number | null {
    if (counts.state === 'walking' || readingSince === null || counts.read === 0) return null
    const spent = tick() - readingSince
    return spent < paceAfterMs ? null : Math.round((spent / counts.read) * (counts.toRead - counts.read))
  }

  return {
    now: () => latest,
    begin() {
      startedAt = now()
      readingSince = null
      latest = { ...idle, state: 'walking', startedAt }
      const first = latest
      throttle.say(() => first)
    },
    say(counts) {
      if (counts.toRead > 0) readingSince ??= tick()
      latest = told(counts)
      throttle.say(() => told(counts))
    },
    end() {
      // The last counts stay to be read; only the state says that it is over.
      latest = { ...latest, state: 'idle', rootId: null, current: null, msLeft: null }
      const last = latest
      throttle.say(() => last)
    },
    stop: throttle.stop,
  }
}
