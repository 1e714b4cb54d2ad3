// The self-check: the main job unattended in the real app. A line a step, a report as JSON, and whether every step did what it must.
import type { ReportCard } from '../../../preload/contract/learning.ts'
import type { PlayRow } from '../../../preload/contract/listening.ts'
import type { QueueState } from '../../../preload/contract/queue.ts'
import type { SelfCheckArguments } from '../arguments.ts'
import { balance, sliders } from './balance.ts'
import { history } from './history.ts'
import { analyse, train } from './learn.ts'
import { type MixBySetting, type Report, reportOf, type Step, writeReport } from './report.ts'
import { type App, type Detail, log, play, restart, scan } from './steps.ts'

export interface SelfCheckOptions {
  readonly app: App
  readonly wanted: SelfCheckArguments
  /** Prints one line. */
  readonly say: (line: string) => void
  /** Writes a picture of each page into the folder. */
  readonly takePictures: (folder: string) => Promise<void>
  /** Writes a picture of what is to be seen, of that name. */
  readonly takePicture: (folder: string, name: string) => Promise<void>
}

/** Goes through every step; one that fails is reported, and those that need it are not tried. Answers whether all is well. */
export async function selfCheck({ app, wanted, say, takePictures, takePicture }: SelfCheckOptions): Promise<boolean> {
  const steps: Step[] = []
  let plays: readonly PlayRow[] = []
  let queue: QueueState | null = null
  let mixBySetting: MixBySetting = {}
  let learned: ReportCard | null = null

  async function step(name: string, does: () => Promise<Detail>): Promise<void> {
    if (steps.some(before => !before.ok)) return
    const from = performance.now()
    let ok = true
    const detail = await does().catch((error: unknown): Detail => {
      ok = false
      return { error: error instanceof Error ? error.message : String(error) }
    })
    const ms = Math.round(performance.now() - from)
    steps.push({ name, ok, ms, detail })
    if (!ok && wanted.screenshots !== null) await takePicture(wanted.screenshots, `failed-${name}`)
    say(`self-check: ${name} ${ok ? 'ok' : 'FAILED'} (${(ms / 1000).toFixed(1)} s) ${brief(detail)}`)
  }

  await step('scan', () => scan(app, wanted.library))
  await step('play', () => play(app))
  await step('log', async () => {
    const logged = await log(app)
    plays = logged.plays
    return logged.detail
  })
  const { history: file } = wanted
  if (file !== null) await step('history', () => history(app, file))
  await step('analyse', () => analyse(app))
  await step('train', async () => {
    const trained = await train(app)
    learned = trained.report
    return trained.detail
  })
  await step('balance', async () => {
    const balanced = await balance(app)
    queue = balanced.queue
    mixBySetting = balanced.mixBySetting
    return balanced.detail
  })
  await step('sliders', async () => {
    const moved = await sliders(app)
    mixBySetting = { ...mixBySetting, ...moved.mixBySetting }
    return moved.detail
  })
  const { screenshots } = wanted
  if (screenshots !== null)
    await step('screenshots', async () => takePictures(screenshots).then(() => ({ folder: screenshots })))
  await step('restart', () => restart(app))

  queue ??= await app.core.call('queue.state').catch(() => null)
  const report: Report = reportOf({ steps, plays, queue, mixBySetting, learned })
  if (wanted.report !== null) writeReport(wanted.report, report)
  say(`self-check: ${report.ok ? 'everything did what it must' : 'something did not do what it must'}`)
  return report.ok
}

function brief(detail: Detail): string {
  const text = JSON.stringify(detail)
  return text.length > 300 ? `${text.slice(0, 300)}…` : text
}
