// What the core and its reader say to each other: one question at a time, answered in turn.
export interface Question {
  readonly id: number
  /** One of the jobs that the worker was started with. */
  readonly job: { readonly job: string }
}

export type Reply =
  | { readonly id: number; readonly ok: true; readonly value: unknown; readonly tookMs: number }
  | { readonly id: number; readonly ok: false; readonly message: string }
