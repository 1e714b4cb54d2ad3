// What a new queue costs the window: fifty rows of what comes next, told anew with nothing, one row, or every row different.
import type { Page } from 'playwright-core'
import { openBrowser } from '../renderer/harness/browser.ts'
import type {} from '../renderer/harness/page.ts'
import { servePages } from '../renderer/harness/server.ts'
import { type Report, reportSpread } from './measure.ts'

const AHEAD = 50
const TIMES = 30
const changes = ['nothing', 'one row', 'every row', 'the next track'] as const

/** Times are of the processor, so that a busy machine does not count. */
export async function rowsBench(report: Report): Promise<void> {
  const pages = await servePages()
  const browser = await openBrowser()
  try {
    const { page } = browser
    await page.goto(pages.address({ ahead: AHEAD }))
    await page.getByRole('complementary').getByRole('button', { name: 'Let Dwell play' }).click()
    await page.getByRole('grid', { name: 'Tracks that come next' }).getByRole('row').first().waitFor()
    await page.evaluate(() => window.stage.commands.pause())
    const spent = await threadClock(page)
    for (const change of changes) {
      const times: (readonly [string, number])[] = []
      for (let time = 0; time < TIMES; time++) {
        const before = await spent()
        await tell(page, change, time)
        const after = await spent()
        times.push([`layout ${(after.layout - before.layout).toFixed(1)} ms of it`, after.all - before.all])
      }
      reportSpread(report, `a new queue, ${change} different`, times, 'aim p50 < 16 ms')
    }
  } finally {
    await browser.close()
    await pages.close()
  }
}

/** ms that the page's thread has run since it was made. */
async function threadClock(page: Page): Promise<() => Promise<{ readonly all: number; readonly layout: number }>> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    const ms = (wanted: string) => 1000 * (metrics.find(({ name }) => name === wanted)?.value ?? 0)
    return { all: ms('TaskDuration'), layout: ms('LayoutDuration') + ms('RecalcStyleDuration') }
  }
}

/** Tells the page of a queue that differs, and resolves when it was drawn. */
function tell(page: Page, change: (typeof changes)[number], time: number): Promise<void> {
  return page.evaluate(
    async ([of, turn]) => {
      const { fake, queue } = window.stage.core
      const before = queue.state()
      const isOther = (at: number): boolean =>
        of === 'every row' || of === 'the next track' || (of === 'one row' && at === 3)
      const upcoming = before.upcoming.map((item, at) => ({
        ...structuredClone(item),
        ...(item.decided && isOther(at) && { decided: { ...item.decided, sat: 0.3 + turn / 100 } }),
      }))
      const [first, ...rest] = upcoming
      const goesOn = of === 'the next track' && turn % 2 === 0 && first
      fake.emit('queue.changed', {
        ...before,
        version: performance.now(),
        ...(goesOn ? { current: first, upcoming: rest } : { upcoming }),
      })
      await new Promise(resolve => requestAnimationFrame(() => requestIdleCallback(resolve)))
    },
    [change, time] as const,
  )
}
