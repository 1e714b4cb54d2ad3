// A history brought along from elsewhere, and what goes out again: import with a preview, export, forgetting.
import { z } from 'zod'
import { call, command, event, insideCall, shellCall } from './define.ts'
import { artistId, trackId } from './ids.ts'

export type HistoryFormat = 'spotify' | 'lastfm' | 'listenbrainz'
export const importId = z.number().int().positive().brand<'ImportId'>()
export type ImportId = z.infer<typeof importId>

export interface MatchSample {
  readonly artist: string
  readonly title: string
  /** The owned track it was matched to, "artist · title"; null where it is not owned. */
  readonly matched: string | null
  readonly plays: number
}

/** What would be written; nothing is yet. */
export interface ImportPreview {
  readonly previewId: string
  readonly format: HistoryFormat
  readonly fileName: string
  readonly rows: number
  /** Rows that could not be read, the first few with their place and what is wrong. */
  readonly broken: number
  readonly brokenSamples: readonly { readonly place: string; readonly message: string }[]
  /** Podcasts, private sessions and what never sounded: no plays of music to learn from. */
  readonly passedOver: number
  /** Already there, from an earlier import or from Dwell itself. */
  readonly duplicates: number
  readonly from: number | null
  readonly to: number | null
  readonly plays: number
  readonly matchedPlays: number
  readonly tracks: number
  readonly matchedTracks: number
  /** Of each kind of match, tracks. */
  readonly how: Readonly<Record<'exact' | 'folded' | 'version' | 'typo', number>>
  readonly matchedSamples: readonly MatchSample[]
  readonly unmatchedSamples: readonly MatchSample[]
}

export interface ImportProgress {
  readonly state: 'idle' | 'reading' | 'matching' | 'writing' | 'undoing'
  readonly done: number
  readonly of: number | null
  readonly msLeft: number | null
}

export interface ImportedHistory {
  readonly id: ImportId
  readonly format: HistoryFormat
  readonly fileName: string
  readonly at: number
  readonly plays: number
  readonly matchedPlays: number
  readonly from: number
  readonly to: number
  readonly undoneAt: number | null
}

/** What is to be forgotten: no longer learned from, counted or shown. */
export const forgetWhat = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('lastHour') }),
  z.object({ kind: z.literal('session') }),
  z.object({ kind: z.literal('track'), id: trackId }),
  z.object({ kind: z.literal('artist'), id: artistId }),
  z.object({ kind: z.literal('everything') }),
])
export type ForgetWhat = z.infer<typeof forgetWhat>

export interface Forgotten {
  readonly id: number
  readonly kind: ForgetWhat['kind'] | 'belief'
  readonly label: string
  readonly plays: number
  readonly at: number
}

export const history = {
  /** Asks for a file with the system's dialog, reads and matches it. Null when the listener thought better of it. */
  'history.pick': shellCall<ImportPreview | null>()(z.void()),
  'history.preview': insideCall<ImportPreview>()(z.object({ path: z.string().min(1) }), 'once'),
  'history.import': call<ImportedHistory>()(z.object({ previewId: z.string().max(100) }), 'once'),
  'history.cancel': command(z.void(), 'again'),
  'history.progress': call<ImportProgress>()(z.void(), 'again'),
  'history.imports': call<readonly ImportedHistory[]>()(z.void(), 'again'),
  'history.undo': command(z.object({ id: importId }), 'again'),
  'history.redo': command(z.object({ id: importId }), 'again'),
  /** Writes the log where the listener says; answers the file's name and rows, or null. */
  'history.export': shellCall<{ fileName: string; plays: number } | null>()(
    z.object({ format: z.enum(['csv', 'json']) }),
  ),
  'history.exportTo': insideCall<{ fileName: string; plays: number }>()(
    z.object({ path: z.string().min(1), format: z.enum(['csv', 'json']) }),
    'again',
  ),
  /** How many plays it would take. */
  'forgetting.preview': call<{ readonly plays: number }>()(forgetWhat, 'again'),
  'forgetting.forget': call<Forgotten>()(forgetWhat, 'once'),
  'forgetting.all': call<readonly Forgotten[]>()(z.void(), 'again'),
  'forgetting.undo': command(z.object({ id: z.number().int().positive() }), 'again'),
  /** Erases for good what was forgotten, from the log and the backups; cannot be undone. Answers how many plays. */
  'forgetting.erase': call<{ readonly plays: number }>()(z.void(), 'once'),
} as const

export const historyEvents = {
  'history.progressed': event<ImportProgress>(),
  /** What is learned from changed at once: an import, an undo, a forgetting. */
  'history.changed': event<void>(),
} as const
