// What is read aside, on a connection of its own, because it looks at the whole library: a table of jobs, name → reading.
import type { Db } from '../store/connect.ts'

/** The jobs of a service. Each reads one moment of the database; its input travels as a message. */
export interface Jobs {
  readonly [name: string]: (db: Db, input: never) => unknown
}

export type JobName<J extends Jobs> = keyof J & string

/** The name of a job beside its input. */
export type Job<J extends Jobs, N extends JobName<J> = JobName<J>> = {
  [K in N]: { readonly job: K } & (J[K] extends (db: Db, input: infer I) => unknown ? I : never)
}[N]

export type Answer<J extends Jobs, N extends JobName<J> = JobName<J>> = ReturnType<J[N]>

/** Reads one job's answer from one moment of the database. */
export function answer<J extends Jobs, N extends JobName<J>>(jobs: J, db: Db, job: Job<J, N>): Answer<J, N> {
  // A job is its own input, made for the reading of that name.
  return db.transaction(() => jobs[job.job]?.(db, job as never))() as Answer<J, N>
}

/** The buffers of an answer that can be handed to another thread instead of copied. */
export function buffersIn(value: unknown): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>()
  const look = (part: unknown): void => {
    if (ArrayBuffer.isView(part)) {
      if (part.buffer instanceof ArrayBuffer) found.add(part.buffer)
    } else if (typeof part === 'object' && part !== null && !Array.isArray(part))
      for (const inner of Object.values(part)) look(inner)
  }
  look(value)
  return [...found]
}
