// The self-check's report: what was tried, what came of it, in a shape that scripts rely on: fields are added, never renamed.
import { writeFileSync } from 'node:fs'
import type { Mix } from '../../../preload/contract/balance.ts'
import type { ReportCard } from '../../../preload/contract/learning.ts'
import type { ScanFailure } from '../../../preload/contract/library.ts'
import type { PlayRow } from '../../../preload/contract/listening.ts'
import type { QueueState } from '../../../preload/contract/queue.ts'
import { type ItemInWords, itemInWords, nameOf } from '../../core/queue-words.ts'

/** Counts of the next twenty under settings by name. */
export type MixBySetting = Readonly<Record<string, Mix['counts']>>

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
  /** Where tensors were computed; null where nothing could be learned. */
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
    readonly items: readonly ItemInWords[]
    readonly mixBySetting: MixBySetting
  }
  readonly model: { readonly champion: string | null; readonly metrics: Readonly<Record<string, number>> }
}

export interface Findings {
  readonly steps: readonly Step[]
  readonly plays: readonly PlayRow[]
  readonly queue: QueueState | null
  readonly mixBySetting: MixBySetting
  readonly learned: ReportCard | null
}

export function reportOf({ steps, plays, queue, mixBySetting, learned }: Findings): Report {
  return {
    ok: steps.every(step => step.ok),
    electron: process.versions.electron ?? '',
    node: process.versions.node,
    backend: learned?.backend ?? null,
    steps,
    plays: plays.map(play => ({
      track: nameOf(play),
      dwellMs: play.dwellMs,
      outcome: play.outcome,
      sat: play.sat,
      cause: play.cause,
    })),
    queue: {
      items: (queue?.upcoming ?? []).slice(0, 50).map(itemInWords),
      mixBySetting,
    },
    model: modelOf(learned),
  }
}

/** What says whether a track will be stayed with: the name that won, and how it fared on the last plays. */
function modelOf(learned: ReportCard | null): Report['model'] {
  // With a handful of plays there is nothing to measure a model on, and none.
  const line = learned?.lines.find(({ kind, measuredOn }) => kind === 'sat' && measuredOn > 0)
  const metrics = line?.contestants.find(({ name }) => name === line.used)?.metrics
  return { champion: line?.used ?? null, metrics: metrics ?? {} }
}

export function writeReport(file: string, report: Report): void {
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`)
}

/** At most a hundred are written out. */
export const failuresWritten = 100
export const written = (failures: readonly ScanFailure[]) =>
  failures.map(({ file, code, message }) => ({ path: file, code, message }))
