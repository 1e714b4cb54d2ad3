// The sound of the library: which tracks the ears have still to listen to, and what they said.
import type { Handlers } from '../../../preload/contract/contract.ts'
import type { Settings } from '../../../preload/contract/settings.ts'
import type { SoundProgress, sound } from '../../../preload/contract/sound.ts'
import type { Machine } from '../machine.ts'
import type { Rooms } from '../rooms.ts'
import type { CoreContext } from '../service.ts'

export interface Sound {
  readonly handlers: Handlers<keyof typeof sound>
  close(): Promise<void>
}

export interface SoundParts {
  readonly rooms: Rooms
  readonly machine: Machine
  readonly settings: () => Settings
}

export function createSound(_context: CoreContext, _parts: SoundParts): Sound {
  const progress = (): SoundProgress => ({
    state: 'unsupported',
    why: null,
    done: 0,
    of: 0,
    failed: 0,
    current: null,
    msLeft: null,
  })
  return {
    handlers: {
      'sound.progress': progress,
      'sound.setPaused': progress,
      'sound.failures': () => [],
      'sound.retry': progress,
    },
    close: () => Promise.resolve(),
  }
}
