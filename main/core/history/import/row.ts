// One play as another program tells of it: the same shape whatever the format, and what was wrong with a row that could not be read.
import type { EndCause } from '../../../../models/listening/events.ts'
import type { Origin } from '../../../../preload/contract/listening.ts'

export interface HeardRow {
  /** As printed, the main one first. Never empty. */
  readonly artists: readonly string[]
  readonly title: string
  readonly album: string | null
  /** Ms since 1970. */
  readonly startedAt: number
  /** Null: the source says only that it was heard. */
  readonly dwellMs: number | null
  /** Null: not known. */
  readonly durationMs: number | null
  readonly cause: EndCause | null
  readonly origin: Extract<Origin, 'hand' | 'shuffle'> | null
}

/** `pass`: no music (a podcast), or not to be learned from (a private session), and which of these. */
export type Told =
  | { readonly is: 'row'; readonly row: HeardRow }
  | { readonly is: 'broken'; readonly message: string }
  | { readonly is: 'pass'; readonly message: string }

export const broken = (message: string): Told => ({ is: 'broken', message })
export const pass = (message: string): Told => ({ is: 'pass', message })

/** Longest name that is believed. */
export const LONGEST_NAME = 1000
/** Nobody logged plays before audio players had hard disks. */
const EARLIEST = Date.UTC(2001, 0, 1)
const DAY_MS = 86_400_000

/** What is wrong with a moment, or null. */
export function timeTrouble(at: number, now: number): string | null {
  if (!Number.isFinite(at)) return 'the time cannot be read'
  if (at < EARLIEST) return `the time lies before 2001 (${new Date(at).toISOString().slice(0, 10)})`
  if (at > now + DAY_MS) return 'the time lies in the future'
  return null
}

/** The first problem that zod found, with its field. */
export function firstProblem(error: {
  readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]
}): string {
  const [issue] = error.issues
  return issue === undefined ? 'not a play' : `“${issue.path.map(String).join('.')}”: ${issue.message}`
}
