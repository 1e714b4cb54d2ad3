// `train`: learns from the whole log now, to the end, and says what is used and what it beats.
import type { Handlers, Payload } from '../../../preload/contract/contract.ts'
import { DwellError } from '../../../preload/contract/errors.ts'
import type { ReportCard, ReportLine } from '../../../preload/contract/learning.ts'

type Asks = Handlers<'learning.train' | 'learning.state' | 'learning.report'>
type LearningState = Payload<'learning.changed'>

export interface Training {
  readonly ask: Asks
  /** Calls back whenever learning has something to say. */
  readonly onChanged: (listener: (state: LearningState) => void) => void
  /** One line for each step. */
  readonly say: (line: string) => void
  readonly json: boolean
}

/** Throws DwellError with what went wrong. */
export async function trainAnswer({ ask, onChanged, say, json }: Training): Promise<string> {
  let step = ''
  let tell = () => {}
  onChanged(state => {
    if (state.training === null) tell()
    else if (state.training.step !== step) {
      step = state.training.step
      say(`${step} on ${state.training.backend}`)
    }
  })
  await ask['learning.train']()
  let state = await ask['learning.state']()
  while (state.training !== null) {
    await new Promise<void>(resolve => {
      tell = resolve
    })
    state = await ask['learning.state']()
  }
  const report = await ask['learning.report']()
  if (state.trouble !== null && (report === null || report.trainedAt < state.trouble.at))
    throw new DwellError('internal', state.trouble.message)
  if (json) return JSON.stringify({ report })
  return report === null ? 'There was nothing to learn from yet.' : words(report)
}

function words({ plays, ms, backend, lines }: ReportCard): string {
  return [`learned from ${plays} plays in ${(ms / 1000).toFixed(1)} s on ${backend}`, ...lines.map(lineWords)].join(
    '\n',
  )
}

function lineWords({ kind, used, measure, measuredOn, contestants }: ReportLine): string {
  const figures = contestants
    .toSorted((a, b) => (b.metrics[measure] ?? 0) - (a.metrics[measure] ?? 0))
    .map(({ name, metrics }) => `${name} ${metrics[measure]?.toFixed(3) ?? '-'}`)
  return `${kind}: ${used}, by ${measure} on ${measuredOn}: ${figures.join(', ')}`
}
