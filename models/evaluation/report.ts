// One line of the report card: who was compared, on how much, and which is used.

export interface Contestant {
  readonly name: string
  readonly metrics: Readonly<Record<string, number>>
}

export interface Line {
  readonly kind: 'vectors' | 'sat' | 'next' | 'sound'
  /** The metric that decides. */
  readonly measure: string
  /** Plays (or tracks) that all of them were measured on. */
  readonly measuredOn: number
  readonly contestants: readonly Contestant[]
  readonly used: string
  /** 95 % interval of what was compared last: the best model, whether it is used or not, less the best yardstick. */
  readonly over: { readonly name: string; readonly mean: number; readonly low: number; readonly high: number } | null
}

/** What is used of a kind while there is too little to measure anything on. */
export const NOT_YET = 'not yet'

/** A fitted model as it leaves a job. */
export interface Made {
  /** As in the science. */
  readonly name: string
  /** The artefact (models/artifact.ts). */
  readonly bytes: Uint8Array
  /** It won, and is to be used; else it is kept to be looked at. */
  readonly won: boolean
}
