// What Dwell costs while nothing happens, with a large library: the memory of all its processes; and how long its window waits for any call.
import { cpSync, existsSync, mkdirSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { databaseFile } from '../../main/core/store/damage.ts'
import { frameMs } from '../../preload/contract/slow.ts'
import { listenerProfile } from './listener-profile.ts'
import type { BenchOptions, Report } from './measure.ts'
import { knowsShares, memoryOf } from './processes.ts'
import { startBlank, startDwell } from './started-app.ts'
import { firstPaint, firstRows } from './startup-moments.ts'
import { windowCalls } from './window-calls.ts'

const idleMs = 15_000
const told = 8

export async function memoryBench(report: Report, { tracks, work }: BenchOptions): Promise<void> {
  const kept = join(work, `profile-${tracks}`)
  if (!existsSync(kept)) await listenerProfile(kept, join(work, `music-${tracks}`), tracks)
  // The calls change the queue: the profile stays as it is for whoever starts on it next.
  const profile = join(work, 'called')
  mkdirSync(profile)
  cpSync(databaseFile(kept), databaseFile(profile))
  const app = await startDwell(profile)
  try {
    await firstPaint(app)
    await firstRows(app)
    await pause(idleMs)
    const scan = await app.page.evaluate<string>(
      "window.dwell.call('library.progress').then(answer => answer.data.state)",
    )
    tellMemory(report, 'memory', app.pid, `${idleMs / 1000} s after the first rows; the scan of the start is ${scan}`)
    for (let left = 60; left > 0 && !(await isIdle(app)); left -= 1) await pause(1000)
    const calls = await windowCalls(app.page)
    for (const [place, { what, middleMs, worstMs, firstMs }] of calls.slice(0, told).entries())
      report(
        `calls: slowest from the window, ${place + 1}`,
        middleMs,
        'ms',
        `${what}; worst ${worstMs.toFixed(1)}, first ${firstMs.toFixed(1)}`,
      )
    const slow = calls.filter(({ middleMs }) => middleMs > frameMs)
    report(
      `calls: over ${frameMs} ms, of ${calls.length}`,
      slow.length,
      'calls',
      `aim 0; the first time over it: ${calls.filter(({ firstMs }) => firstMs > frameMs).length}; load ${loadavg()[0]?.toFixed(1)}`,
    )
  } finally {
    await app.close()
  }
  const blank = await startBlank(join(work, 'blank'))
  try {
    await firstPaint(blank)
    await pause(idleMs)
    tellMemory(report, 'anchor: memory of the same Electron with a blank page', blank.pid, '')
  } finally {
    await blank.close()
  }
}

async function isIdle({ page }: Awaited<ReturnType<typeof startDwell>>): Promise<boolean> {
  return page.evaluate<boolean>("window.dwell.call('library.progress').then(answer => answer.data.state === 'idle')")
}

function tellMemory(report: Report, name: string, pid: number, note: string): void {
  if (!knowsShares) {
    report(name, Number.NaN, 'MiB', 'not measured: only Linux tells how processes share their memory')
    return
  }
  const kinds = [...memoryOf(pid)].sort((a, b) => b[1] - a[1])
  const all = kinds.reduce((sum, [, mb]) => sum + mb, 0)
  const parts = kinds.map(([kind, mb]) => `${kind} ${mb.toFixed(0)}`).join(', ')
  report(`${name}, all processes (PSS)`, all, 'MiB', note === '' ? parts : `${parts}; ${note}`)
}
