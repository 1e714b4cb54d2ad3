// The scan of a made library and the look at nothing new, in turn with mpd's and mutagen's over the same files.
import { execFileSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readdirSync, readSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { python } from '../fixtures/audio/tools.ts'
import { makeLibrary } from './make-library.ts'
import type { BenchOptions, Report } from './measure.ts'
import { hasMpd, type MpdTimes, mpdUpdate } from './mpd.ts'
import type { ScanOnce } from './scan-once.ts'

const rounds = 3
const mostFiles = 10_000

/** Each round scans in a fresh process and profile, the pages of the files in memory, then has the anchors do the same. */
export async function scanBench(report: Report, options: BenchOptions): Promise<void> {
  const files = Math.min(options.tracks, mostFiles)
  // A library that is there already spares the half minute of making one.
  const given = process.env['DWELL_BENCH_LIBRARY']
  const library = given ?? join(options.work, 'scan-library')
  if (given === undefined) {
    const made = makeLibrary(library, files)
    if (!made.real) report('sounds', 0, '', 'made of bytes: no ffmpeg here')
  }
  const ours: ScanOnce[] = []
  const mpd: MpdTimes[] = []
  const mutagen: number[] = []
  for (let round = 0; round < rounds; round++) {
    warm(library)
    ours.push(scanOnce(library, join(options.work, `profile-${round}`)))
    if (hasMpd) {
      warm(library)
      mpd.push(await mpdUpdate(library, options.work))
    }
    if (python !== null) {
      warm(library)
      mutagen.push(readByMutagen(python, library))
    }
  }
  if (given === undefined) rmSync(library, { recursive: true, force: true })

  const of = `${ours[0]?.files ?? 0} files${(ours[0]?.failed ?? 0) > 0 ? `, ${ours[0]?.failed} failed` : ''}, middle of ${rounds}`
  const first = middle(ours.map(one => one.firstMs))
  const again = middle(ours.map(one => one.againMs))
  report('scan, rows and search index written', first, 'ms', of)
  tell(
    report,
    'scan, mpd',
    mpd.map(one => one.firstMs),
    'mpd and mpc',
  )
  if (mpd.length > 0) report('scan, ours / mpd', first / middle(mpd.map(one => one.firstMs)), 'x', 'aim 0.7')
  tell(report, 'scan, mutagen (a plain loop, nothing written)', mutagen, 'python3-mutagen')
  report('scan, to the first rows', middle(ours.map(one => one.firstRowsMs)), 'ms', 'aim under 1000')
  report('nothing new', again, 'ms', 'aim under 500')
  tell(
    report,
    'nothing new, mpd',
    mpd.map(one => one.againMs),
    'mpd and mpc',
  )
  report('longest wait on the core’s thread meanwhile, p99', middle(ours.map(one => one.p99WaitMs)), 'ms')
  report(
    'longest wait on the core’s thread meanwhile, max',
    middle(ours.map(one => one.longestWaitMs)),
    'ms',
    'aim under 16',
  )
  report('peak memory of the scanning process', middle(ours.map(one => one.peakMb)), 'MB')
}

function tell(report: Report, name: string, times: readonly number[], program: string): void {
  report(
    name,
    times.length > 0 ? middle(times) : Number.NaN,
    'ms',
    times.length > 0 ? undefined : `${program}: not on this machine`,
  )
}

function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

function scanOnce(library: string, profile: string): ScanOnce {
  mkdirSync(profile, { recursive: true })
  const script = fileURLToPath(new URL('./scan-once.ts', import.meta.url))
  const told = execFileSync(process.execPath, [script, library, profile], { encoding: 'utf8' })
  rmSync(profile, { recursive: true, force: true })
  // The last line is what scan-once.ts prints.
  return JSON.parse(told.trim().split('\n').at(-1) ?? '') as ScanOnce
}

/** Reads every file once: idle pages of memory may have been dropped. */
function warm(folder: string): void {
  const buffer = Buffer.allocUnsafe(1 << 20)
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue
    const file = openSync(join(entry.parentPath, entry.name), 'r')
    while (readSync(file, buffer) > 0);
    closeSync(file)
  }
}

function readByMutagen(program: string, library: string): number {
  const code = `
import mutagen, os, sys, time
start, n = time.perf_counter(), 0
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        try: n += mutagen.File(os.path.join(folder, name), easy=True) is not None
        except Exception: pass
print((time.perf_counter() - start) * 1000)`
  return Number(execFileSync(program, ['-c', code, library], { encoding: 'utf8' }).trim())
}
