// The app as a whole, as the core knows it: which version, whether a demonstration, whether it can remember, and what it has to tell.
import about from '../../package.json' with { type: 'json' }
import type { AppState, app } from '../../preload/contract/app.ts'
import type { Handlers } from '../../preload/contract/contract.ts'
import type { CoreContext } from './service.ts'

type CoreNames = Exclude<keyof typeof app, 'app.quit' | 'app.showProfile'>

export interface AppService {
  readonly handlers: Handlers<CoreNames>
  close(): void
}

export function createApp({ store, emit }: CoreContext, demo: boolean): AppService {
  const state = (): AppState => ({
    version: about.version,
    demo,
    notices: store.health.notices(),
    canWrite: store.health.canWrite(),
  })
  const stop = store.health.onChange(() => emit('app.changed', state()))
  return {
    handlers: {
      'app.state': state,
      'app.dismiss': ({ id }) => store.health.dismiss(id),
    },
    close: stop,
  }
}
