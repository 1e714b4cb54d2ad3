// What the backends of this machine are worth: the same short training on each, in a sidecar of its own, within a time limit.
import type { trial } from '../../../../models/jobs/trial.ts'
import type { BackendName } from '../../../../preload/contract/learning.ts'
import type { SidecarName, Sidecars } from '../../host/sidecars.ts'
import { openSession } from './session.ts'

/** One backend, as found. */
export interface Measured {
  readonly name: BackendName
  readonly host: 'page' | 'node'
  readonly msPerStep: number | null
  /** What it runs on, or why it cannot be had. */
  readonly detail: string
}

/** Those there may be, the best first where nothing is known yet. */
export const places: readonly { readonly name: BackendName; readonly sidecar: SidecarName }[] = [
  { name: 'webgpu', sidecar: 'training-page' },
  { name: 'webgl', sidecar: 'training-page' },
  { name: 'tfjs-node', sidecar: 'training-node' },
  { name: 'wasm', sidecar: 'training-node' },
  { name: 'cpu', sidecar: 'training-node' },
]

export const sidecarOf = (name: BackendName): SidecarName =>
  places.find(place => place.name === name)?.sidecar ?? 'training-node'
export const hostOf = (name: BackendName): 'page' | 'node' => (sidecarOf(name) === 'training-page' ? 'page' : 'node')

const STEPS = 5
/** A backend whose first step takes longer is of no use. */
const FIRST_STEP_LIMIT_MS = 5000
/** All of the trial, after which its sidecar is ended by force. */
const TRIAL_LIMIT_MS = 20_000

export interface MeasureOptions {
  readonly sidecars: Sidecars
  readonly memoryBytes: number
  /** Ends it after the backend that is being measured. */
  readonly isOver: () => boolean
  readonly onMeasured: (row: Measured) => void
}

/** One backend after another, so that none disturbs the other. */
export async function measureAll({
  sidecars,
  memoryBytes,
  isOver,
  onMeasured,
}: MeasureOptions): Promise<readonly Measured[]> {
  const rows: Measured[] = []
  for (const { name, sidecar } of places) {
    if (isOver()) break
    const best = Math.min(...rows.map(({ msPerStep }) => msPerStep ?? Number.MAX_VALUE))
    const row = { name, host: hostOf(name), ...(await measured(name, sidecar, best)) }
    rows.push(row)
    onMeasured(row)
  }
  return rows

  async function measured(backend: BackendName, sidecar: SidecarName, bestMs: number) {
    const session = await openSession({ sidecars, sidecar, backend, memoryBytes })
    if ('why' in session) return { msPerStep: null, detail: session.why }
    try {
      const input: Parameters<typeof trial>[0] = { steps: STEPS, limitMs: FIRST_STEP_LIMIT_MS, bestMs }
      const output = await session.run({ name: 'trial', input, seed: 1, limitMs: TRIAL_LIMIT_MS })
      const msPerStep = msOf(output)
      return msPerStep === null
        ? { msPerStep, detail: `${session.detail}: a step takes longer than ${FIRST_STEP_LIMIT_MS / 1000} s` }
        : { msPerStep, detail: session.detail }
    } catch (error) {
      return { msPerStep: null, detail: error instanceof Error ? error.message : String(error) }
    } finally {
      session.close()
    }
  }
}

/** The trial's answer comes from another process. */
function msOf(output: unknown): number | null {
  if (typeof output !== 'object' || output === null || !('msPerStep' in output)) return null
  return typeof output.msPerStep === 'number' && output.msPerStep > 0 ? output.msPerStep : null
}
