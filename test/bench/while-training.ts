// What a listener notices of a training: frames of the window and samples that come too late while music plays, before and during it.
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { ask } from '../e2e/app.ts'
import { roomOf, startInEnglish } from '../e2e/listener/room.ts'
import { listenerProfile } from './listener-profile.ts'
import { type BenchOptions, type Report, reportSpread, spread } from './measure.ts'

const TRACKS = 5_000
const PLAYS = 10_000
const QUIET_MS = 10_000
/** A frame that took longer left one out. */
const FRAME_MS = 1000 / 60

export async function whileTrainingBench(report: Report, { work }: BenchOptions): Promise<void> {
  const profile = join(work, 'while-training')
  await listenerProfile(profile, join(work, 'while-training-music'), TRACKS, PLAYS)
  const dwell = await startInEnglish({ profile })
  try {
    const room = roomOf(dwell.window)
    await ask(dwell.window, 'settings.set', { trainAfterPlays: 5000, analyseSound: false, backend: 'wasm' })
    await ask(dwell.window, 'queue.setRepeat', { repeat: 'all' })
    await room.press('Play', room.player)
    await pause(2_000)
    await watch(dwell.window)
    await pause(QUIET_MS)
    tell(report, 'nothing else', await seen(dwell.window))
    const began = performance.now()
    await ask(dwell.window, 'learning.train')
    for (;;) {
      const state = await ask(dwell.window, 'learning.state')
      if (!state.ok) throw new Error(state.message)
      if (state.data.trouble !== null) throw new Error(state.data.trouble.message)
      if (state.data.training === null) {
        if (state.data.newPlays > 100) throw new Error('nothing was learned')
        break
      }
      await pause(250)
    }
    report(`training in the app, ${PLAYS} plays`, (performance.now() - began) / 1000, 's')
    tell(report, 'a training', await seen(dwell.window))
    await ask(dwell.window, 'queue.companion', { from: null })
    await room.page.getByRole('slider', { name: 'Adventure', exact: true }).waitFor()
    reportSpread(report, 'slider to strip in the window', await moves(dwell.window), 'aim p95 < 16 ms')
  } finally {
    await dwell.close()
  }
}

interface Seen {
  /** ms between frames of the window. */
  readonly frames: readonly number[]
  /** Pieces of sound that were laid out, and those of them whose time had passed. */
  readonly laid: number
  readonly late: number
}

/** From now on the page notes its frames and every piece of sound. */
async function watch(page: Page): Promise<void> {
  await page.evaluate(() => {
    const noted = { frames: [] as number[], laid: 0, late: 0 }
    let before = performance.now()
    const frame = (now: number) => {
      noted.frames.push(now - before)
      before = now
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
    const { start } = AudioBufferSourceNode.prototype
    AudioBufferSourceNode.prototype.start = function (when = 0, ...rest) {
      noted.laid++
      if (when > 0 && when < this.context.currentTime) noted.late++
      start.call(this, when, ...rest)
    }
    Object.assign(globalThis, { noted })
  })
}

/** What was noted since the last time. */
const seen = (page: Page): Promise<Seen> =>
  page.evaluate(() => {
    // put there by `watch`
    const { noted } = globalThis as unknown as { noted: { frames: number[]; laid: number; late: number } }
    const answer = { ...noted, frames: noted.frames.splice(0) }
    noted.laid = 0
    noted.late = 0
    return answer
  })

function tell(report: Report, during: string, { frames, laid, late }: Seen): void {
  const { p50, p95, max } = spread(frames.map(ms => ['', ms] as const))
  const missed = frames.reduce((sum, ms) => sum + Math.max(0, Math.round(ms / FRAME_MS) - 1), 0)
  report(`window during ${during}, frame p50`, p50, 'ms', 'aim 16.7')
  report(`window during ${during}, frame p95`, p95, 'ms')
  report(`window during ${during}, frame max`, max, 'ms')
  report(`window during ${during}, frames left out`, (100 * missed) / (frames.length + missed), '%')
  report(`sound during ${during}, pieces too late`, late, `of ${laid}`, 'aim 0')
}

const MOVES = 60

/** From the key that moves a slider to the strip that shows it, ms; moves that change nothing of the strip are left out. */
async function moves(page: Page): Promise<readonly (readonly [string, number])[]> {
  await page.evaluate(() => {
    const noted = { times: [] as number[], pressed: 0 }
    addEventListener(
      'keydown',
      () => {
        noted.pressed = performance.now()
      },
      { capture: true },
    )
    new MutationObserver(() => {
      if (noted.pressed > 0) noted.times.push(performance.now() - noted.pressed)
      noted.pressed = 0
    }).observe(document.querySelector('[role=img][aria-label^="Mix of the next"]') ?? document.body, {
      subtree: true,
      childList: true,
      attributes: true,
    })
    Object.assign(globalThis, { moved: noted })
  })
  for (const name of ['Adventure', 'Discovery', 'Exposure', 'Boost']) {
    const slider = page.getByRole('slider', { name, exact: true })
    await slider.press('Home')
    await pause(300)
    for (let move = 0; move < MOVES / 4; move++) {
      await slider.press('ArrowRight')
      await pause(120)
    }
  }
  const times = await page.evaluate(
    // put there above
    () => (globalThis as unknown as { moved: { times: number[] } }).moved.times,
  )
  return times.map((ms, at) => [`move ${at}`, ms] as const)
}
