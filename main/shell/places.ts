// Where this run keeps things: the profile, Chromium's own data, what can be made again; and which of them are thrown away at the end.
import { accessSync, constants, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Arguments } from './arguments.ts'
import { makeThrowAway } from './throw-away.ts'

export interface Places {
  /** Absolute folder of the profile: database, backups, logs. */
  readonly profile: string
  /** Absolute folder of Chromium's data; one running Dwell for each. */
  readonly userData: string
  /** Absolute folder of what can be made again: thumbnails. */
  readonly cache: string
  readonly logs: string
  /** Made for this run only: removed when it ends. */
  readonly throwAway: readonly string[]
}

/** Chooses and makes the folders. `ownUserData` is Electron's folder for this person and this app. */
export function choosePlaces({ profile, demo, selfCheck }: Arguments, ownUserData: string): Places {
  if (profile) return inProfile(profile)
  if (demo || selfCheck) {
    const made = makeThrowAway()
    return { ...inProfile(made), throwAway: [made] }
  }
  const own = join(ownUserData, 'profile')
  mkdirSync(own, { recursive: true })
  return {
    profile: own,
    userData: ownUserData,
    cache: join(ownUserData, 'remade'),
    logs: join(own, 'logs'),
    throwAway: [],
  }
}

/** A named profile is self-contained, unless it cannot be written: then Chromium's data and the cache live for this run only. */
function inProfile(profile: string): Places {
  const beside = canWrite(profile) ? profile : makeThrowAway()
  return {
    profile,
    userData: join(beside, 'window'),
    cache: join(beside, 'remade'),
    logs: join(beside, 'logs'),
    throwAway: beside === profile ? [] : [beside],
  }
}

function canWrite(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}
