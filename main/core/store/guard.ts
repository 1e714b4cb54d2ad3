// What can go wrong with a database in use, told in the contract's words: full disk, read-only profile, damage; and what the listener is told.
import type { Notice } from '../../../preload/contract/app.ts'
import { DwellError } from '../../../preload/contract/errors.ts'
import { errorCode } from './connect.ts'

export interface Health {
  /** What happened to the listener's data, newest last, until dismissed. */
  notices(): readonly Notice[]
  /** False on a read-only profile or a full disk. */
  canWrite(): boolean
  raise(notice: Notice): void
  withdraw(kind: Notice['kind']): void
  dismiss(id: string): void
  /** Called after every change of `notices` or `canWrite`; returns a function that stops it. */
  onChange(listener: () => void): () => void
  /** What an error means: a DwellError with a code where SQLite or the disk said why, else the error itself. Notes what the listener must know. */
  explain(thrown: unknown): unknown
  /** Runs a write that playing must not depend on: false when the disk is full or the profile read-only, which the listener is told. */
  attempt(write: () => void): boolean
}

export interface HealthOptions {
  /** Why nothing can be written for as long as this store is open; null or left out when it can. */
  readonly closed?: Blocked | null
  readonly notices?: readonly Notice[]
  /** The listener has read a notice. */
  readonly onDismiss?: (id: string) => void
  /** The database was found damaged in use. Called once: the core must start again, and restores it then. */
  readonly onDamage?: (thrown: unknown) => void
}

export type Blocked = 'disk-full' | 'profile-read-only'
type Trouble = Blocked | 'database-damaged'

const messages: Record<Trouble, string> = {
  'disk-full':
    'The disk that holds the profile is full. Make room on it: what you listen to is kept in memory meanwhile.',
  'profile-read-only':
    'The profile cannot be written to. Check the permissions of its folder, or choose another one with --profile.',
  'database-damaged':
    'The library database is damaged. Start Dwell again: it restores the newest good backup and keeps the damaged file.',
}

export function createHealth(options: HealthOptions = {}): Health {
  const listeners = new Set<() => void>()
  let notices: readonly Notice[] = options.notices ?? []
  let damaged = false
  const closed = options.closed ?? null
  let blocked: Blocked | null = closed

  const changed = () => {
    for (const listener of listeners) listener()
  }
  const raise = (notice: Notice) => {
    if (notices.some(one => one.id === notice.id)) return
    notices = [...notices, notice]
    changed()
  }
  const explain = (thrown: unknown): unknown => {
    const found = troubleOf(thrown)
    if (found === null) return thrown
    const trouble = found === 'database-damaged' ? found : (closed ?? found)
    if (trouble === 'database-damaged') {
      if (!damaged) {
        damaged = true
        options.onDamage?.(thrown)
      }
    } else {
      blocked = trouble
      raise({ id: trouble, kind: trouble })
    }
    return new DwellError(trouble, messages[trouble], { cause: thrown })
  }

  return {
    notices: () => notices,
    canWrite: () => blocked === null,
    raise,
    withdraw(kind) {
      if (kind === blocked && closed === null) blocked = null
      if (!notices.some(notice => notice.kind === kind)) return
      notices = notices.filter(notice => notice.kind !== kind)
      changed()
    },
    dismiss(id) {
      notices = notices.filter(notice => notice.id !== id)
      options.onDismiss?.(id)
      changed()
    },
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    explain,
    attempt(write) {
      try {
        write()
        return true
      } catch (thrown) {
        const meant = explain(thrown)
        if (meant instanceof DwellError && (meant.code === 'disk-full' || meant.code === 'profile-read-only'))
          return false
        throw meant
      }
    },
  }
}

/** The same handlers, whose errors say what happened to the database. */
export function guarded<H extends Readonly<Record<string, (input: never) => unknown>>>(handlers: H, health: Health): H {
  const wrap =
    (handler: (input: never) => unknown) =>
    (input: never): unknown => {
      try {
        const answer = handler(input)
        if (!(answer instanceof Promise)) return answer
        return answer.catch((thrown: unknown) => {
          throw health.explain(thrown)
        })
      } catch (thrown) {
        throw health.explain(thrown)
      }
    }
  // Each entry keeps its own handler's input and answer: only what it throws changes.
  return Object.fromEntries(Object.entries(handlers).map(([name, handler]) => [name, wrap(handler)])) as unknown as H
}

/** Whether the error means that the file is no sound database. */
export function isDamage(thrown: unknown): boolean {
  const code = errorCode(thrown)
  return code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB'
}

/** Whether the error means that nothing may be written there. */
export function isReadOnly(thrown: unknown): boolean {
  const code = errorCode(thrown)
  return code.startsWith('SQLITE_READONLY') || code === 'EROFS' || code === 'EACCES' || code === 'EPERM'
}

/** Whether the error means that there is no room left. */
export function isFull(thrown: unknown): boolean {
  const code = errorCode(thrown)
  return code === 'SQLITE_FULL' || code === 'SQLITE_IOERR_SHMSIZE' || code === 'ENOSPC' || code === 'EDQUOT'
}

function troubleOf(thrown: unknown): Trouble | null {
  if (thrown instanceof DwellError) return null
  if (isDamage(thrown)) return 'database-damaged'
  if (isFull(thrown)) return 'disk-full'
  return errorCode(thrown).startsWith('SQLITE_READONLY') ? 'profile-read-only' : null
}
