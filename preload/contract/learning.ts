// Learning as the listener sees it: on or paused, what is being trained, which model is in use and what it beats, which backend computes.
import { z } from 'zod'
import { call, command, event } from './define.ts'

export const backendName = z.enum(['webgpu', 'webgl', 'tfjs-node', 'wasm', 'cpu'])
export type BackendName = z.infer<typeof backendName>

export interface BackendRow {
  readonly name: BackendName
  /** Where it would run. */
  readonly host: 'page' | 'node'
  /** Measured, ms a training step of the trial; null where it cannot be had. */
  readonly msPerStep: number | null
  /** Why not, or what it runs on ("SwiftShader", "NVIDIA …"), in the system's words. */
  readonly detail: string
  readonly inUse: boolean
}

export const modelKind = z.enum(['vectors', 'sat', 'next', 'sound'])
/** vectors: where tracks lie; sat: will it be stayed with; next: what comes next; sound: from sound to vectors. */
export type ModelKind = z.infer<typeof modelKind>

export const modelId = z.number().int().positive().brand<'ModelId'>()
export type ModelId = z.infer<typeof modelId>

/** One contestant of a comparison on the listener's own last plays. */
export interface Contestant {
  /** As in the science: "set-transformer", "logistic regression", "same outcome", "track rate", "companion", … */
  readonly name: string
  readonly metrics: Readonly<Record<string, number>>
}

export interface ReportLine {
  readonly kind: ModelKind
  /** The measure that decides: 'auc', 'ndcg@10', 'cosine'. */
  readonly measure: string
  /** Plays (or tracks) that it was measured on: the last ones, by time. */
  readonly measuredOn: number
  readonly contestants: readonly Contestant[]
  /** The name that won and is used. A trained model that lost is not used. */
  readonly used: string
  /** 95 % interval of the winner over the best yardstick, where there were enough to make one. */
  readonly over: { readonly name: string; readonly mean: number; readonly low: number; readonly high: number } | null
}

/** What another setting would have brought, from the slots drawn at random (self-normalised inverse propensity). */
export interface WhatIf {
  readonly adventure: number
  readonly stays: { readonly mean: number; readonly low: number; readonly high: number }
  /** Logged slots that speak of it (effective sample size). */
  readonly slots: number
}

export interface ReportCard {
  readonly trainedAt: number
  readonly plays: number
  readonly ms: number
  readonly backend: BackendName
  readonly lines: readonly ReportLine[]
  readonly whatIf: readonly WhatIf[]
}

export interface KeptModel {
  readonly id: ModelId
  readonly kind: ModelKind
  readonly name: string
  readonly trainedAt: number
  readonly plays: number
  readonly ms: number
  readonly backend: BackendName
  readonly inUse: boolean
  /** Why it is not: it lost against what is named; the listener went back; newer ones came. */
  readonly why: 'in-use' | 'lost' | 'older' | 'rolled-back'
}

export type TrainingStep = 'reading' | 'vectors' | 'sound' | 'next' | 'sat' | 'measuring' | 'keeping'

export interface LearningState {
  readonly mode: 'on' | 'paused' | 'off'
  readonly training: {
    readonly step: TrainingStep
    readonly share: number
    readonly msLeft: number | null
    readonly backend: BackendName
    readonly startedAt: number
    readonly asked: boolean
  } | null
  /** Plays since the last training, and how many start the next one by themselves. */
  readonly newPlays: number
  readonly nextAt: number
  readonly lastTrainedAt: number | null
  /** The last thing that went wrong, in words; null when the last training went well. */
  readonly trouble: {
    readonly at: number
    readonly message: string
    readonly movedFrom: BackendName | null
    readonly movedTo: BackendName | null
  } | null
}

export const learning = {
  'learning.state': call<LearningState>()(z.void(), 'again'),
  /** Paused: plays are logged, and what is heard meanwhile is never learned from. Off: nothing is trained or used; the queue goes by tags and sound. */
  'learning.setMode': command(z.object({ mode: z.enum(['on', 'paused', 'off']) }), 'again'),
  /** Begins a training now; answers at once. */
  'learning.train': command(z.void(), 'again'),
  'learning.cancel': command(z.void(), 'again'),
  'learning.backends': call<readonly BackendRow[]>()(z.void(), 'again'),
  /** Measures every backend anew; takes seconds, tells by `learning.changed`. */
  'learning.measure': command(z.void(), 'again'),
  /** Null: by measurement. */
  'learning.chooseBackend': command(z.object({ name: backendName.nullable() }), 'again'),
  'learning.report': call<ReportCard | null>()(z.void(), 'again'),
  'learning.models': call<readonly KeptModel[]>()(z.void(), 'again'),
  /** Goes back to a kept model (or forward again). */
  'learning.useModel': command(z.object({ id: modelId }), 'again'),
} as const

export const learningEvents = {
  'learning.changed': event<LearningState>(),
  /** Another model is in use, or a report was written. */
  'learning.modelsChanged': event<void>(),
} as const
