// A history brought along and taken out again: import, export, forgetting.
import type { Handlers } from '../../../preload/contract/contract.ts'
import { DwellError } from '../../../preload/contract/errors.ts'
import type { history } from '../../../preload/contract/history.ts'
import type { CoreContext } from '../service.ts'

export interface HistoryRoom {
  readonly handlers: Handlers<Exclude<keyof typeof history, 'history.pick' | 'history.export'>>
  close(): Promise<void>
}

export interface HistoryParts {
  /** What is learned from has changed at once. */
  readonly onChanged: () => void
}

export function createHistory(_context: CoreContext, _parts: HistoryParts): HistoryRoom {
  const notYet = (): never => {
    throw new DwellError('unsupported', 'This cannot be done yet.')
  }
  return {
    handlers: {
      'history.preview': notYet,
      'history.import': notYet,
      'history.cancel': () => {},
      'history.progress': () => ({ state: 'idle', done: 0, of: null, msLeft: null }),
      'history.imports': () => [],
      'history.undo': notYet,
      'history.redo': notYet,
      'history.exportTo': notYet,
      'forgetting.preview': () => ({ plays: 0 }),
      'forgetting.forget': notYet,
      'forgetting.all': () => [],
      'forgetting.undo': notYet,
      'forgetting.erase': notYet,
    },
    close: () => Promise.resolve(),
  }
}
