// The ears in memory: progress as the test wants it, paused, continued and tried again as the interface asks.
import type { Handlers } from '../../../preload/contract/contract.ts'
import type { SoundFailure, SoundProgress, sound } from '../../../preload/contract/sound.ts'

export interface FakeSoundOptions {
  readonly progress?: Partial<SoundProgress>
  readonly failures?: readonly SoundFailure[]
}

export function createFakeSound(options: FakeSoundOptions, progressed: (progress: SoundProgress) => void) {
  let failures = options.failures ?? []
  let progress: SoundProgress = {
    state: 'idle',
    why: null,
    done: 5000 - failures.length,
    of: 5000,
    failed: failures.length,
    current: null,
    msLeft: null,
    ...options.progress,
  }
  const change = (more: Partial<SoundProgress>): void => {
    progress = { ...progress, ...more }
    progressed(progress)
  }
  const handlers: Handlers<keyof typeof sound> = {
    'sound.progress': () => progress,
    'sound.setPaused': ({ paused }) =>
      change({ state: paused ? 'paused' : 'working', ...(paused && { current: null, msLeft: null }) }),
    'sound.failures': ({ limit }) => failures.slice(0, limit),
    'sound.retry': () => {
      failures = []
      change({ failed: 0, state: 'working' })
    },
  }
  return { handlers }
}
