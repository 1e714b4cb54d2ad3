// Errors that keep their code across processes: what happened, in one word that code can switch on and words that a person can read.
export const errorCodes = [
  'bad-input', // the call's input did not match its schema; the message names the field
  'not-found', // the id is not (or no longer) known
  'not-playable', // the file's format cannot be decoded here
  'file-missing', // the file is not where it was
  'file-unreadable', // it is there but cannot be opened (permission, I/O error)
  'file-empty', // zero bytes
  'file-truncated', // it ends before its own header says
  'file-not-audio', // the content is not what the name says
  'file-too-slow', // reading its tags took longer than the limit
  'file-broken', // everything else that a parser can say
  'tags-too-large', // tags beyond the limit; what could be read was kept
  'nothing-to-queue', // the library is empty, or nothing in it may be queued now
  'root-missing',
  'root-overlaps', // inside, or around, a folder that is already in the library
  'profile-in-use', // another Dwell has this profile open
  'profile-read-only',
  'disk-full',
  'database-from-the-future',
  'database-damaged',
  'unsupported', // this platform or build cannot do it
  'cancelled',
  'core-restarting', // the call was lost with the core; safe to repeat
  'internal',
] as const

export type ErrorCode = (typeof errorCodes)[number]

export class DwellError extends Error {
  readonly code: ErrorCode
  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'DwellError'
    this.code = code
  }
}

export type Answer<T> =
  | { readonly ok: true; readonly data: T }
  | { readonly ok: false; readonly code: ErrorCode; readonly message: string }

/** Turns whatever was thrown into an answer; anything that is not a DwellError is `internal`. */
export function failure(thrown: unknown): Answer<never> {
  if (thrown instanceof DwellError) return { ok: false, code: thrown.code, message: thrown.message }
  return { ok: false, code: 'internal', message: thrown instanceof Error ? thrown.message : String(thrown) }
}

/** Closes a switch over a union: the compiler objects when a member is forgotten. */
export function assertNever(value: never): never {
  throw new DwellError('internal', `unexpected value ${JSON.stringify(value)}`)
}
