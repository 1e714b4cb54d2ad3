// The lab put together: rooms, backends by measurement, jobs that move down.
import { DwellError } from '../../../../preload/contract/errors.ts'
import type { BackendName } from '../../../../preload/contract/learning.ts'
import type { Settings } from '../../../../preload/contract/settings.ts'
import type { Rooms } from '../../rooms.ts'
import type { CoreContext } from '../../service.ts'
import type { Lab } from './lab.ts'

export interface LabParts {
  readonly rooms: Rooms
  readonly context: Pick<CoreContext, 'store' | 'now' | 'log'>
  readonly settings: () => Settings
  /** Keeps the listener's choice: the setting `backend`. */
  readonly keepChoice: (backend: BackendName | 'auto') => void
}

export function createLab(_parts: LabParts): Lab {
  return {
    run: () => Promise.reject(new DwellError('unsupported', 'There is no lab yet.')),
    backends: () => [],
    measure: () => Promise.resolve([]),
    choose: () => [],
    trouble: () => null,
    allWell: () => {},
    onChange: () => () => {},
    close: () => Promise.resolve(),
  }
}
