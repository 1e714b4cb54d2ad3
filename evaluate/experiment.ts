// What an experiment is: rows of metrics by listener and method, made in steps that are kept, so that a run goes on where it stopped.
import type { Json } from '../models/artifact.ts'
import type { Log } from './logs.ts'

export interface Row {
  /** 'u1', or 'all' for a mean over listeners, or what else was measured ('debian-music', 'yoochoose'). */
  readonly user: string
  readonly method: string
  readonly metrics: { readonly [metric: string]: number | null }
}

export interface Context {
  /** Folder of the logs: `listening/*.csv.gz`, `artists/`, `clicks/`, `media/`. */
  readonly data: string
  /** Names of the chosen listeners that have a log there. */
  readonly users: readonly string[]
  /** Read once and kept; throws an InputError that names the file and the line. */
  log(user: string): Log
  readonly seeds: number
  /**
   * Answers with what was kept under this key from an earlier run of the same code and data, else runs `make` and keeps it.
   * One key a unit of a minute or so: 'u3/narm/fp-simple/seed2'. What it makes must be plain JSON.
   */
  step<T extends Json>(key: string, make: () => Promise<T> | T): Promise<T>
  /** One line of progress. */
  say(line: string): void
}

export interface Experiment {
  readonly name: string
  /** Raise it when the code behind changes what comes out: kept steps of another version are made anew. */
  readonly version: number
  /** Needs tensors: the runner chooses a backend before. */
  readonly tensors: boolean
  /** 'simulated': it makes its own and asks for no log; runs once, also where there are no logs. Else those of the logs. */
  readonly listeners?: 'simulated'
  run(context: Context): Promise<readonly Row[]>
}
