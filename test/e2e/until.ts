// Waiting in hooks, where `expect.poll` may not be used.
import { vi } from 'vitest'
import { hangsMs } from './launch.ts'

/** Resolves when `look` says yes. */
export const until = async (look: () => boolean | Promise<boolean>): Promise<void> =>
  void (await vi.waitUntil(look, { timeout: hangsMs, interval: 20 }))
