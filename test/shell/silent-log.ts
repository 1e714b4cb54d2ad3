// A log for tests that are not about the log.
import type { Log } from '../../main/core/service.ts'

export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} }
