// A log for tests that are not about the log.
import type { Log } from '../../main/core/log.ts'

export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} }
