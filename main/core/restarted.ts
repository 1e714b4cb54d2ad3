// A word to the listener after the core was away for long enough to be noticed: one more notice in the app's state, until dismissed.
import type { AppState, Notice } from '../../preload/contract/app.ts'
import type { CoreCallName, Handlers, Payload } from '../../preload/contract/contract.ts'
import type { Emit } from './service.ts'

/** A shorter absence than this is not worth a word. */
const noticedMs = 2_000

/** Adds the notice to every state that goes out when the core was down for `downMs` before this start; else changes nothing. */
export function tellOfRestart(downMs: number, emit: Emit) {
  let notice: Notice | null = downMs >= noticedMs ? { id: 'core-restarted', kind: 'core-restarted' } : null
  const withNotice = (state: AppState): AppState => (notice ? { ...state, notices: [...state.notices, notice] } : state)
  const telling: Emit = (name, payload) => {
    // `app.changed` carries the app's state: the name decides the payload's type, which the compiler cannot follow here.
    if (name === 'app.changed') emit('app.changed', withNotice(payload as Payload<'app.changed'>))
    else emit(name, payload)
  }
  return {
    emit: telling,
    over: (handlers: Handlers<CoreCallName>): Handlers<CoreCallName> => ({
      ...handlers,
      'app.state': async () => withNotice(await handlers['app.state'](undefined)),
      'app.dismiss': async input => {
        if (input.id !== notice?.id) return handlers['app.dismiss'](input)
        notice = null
        emit('app.changed', await handlers['app.state'](undefined))
      },
    }),
  }
}
