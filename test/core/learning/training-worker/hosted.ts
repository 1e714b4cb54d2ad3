// Sidecars for tests of the lab: the real host with jobs and backends made up by the test, at the other end of a port in this process.
import type { Sidecars } from '../../../../main/core/host/sidecars.ts'
import type { Job } from '../../../../models/jobs/job.ts'
import type { TrialInput, TrialOutput } from '../../../../models/jobs/trial.ts'
import type { BackendName } from '../../../../preload/contract/learning.ts'
import { createPortPair, type Port } from '../../../../preload/contract/port.ts'
import { type StartedBackend, serveTraining } from '../../../../preload/contract/training-host.ts'

export interface HostedOptions {
  /** What each backend answers; one that is not named is not there. */
  readonly backends: Partial<Record<BackendName, StartedBackend>>
  /** Milliseconds of a step by backend, as measuring finds. */
  readonly speeds?: Partial<Record<BackendName, number>>
  /** What the trial of a single step does: measuring takes more of them. */
  readonly work?: (backend: BackendName) => Job<TrialInput, TrialOutput>
  readonly jobs?: Readonly<Record<string, Job<never, unknown>>>
  readonly memoryBytes?: () => number
  readonly withPages?: boolean
}

export interface Hosted {
  readonly sidecars: Sidecars
  /** Backends in the order in which they were started. */
  readonly started: BackendName[]
  /** Sidecars that are open now. */
  readonly open: () => number
  /** Ends every sidecar, as a crash does. */
  crash(): void
}

export function hosted(options: HostedOptions): Hosted {
  const { backends, speeds = {}, work, jobs = {}, memoryBytes = () => 0, withPages = true } = options
  const started: BackendName[] = []
  const sidecars = new Set<Port>()

  function serve(port: Port): void {
    let inUse: BackendName = 'cpu'
    sidecars.add(port)
    port.onClose(() => sidecars.delete(port))
    const trial: Job<TrialInput, TrialOutput> = async (input, context) =>
      work && input.steps === 1
        ? work(inUse)(input, context)
        : { msPerStep: speeds[inUse] ?? null, losses: new Float32Array() }
    serveTraining(port, {
      jobs: { trial, ...jobs },
      memoryBytes,
      turn: () => new Promise(resolve => setImmediate(resolve)),
      async start(backend) {
        const found = backends[backend]
        if (!found) return { why: `no ${backend} here` }
        started.push(backend)
        inUse = backend
        return found
      },
    })
  }

  return {
    started,
    open: () => sidecars.size,
    crash() {
      for (const port of sidecars) port.close()
    },
    sidecars: {
      async open(sidecar) {
        if (sidecar === 'audio-analysis' || (sidecar === 'training-page' && !withPages)) return null
        const [here, there] = createPortPair()
        serve(there)
        return here
      },
    },
  }
}
