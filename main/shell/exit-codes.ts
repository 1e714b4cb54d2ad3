// What the program's end says to whoever started it.
import type { ErrorCode } from '../../preload/contract/errors.ts'

export const exitCodes = { fine: 0, failed: 1, profileInUse: 3, databaseFromTheFuture: 4 } as const

/** The exit code for a core that could not be opened. */
export function exitCodeFor(code: ErrorCode): number {
  if (code === 'profile-in-use') return exitCodes.profileInUse
  if (code === 'database-from-the-future') return exitCodes.databaseFromTheFuture
  return exitCodes.failed
}
