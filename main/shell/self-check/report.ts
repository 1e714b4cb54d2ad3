// The self-check's report: what was tried, what came of it, in the shape that COMMANDS.md promises.
import { writeFileSync } from 'node:fs'
import type { ScanFailure } from '../../../preload/contract/library.ts'
import type { PlayRow } from '../../../preload/contract/listening.ts'
import type { QueueState, Reason } from '../../../preload/contract/queue.ts'

export interface Step {
  readonly name: string
  readonly ok: boolean
  readonly ms: number
  readonly detail: Readonly<Record<string, unknown>>
}

export interface Report {
  readonly ok: boolean
  readonly electron: string
  readonly node: string
  /** Where tensors are computed; null while nothing learns yet. */
  readonly backend: string | null
  readonly steps: readonly Step[]
  readonly plays: readonly {
    track: string
    dwellMs: number
    outcome: PlayRow['outcome']
    sat: PlayRow['sat']
    cause: PlayRow['cause']
  }[]
  readonly queue: {
    readonly items: readonly { track: string; sat: number | null; objectives: readonly string[]; reason: string }[]
    readonly mixBySetting: Readonly<Record<string, never>>
  }
  readonly model: { readonly champion: string | null; readonly metrics: Readonly<Record<string, number>> }
}

export interface Findings {
  readonly steps: readonly Step[]
  readonly plays: readonly PlayRow[]
  readonly queue: QueueState | null
}

export function reportOf({ steps, plays, queue }: Findings): Report {
  return {
    ok: steps.every(step => step.ok),
    electron: process.versions.electron ?? '',
    node: process.versions.node,
    backend: null,
    steps,
    plays: plays.map(play => ({
      track: nameOf(play),
      dwellMs: play.dwellMs,
      outcome: play.outcome,
      sat: play.sat,
      cause: play.cause,
    })),
    queue: {
      items: (queue?.upcoming ?? []).slice(0, 50).map(({ track, reason }) => ({
        track: nameOf(track),
        sat: null,
        objectives: [],
        reason: reason === null ? '' : inWords(reason),
      })),
      mixBySetting: {},
    },
    model: { champion: null, metrics: {} },
  }
}

/** Untagged files have no artist. */
export function nameOf({ artist, title }: { readonly artist: string; readonly title: string }): string {
  return artist === '' ? title : `${artist} · ${title}`
}

function inWords(reason: Reason): string {
  switch (reason.kind) {
    case 'byHand':
      return 'placed by hand'
    case 'fromAlbum':
      return `from the album ${reason.album}`
    case 'fromPlaylist':
      return `from the playlist ${reason.playlist}`
    case 'fromArtist':
      return `by ${reason.artist}`
    case 'shuffled':
      return `shuffled among ${reason.of}`
    case 'inOrder':
      return `in order, of ${reason.of}`
    default:
      return reason.kind
  }
}

export function writeReport(file: string, report: Report): void {
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`)
}

/** At most a hundred are written out. */
export const failuresWritten = 100
export const written = (failures: readonly ScanFailure[]) =>
  failures.map(({ file, code, message }) => ({ path: file, code, message }))
