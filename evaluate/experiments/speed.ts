// The experiment "speed": how long each model learns from 10,000 plays and scores 300 candidates, on each backend that this machine has.
import type { BackendName } from '../../main/core/backends/backend.ts'
import { backendsOf, chooseBackend } from '../../main/core/backends/choose.ts'
import { decode } from '../../models/mostra/decoder.ts'
import { rngOf } from '../../models/rng.ts'
import type { Context, Experiment, Row } from '../experiment.ts'
import { timedCall, timedFit } from '../speed/clock.ts'
import { inventedHistory } from '../speed/listener.ts'
import { CANDIDATES, type Contestant, onArrays, onTensors, sound } from '../speed/models.ts'
import { night } from '../speed/night.ts'

const PLAYS = 10_000
/** The plays of the listener that the night's limit is set for. */
const NIGHT_PLAYS = 57_844
/** A fit that takes longer is ended then, and its time reckoned from the share that was done; the column “share timed” says which. */
const LIMIT_MS = 20_000
const SCORINGS = 15
const SOUND_STEPS = 400
const [QUEUE, OBJECTIVES] = [50, 3]

type Metrics = Record<string, number>

export const experiment: Experiment = {
  name: 'speed',
  version: 4,
  // Each step chooses its own backend.
  tensors: false,
  async run(context) {
    const rows: Row[] = [
      {
        user: 'typed arrays',
        method: 'mostra decoder',
        metrics: await context.step('typed arrays/decoder', async () => ({
          [`queueing ms for ${QUEUE} of ${CANDIDATES} candidates`]: await timedCall(queue(), SCORINGS),
        })),
      },
    ]
    for (const contestant of onArrays) {
      const metrics = await context.step(`typed arrays/${contestant.name}`, () => timed(contestant as Contestant))
      rows.push({ user: 'typed arrays', method: contestant.name, metrics })
    }
    for (const backend of await here(context)) {
      for (const contestant of onTensors) {
        const metrics = await context.step(`${backend}/${contestant.name}`, async () => {
          await chooseBackend({ wanted: backend, backends: backendsOf(process.env), now: () => performance.now() })
          // Each contestant scores with what it fitted itself: its model's type stays inside it.
          return timed(contestant as Contestant)
        })
        rows.push({ user: backend, method: contestant.name, metrics })
      }
      rows.push({
        user: backend,
        method: 'sound-cnn',
        metrics: await context.step(`${backend}/sound-cnn`, () => soundTimes(backend)),
      })
      if (backend !== 'cpu') {
        const metrics = await context.step(`${backend}/night`, () => night(backend, NIGHT_PLAYS))
        rows.push({ user: backend, method: "a night's training", metrics })
      }
    }
    return rows
  },
}

/** Names of the backends that start here, the fastest first, without those that the trial finds too slow to be tried. */
async function here(context: Context): Promise<readonly BackendName[]> {
  const { found } = await chooseBackend({ backends: backendsOf(process.env), now: () => performance.now() })
  for (const { name, detail, stepMs } of found)
    context.say(`${name}: ${detail}${stepMs === null ? '' : `, ${stepMs.toFixed(1)} ms a step of the trial`}`)
  return found.filter(({ stepMs }) => stepMs !== null).map(({ name }) => name)
}

async function timed<Model>(contestant: Contestant<Model>): Promise<Metrics> {
  const history = inventedHistory(PLAYS, 1)
  let model: Model | null = null
  const { ms, cpuMs, share } = await timedFit(async context => {
    model = await contestant.fit(history, context)
  }, LIMIT_MS)
  const metrics = {
    'training ms per 10,000 plays': ms,
    'training CPU ms per 10,000 plays': cpuMs,
    'share timed': share,
  }
  if (contestant.score === undefined) return metrics
  // A fit that was cut short leaves no model to score with: one of a small history has the same network.
  const small = inventedHistory(PLAYS / 50, 1)
  const scored =
    model === null
      ? contestant.score(await contestant.fit(small, { rng: rngOf(1) }), small)
      : contestant.score(model, history)
  return { ...metrics, [`scoring ms for ${CANDIDATES} candidates`]: await timedCall(scored, SCORINGS) }
}

async function soundTimes(backend: BackendName): Promise<Metrics> {
  await chooseBackend({ wanted: backend, backends: backendsOf(process.env), now: () => performance.now() })
  const { ms, cpuMs, share } = await timedFit(context => sound.fit(SOUND_STEPS, context), LIMIT_MS)
  const model = await sound.fit(1, { rng: rngOf(1) })
  return {
    [`training ms for ${SOUND_STEPS} steps`]: ms,
    [`training CPU ms for ${SOUND_STEPS} steps`]: cpuMs,
    'share timed': share,
    'placing ms for a track of 30 s': await timedCall(() => sound.place(model), 3),
  }
}

function queue(): () => unknown {
  const rng = rngOf(1)
  const input = {
    sat: Float32Array.from({ length: CANDIDATES }, () => rng.next()),
    objectives: Array.from({ length: OBJECTIVES }, () =>
      Uint8Array.from({ length: CANDIDATES }, () => (rng.next() < 0.3 ? 1 : 0)),
    ),
    weights: [0.1, 0.1, 0.1],
    eps: 0.1,
    length: QUEUE,
  }
  return () => decode(input)
}
