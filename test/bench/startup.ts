// From the start of the program to its first paint, its first rows and its first sound, for libraries of three sizes and an empty page.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { root } from '../../scripts/places.mjs'
import { listenerProfile } from './listener-profile.ts'
import type { BenchOptions, Report } from './measure.ts'
import { type StartedApp, shownAt, startBlank, startDwell } from './started-app.ts'
import { firstPaint, firstRows, firstSound } from './startup-moments.ts'

const starts = 5
const small = 1000

interface Moments {
  /** Since the process was made. */
  readonly paintMs: number
  /** By the shell's own line in the log. */
  readonly shownMs?: number
  readonly rowsMs?: number
  readonly soundMs?: number
  /** From the key to the sound. */
  readonly keyMs?: number
}

export async function startupBench(report: Report, { tracks, work }: BenchOptions): Promise<void> {
  const shelves = [...new Set([0, Math.min(small, tracks), tracks])].map(count => ({
    count,
    name: count === 0 ? 'empty library' : `${count} tracks`,
    profile: join(work, `profile-${count}`),
    times: [] as Moments[],
  }))
  for (const { count, profile } of shelves)
    if (!existsSync(profile)) await listenerProfile(profile, join(work, `music-${count}`), count)
  const blank: Moments[] = []
  const loads: number[] = []

  // In turn, so that what else the machine does falls on all of them alike.
  for (let turn = 0; turn <= starts; turn += 1) {
    blank.push(
      await measured(
        () => startBlank(join(work, 'blank')),
        async app => ({ paintMs: (await firstPaint(app)) - app.atMs }),
      ),
    )
    for (const shelf of shelves)
      shelf.times.push(
        await measured(
          () => startDwell(shelf.profile),
          app => moments(app, shelf),
        ),
      )
    loads.push(loadavg()[0] ?? 0)
  }
  const load = `load ${Math.min(...loads).toFixed(1)} to ${Math.max(...loads).toFixed(1)}`
  for (const { name, count, times } of shelves) {
    tell(
      report,
      `startup: first paint, ${name}`,
      times,
      one => one.paintMs,
      count === tracks ? `aim 1200 ms; ${load}` : load,
    )
    tell(report, `startup: window shown, ${name}`, times, one => one.shownMs, 'by the shell’s own log line')
    if (count === 0) continue
    tell(report, `startup: first rows, ${name}`, times, one => one.rowsMs)
    tell(
      report,
      `startup: first sound, ${name}`,
      times,
      one => one.soundMs,
      'Space is pressed as soon as the rows are there',
    )
    tell(report, `startup: Space to sound, ${name}`, times, one => one.keyMs, 'a kept queue, nothing opened before')
  }
  tell(report, 'anchor: first paint, the same Electron, a blank page', blank, one => one.paintMs)
  await launcher(report, shelves.at(-1)?.profile ?? '')
}

/** The middle of the starts that find Chromium's own caches warm, with the least and the most; the first ever is told apart. */
function tell(
  report: Report,
  name: string,
  all: readonly Moments[],
  of: (one: Moments) => number | undefined,
  note = '',
): void {
  const values = all.map(one => of(one) ?? Number.NaN)
  const warm = values.slice(1).sort((a, b) => a - b)
  const [least = Number.NaN, most = Number.NaN] = [warm[0], warm.at(-1)]
  const middle = warm[Math.floor(warm.length / 2)] ?? Number.NaN
  const first = values[0] ?? Number.NaN
  const spread = `min ${least.toFixed(0)}, max ${most.toFixed(0)}, first ever ${first.toFixed(0)}`
  report(name, middle, 'ms', note === '' ? spread : `${spread}; ${note}`)
}

async function measured(
  start: () => Promise<StartedApp>,
  look: (app: StartedApp) => Promise<Moments>,
): Promise<Moments> {
  const app = await start()
  try {
    return await look(app)
  } finally {
    await app.close()
  }
}

async function moments(
  app: StartedApp,
  { count, profile }: { readonly count: number; readonly profile: string },
): Promise<Moments> {
  const paintMs = (await firstPaint(app)) - app.atMs
  if (count === 0) return { paintMs, ...shownOf(profile, app.atMs) }
  const rowsMs = (await firstRows(app)) - app.atMs
  const { pressed, heard } = await firstSound(app)
  return { paintMs, rowsMs, soundMs: heard - app.atMs, keyMs: heard - pressed, ...shownOf(profile, app.atMs) }
}

function shownOf(profile: string, atMs: number): { readonly shownMs?: number } {
  const shown = shownAt(profile, atMs)
  return shown === null ? {} : { shownMs: shown - atMs }
}

/** `npm start` with nothing to set up and nothing to build: from the command to the window, npm and a virtual screen included. */
async function launcher(report: Report, profile: string): Promise<void> {
  const times: number[] = []
  const { DISPLAY: _, ...env } = process.env
  for (let turn = 0; turn < 3; turn += 1) {
    const atMs = Date.now()
    const npm = spawn('npm', ['start', '--silent', '--', '--profile', profile], {
      cwd: root,
      env,
      stdio: 'ignore',
      detached: true,
    })
    const ended = new Promise(resolve => npm.once('exit', resolve))
    let shown: number | null = null
    for (const end = atMs + 60_000; shown === null && Date.now() < end; await pause(20)) shown = shownAt(profile, atMs)
    if (npm.pid !== undefined) process.kill(-npm.pid, 'SIGTERM')
    await Promise.race([ended, pause(15_000)])
    if (shown !== null) times.push(shown - atMs)
  }
  times.sort((a, b) => a - b)
  report(
    'startup: npm start, from the command to the window',
    times[Math.floor(times.length / 2)] ?? Number.NaN,
    'ms',
    `min ${times[0]?.toFixed(0) ?? '-'}, max ${times.at(-1)?.toFixed(0) ?? '-'}; nothing changed since the last; aim 3000 ms; load ${loadavg()[0]?.toFixed(1)}`,
  )
}
