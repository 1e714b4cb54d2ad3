// One connection to a database file, with the binary that this runtime can load.
import Database from 'better-sqlite3'

export interface ConnectOptions {
  readonly readonly?: boolean
  readonly fileMustExist?: boolean
  /** How long a lock held by somebody else is waited for. */
  readonly timeoutMs?: number
}

/** A connection, for those who read aside what the tables answer. */
export type Db = Database.Database

/** Opens `file` (a path, a `file:` address, or ':memory:'). Throws what SQLite throws. */
export function connect(file: string, options: ConnectOptions = {}): Database.Database {
  // Older Electrons need a patched copy of the binary, named here by the launcher.
  const nativeBinding = process.env['DWELL_SQLITE_BINDING']
  return new Database(file, {
    readonly: options.readonly ?? false,
    fileMustExist: options.fileMustExist ?? false,
    timeout: options.timeoutMs ?? 2000,
    ...(nativeBinding ? { nativeBinding } : {}),
  })
}

/** SQLite's own name for what went wrong ('SQLITE_FULL'), or Node's ('ENOSPC'); '' when it was neither. */
export function errorCode(thrown: unknown): string {
  if (!(thrown instanceof Error) || !('code' in thrown)) return ''
  return typeof thrown.code === 'string' ? thrown.code : ''
}
