// What learning asks of the training worker: run a job on the best backend there is, say which ones there are, and what went wrong.
import type { JobInput, JobName, JobOutput } from '../../../../models/jobs/index.ts'
import type { BackendName, BackendRow, LearningState } from '../../../../preload/contract/learning.ts'

export interface JobProgress {
  /** 0..1 of the job; starts again at 0 when the job moved down. */
  readonly share: number
  readonly loss: number | null
  /** What the job said last of itself (`context.onStep`); null before. */
  readonly step: string | null
  readonly backend: BackendName
}

export interface RunOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: JobProgress) => void
  /** Told where the job begins, and again each time it moves down. */
  readonly onBackend?: (backend: BackendName) => void
  /** For each try on a backend; a job that takes longer is ended by force and moves down. */
  readonly limitMs?: number
  /** It has nothing for a GPU to do: it runs in Node, and no backend is measured for it. */
  readonly isLight?: boolean
  /** Where the job's randomness begins: `context.rng`. 1 where not given. */
  readonly seed?: number
}

export interface TrainingWorker {
  /**
   * Runs a job from the table of models/jobs. Typed arrays in the input are read until the job has begun: do not change them. Jobs run
   * one after another. Rejects with ModelError as the job threw it ('cancelled' included), or with DwellError 'internal' when no
   * backend could do it; everything else (a crash, a lost device, no memory, too slow) only moves it down.
   */
  run<N extends JobName>(name: N, input: JobInput<N>, options?: RunOptions): Promise<JobOutput<N>>
  /** As last measured; what was never measured has neither time nor reason. */
  backends(): readonly BackendRow[]
  /** Measures every backend anew, in rooms of their own: takes seconds. */
  measure(): Promise<readonly BackendRow[]>
  /** Null: by measurement. Holds from the next job on. */
  choose(name: BackendName | null): readonly BackendRow[]
  /** The last move down, until `allWell` is said. */
  trouble(): LearningState['trouble']
  /** A training went well to its end where it began: the trouble is over. */
  allWell(): void
  /** The backends, the one in use or the trouble changed. */
  onChange(listener: () => void): () => void
  close(): Promise<void>
}
