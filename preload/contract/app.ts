// What concerns the app as a whole: its state, notices to the listener, and the shell's few services.
import { z } from 'zod'
import { call, command, event, shellCall } from './define.ts'

/** Something that happened to the listener's data or machine, put in words by the interface. Shown until dismissed. */
export type Notice =
  | {
      readonly id: string
      readonly kind: 'database-restored'
      readonly backupAt: number
      readonly damagedKeptAs: string
    }
  | { readonly id: string; readonly kind: 'database-started-anew'; readonly damagedKeptAs: string }
  | { readonly id: string; readonly kind: 'profile-read-only' }
  | { readonly id: string; readonly kind: 'disk-full' }
  | {
      readonly id: string
      readonly kind: 'root-shrunken'
      readonly root: string
      readonly missing: number
      readonly of: number
    }
  | { readonly id: string; readonly kind: 'core-restarted' }

export interface AppState {
  readonly version: string
  readonly demo: boolean
  readonly notices: readonly Notice[]
  /** False on a read-only profile or a full disk: playing works, remembering does not. */
  readonly canWrite: boolean
}

export const app = {
  'app.state': call<AppState>()(z.void(), 'again'),
  'app.dismiss': command(z.object({ id: z.string().max(100) }), 'again'),
  'app.quit': shellCall<void>()(z.void()),
  /** Opens the folder that holds the logs and the database, in the system's file browser. */
  'app.showProfile': shellCall<void>()(z.void()),
} as const

export const appEvents = {
  'app.changed': event<AppState>(),
} as const
