// One Dwell a profile: a lock that the system frees when its holder dies, however it dies.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { DwellError } from '../../../preload/contract/errors.ts'
import { connect, errorCode } from './connect.ts'
import { isDamage } from './guard.ts'

export interface Lock {
  release(): void
}

/** A core that is started again may meet the last moments of the one before it. */
const PATIENCE_MS = 500

/**
 * Takes the profile, or throws 'profile-in-use'. An exclusive transaction on an empty database of its own: SQLite's file locks work on every
 * platform, and readers of `dwell.db` (the command line) are not kept out. Throws SQLite's or the system's error when nothing may be written there.
 */
export function lockProfile(profileDir: string): Lock {
  try {
    return take(profileDir)
  } catch (thrown) {
    if (!isDamage(thrown)) throw thrown
    // Something else was written there. A holder would have answered "busy" before its content is read.
    rmSync(lockFile(profileDir), { force: true })
    return take(profileDir)
  }
}

function take(profileDir: string): Lock {
  const db = connect(lockFile(profileDir), { timeoutMs: PATIENCE_MS })
  try {
    db.exec('BEGIN EXCLUSIVE')
  } catch (thrown) {
    db.close()
    if (errorCode(thrown).startsWith('SQLITE_BUSY')) throw inUse(profileDir)
    throw thrown
  }
  return { release: () => void db.close() }
}

/** Whether another Dwell has the profile open; never waits, never writes. */
export function isLocked(profileDir: string): boolean {
  try {
    const db = connect(lockFile(profileDir), { readonly: true, fileMustExist: true, timeoutMs: 0 })
    try {
      db.prepare('SELECT count(*) FROM sqlite_schema').get()
      return false
    } finally {
      db.close()
    }
  } catch (thrown) {
    return errorCode(thrown).startsWith('SQLITE_BUSY')
  }
}

function inUse(profileDir: string): DwellError {
  return new DwellError(
    'profile-in-use',
    `Another Dwell has the profile ${profileDir} open. Go on in its window, close it, or choose another profile with --profile.`,
  )
}

const lockFile = (profileDir: string) => join(profileDir, 'lock.db')
