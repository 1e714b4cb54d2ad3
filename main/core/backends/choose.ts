// Which backend learns here: the fastest in a short trial of those that start, the next one when its device is lost.
import * as tf from '@tensorflow/tfjs-core'
import { trial } from '../../../models/jobs/trial.ts'
import { ModelError } from '../../../models/model.ts'
import { rngOf } from '../../../models/rng.ts'
import type { Backend, BackendName } from './backend.ts'
import { whyOf } from './backend.ts'
import { cpuBackend } from './cpu.ts'
import { tfjsNodeBackend } from './tfjs-node.ts'
import { wasmBackend } from './wasm.ts'
import { webgpuBackend } from './webgpu.ts'

/** A step that failed for the backend's sake: its device went away, its memory ran out, a kernel is missing. */
export class BackendLost extends Error {}

export interface Found {
  readonly name: BackendName
  /** What it runs on, or why it is not used. */
  readonly detail: string
  /** Milliseconds of a step of the trial; null: it is not here, or was not tried. */
  readonly stepMs: number | null
}

export interface Chosen {
  /** What is in use now. */
  readonly name: BackendName
  readonly detail: string
  /** All that were looked for, the usable ones first and by speed. */
  readonly found: readonly Found[]
  /**
   * Runs the job on the backend in use. When it fails for the backend's sake, it runs again from its beginning on the next one; a
   * ModelError is the job's own and goes to the caller, and so does the last backend's failure.
   */
  run<T>(job: () => Promise<T>): Promise<T>
}

export interface ChoiceOptions {
  /** The name of the one to use, without a trial; an error when there is none such or it does not start. */
  readonly wanted?: string
  /** Those to look for, in the order in which they are tried. */
  readonly backends: readonly Backend[]
  /** Milliseconds, for the trial. */
  readonly now: () => number
  /** A backend that takes longer for its first step is left out. */
  readonly limitMs?: number
  /** Told of every loss and of what is used instead. */
  readonly onLost?: (line: string) => void
}

/** Those of this machine. `DWELL_TFJS_NODE` names the folder of a tfjs-node that was built elsewhere. */
export function backendsOf(environment: { readonly [name: string]: string | undefined }): readonly Backend[] {
  return [tfjsNodeBackend(environment['DWELL_TFJS_NODE']), webgpuBackend(), wasmBackend(), cpuBackend()]
}

interface Candidate extends Found {
  readonly registered: string
  readonly lost: Promise<string> | undefined
}

const LIMIT_MS = 3000
const TRIAL_STEPS = 5

/** Throws when none starts, or not the one that is wanted, with what was found. */
export async function chooseBackend(options: ChoiceOptions): Promise<Chosen> {
  const candidates: Candidate[] = []
  const absent: Found[] = []
  for (const backend of options.backends) {
    if (options.wanted !== undefined && backend.name !== options.wanted) continue
    const best = Math.min(...candidates.map(({ stepMs }) => stepMs ?? Number.POSITIVE_INFINITY))
    const result = await tried(backend, options, best)
    if ('registered' in result) candidates.push(result)
    else absent.push(result)
  }
  candidates.sort((a, b) => (a.stepMs ?? 0) - (b.stepMs ?? 0))
  const found = [...candidates.map(({ name, detail, stepMs }) => ({ name, detail, stepMs })), ...absent]
  const best = candidates[0]
  if (best === undefined) {
    const list = found.map(({ name, detail }) => `${name}: ${detail}`).join('; ')
    throw new Error(`no backend for tensors can be used (${list || `“${options.wanted}” is not known`})`)
  }
  await tf.setBackend(best.registered)
  return running(candidates, best, found, options)
}

async function tried(
  backend: Backend,
  { wanted, now, limitMs = LIMIT_MS }: ChoiceOptions,
  bestMs: number,
): Promise<Candidate | Found> {
  const started = await backend.start()
  if ('why' in started) return { name: backend.name, detail: started.why, stepMs: null }
  const candidate = { name: backend.name, ...started, lost: started.lost, stepMs: null }
  if (wanted !== undefined) return candidate
  try {
    const context = { now, rng: rngOf(1), onStep: () => {} }
    const { msPerStep: stepMs } = await trial({ steps: TRIAL_STEPS, limitMs, bestMs }, context)
    if (stepMs !== null) return { ...candidate, stepMs }
    return { name: backend.name, detail: `${started.detail}: too slow to try`, stepMs: null }
  } catch (error) {
    return { name: backend.name, detail: `${started.detail}: ${whyOf(error).why}`, stepMs: null }
  }
}

function running(
  candidates: readonly Candidate[],
  best: Candidate,
  found: readonly Found[],
  { onLost }: ChoiceOptions,
): Chosen {
  let current = best
  return {
    get name() {
      return current.name
    },
    get detail() {
      return current.detail
    },
    found,
    async run(job) {
      for (;;) {
        const inUse = current
        try {
          return await (inUse.lost === undefined ? job() : Promise.race([job(), failure(inUse.lost)]))
        } catch (error) {
          if (error instanceof ModelError) throw error
          const next = candidates[candidates.indexOf(inUse) + 1]
          if (next === undefined) throw error
          // Another job may have moved on already.
          if (current === inUse) {
            onLost?.(`${inUse.name} failed (${whyOf(error).why}): ${next.name} is used instead`)
            await tf.setBackend(next.registered)
            current = next
          }
        }
      }
    },
  }
}

async function failure(lost: Promise<string>): Promise<never> {
  throw new BackendLost(await lost)
}
