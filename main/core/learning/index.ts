// Learning: counts new plays, trains when it is time or asked, keeps the models, says what they are worth.
import type { Handlers } from '../../../preload/contract/contract.ts'
import { DwellError } from '../../../preload/contract/errors.ts'
import type { LearningState, learning } from '../../../preload/contract/learning.ts'
import type { Settings } from '../../../preload/contract/settings.ts'
import type { Machine } from '../machine.ts'
import type { Rooms } from '../rooms.ts'
import type { CoreContext } from '../service.ts'
import type { Champions } from './champions.ts'

export interface Learning {
  readonly handlers: Handlers<keyof typeof learning>
  readonly champions: Champions
  /** A play has ended. */
  played(): void
  close(): Promise<void>
}

export interface LearningParts {
  readonly rooms: Rooms
  readonly machine: Machine
  readonly settings: () => Settings
}

export function createLearning(_context: CoreContext, _parts: LearningParts): Learning {
  const state = (): LearningState => ({
    mode: 'on',
    training: null,
    newPlays: 0,
    nextAt: 50,
    lastTrainedAt: null,
    trouble: null,
  })
  return {
    champions: { current: () => null, onChange: () => () => {} },
    played: () => {},
    handlers: {
      'learning.state': state,
      'learning.setMode': state,
      'learning.train': state,
      'learning.cancel': state,
      'learning.backends': () => [],
      'learning.measure': () => [],
      'learning.chooseBackend': () => [],
      'learning.report': () => null,
      'learning.models': () => [],
      'learning.useModel': () => {
        throw new DwellError('not-found', 'This model is not kept any more.')
      },
    },
    close: () => Promise.resolve(),
  }
}
