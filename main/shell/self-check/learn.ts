// The self-check's learning: the audio analysis hears some of the library, and a training goes to its end with progress. Each throws when it must not go on.
import type { ReportCard, TrainingStep } from '../../../preload/contract/learning.ts'
import type { App, Detail } from './steps.ts'
import { pause, until } from './waiting.ts'

const MINUTE = 60_000
/** A large library takes a night: so many tracks show that the audio analysis work. */
const ENOUGH_HEARD = 12
/** With fewer plays nothing can be measured on the last ones, and no model needs to come of it. */
const ENOUGH_PLAYS = 200

/** Waits until the audio analysis has heard all, or enough. */
export async function analyse({ core }: App): Promise<Detail> {
  const from = performance.now()
  const first = await core.call('sound.progress')
  const heard = await until('the ears hearing the library', 10 * MINUTE, async () => {
    const progress = await core.call('sound.progress')
    if (progress.state === 'unsupported') throw new Error('this Dwell has no ears')
    const ended = progress.done + progress.failed
    return progress.of > 0 && (ended >= progress.of || progress.done >= ENOUGH_HEARD) ? progress : null
  })
  if (heard.done === 0) throw new Error(`none of ${heard.of} tracks could be heard`)
  const failures = await core.call('sound.failures', { limit: 100 })
  return {
    done: heard.done,
    of: heard.of,
    failed: failures.map(({ title, artist, message }) => ({ track: `${artist} · ${title}`, message })),
    before: first.done,
    ms: Math.round(performance.now() - from),
  }
}

export interface Trained {
  readonly detail: Detail
  readonly report: ReportCard | null
}

/** Trains on demand to the end; its progress must never go back within a step. */
export async function train({ core }: App): Promise<Trained> {
  const { plays } = await core.call('listening.totals')
  const steps: TrainingStep[] = []
  let share = 0
  await core.call('learning.train')
  let state = await core.call('learning.state')
  const end = performance.now() + 10 * MINUTE
  while (state.training !== null) {
    const { training } = state
    if (training.step !== steps.at(-1)) {
      steps.push(training.step)
      share = 0
    }
    if (training.share < share - 1e-9)
      throw new Error(`the progress of “${training.step}” went back from ${share} to ${training.share}`)
    share = training.share
    if (performance.now() > end) throw new Error('the training did not end within ten minutes')
    await pause(100)
    state = await core.call('learning.state')
  }
  if (state.trouble !== null && plays >= ENOUGH_PLAYS)
    throw new Error(`the training came to nothing: ${state.trouble.message}`)
  const report = await core.call('learning.report')
  if (report === null && plays >= ENOUGH_PLAYS) throw new Error(`nothing was learned from ${plays} plays`)
  if (report !== null) {
    const measured = report.lines.filter(({ measuredOn }) => measuredOn > 0)
    const empty = measured.find(({ contestants, used }) => !contestants.some(({ name }) => name === used))
    if (empty) throw new Error(`“${empty.used}” is used for ${empty.kind}, and the report does not say how it fares`)
  }
  const said = {
    plays,
    steps,
    ms: report?.ms ?? null,
    backend: report?.backend ?? null,
    used: Object.fromEntries((report?.lines ?? []).map(({ kind, used }) => [kind, used])),
    ...(report === null && { why: state.trouble?.message ?? 'too little was heard yet' }),
  }
  return { detail: said, report }
}
