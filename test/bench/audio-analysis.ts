// What the ears cost: the real page on real files of three minutes, against ffmpeg decoding the whole of each in the same run, in turn.
import { execFileSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { build } from 'vite'
import type { FromAnalysis } from '../../preload/contract/audio-analysis.ts'
import { findElectron } from '../../scripts/electron.mjs'
import { chromiumFlags } from '../../scripts/launch.mjs'
import { root } from '../../scripts/places.mjs'
import { record } from '../e2e/audio-analysis/music.ts'
import { firstWindow, launch } from '../e2e/launch.ts'
import { buildStudio, hasFfmpeg } from '../e2e/sound/harness.ts'
import { type BenchOptions, type Report, spread } from './measure.ts'

const kinds = ['mp3', 'flac', 'ogg', 'opus', 'm4a'] as const
const seconds = 180
const rounds = 7

export async function audioAnalysisBench(report: Report, { work }: BenchOptions): Promise<void> {
  if (!hasFfmpeg()) throw new Error('ffmpeg is needed: it makes the files and is what the ears are compared with')
  const media = mkdtempSync(join(work, 'ears-'))
  const files = kinds.map(kind => {
    const name = `song.${kind}`
    record(join(media, name), 1, seconds, { title: kind, artist: 'bench', album: 'bench' })
    return { kind, name, ears: [] as number[], ffmpeg: [] as number[] }
  })
  const page = await openAnalyser(
    media,
    files.map(({ name }) => name),
  )
  try {
    for (let round = 0; round <= rounds; round++) {
      for (const [index, file] of files.entries()) {
        const ffmpeg = decodedByFfmpeg(join(media, file.name))
        const ears = await page.analyse(index + 1)
        // The first round warms the decoder, the compiler and the page cache.
        if (round === 0) continue
        file.ffmpeg.push(ffmpeg)
        file.ears.push(ears)
      }
    }
  } finally {
    await page.close()
  }
  const ratios = files.map(({ kind, ears, ffmpeg }) => {
    const [mine, anchor] = [middle(ears), middle(ffmpeg)]
    report(`ears: one track of ${seconds} s, ${kind}`, mine, 'ms', 'fetched, decoded, heard and answered')
    report(`anchor: ffmpeg decodes the whole of it, ${kind}`, anchor, 'ms', '-threads 1 -ac 1 -ar 22050')
    report(`ears: against ffmpeg, ${kind}`, mine / anchor, 'times', 'aim at most 1.5')
    return mine / anchor
  })
  report('ears: against ffmpeg, mean of the kinds', ratios.reduce((sum, one) => sum + one, 0) / ratios.length, 'times')
}

const middle = (times: readonly number[]): number => spread(times.map(ms => ['', ms])).p50

function decodedByFfmpeg(file: string): number {
  const from = performance.now()
  execFileSync('ffmpeg', [
    ...['-v', 'error', '-nostdin', '-threads', '1', '-i', file, '-ac', '1', '-ar', '22050'],
    ...['-f', 'f32le', '-y', '/dev/null'],
  ])
  return performance.now() - from
}

/** The page of the ears in a real Electron, over the real protocol of the shell, asked through a port as the core asks. */
async function openAnalyser(media: string, names: readonly string[]) {
  const built = await buildStudio()
  await build({
    root: join(root, 'renderer/ears'),
    configFile: false,
    logLevel: 'error',
    build: { outDir: join(built, 'audio-analysis'), emptyOutDir: true, target: 'chrome130', assetsInlineLimit: 0 },
  })
  const named = process.env['DWELL_ELECTRON_PATH']
  const electron = findElectron(named ? { env: { ...process.env, DWELL_ELECTRON: named } } : {})
  if (!electron) throw new Error('There is no Electron yet: `npm start` or `npm test` fetches one.')
  const profile = mkdtempSync(join(built, 'profile-'))
  const env = Object.fromEntries(
    Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined),
  )
  const app = await launch({
    executable: electron.executable,
    args: [...chromiumFlags().flags, '--log-level=3', `--user-data-dir=${profile}`, join(built, 'shell')],
    cwd: root,
    env: {
      ...env,
      SOUND_PAGE: join(built, 'audio-analysis'),
      SOUND_MEDIA: media,
      SOUND_FILES: JSON.stringify(names),
      SOUND_PROFILE: profile,
    },
  })
  const page: Page = await firstWindow(app)
  await page.waitForLoadState('load')
  await page.evaluate(() => {
    const { port1, port2 } = new MessageChannel()
    window.postMessage('dwell:port', window.location.origin, [port2])
    Object.assign(window, { core: port1 })
  })
  return {
    /** Wall ms in the page. */
    async analyse(trackId: number): Promise<number> {
      const { ms, said } = await page.evaluate(async id => {
        // Put there above.
        const { core } = window as unknown as { core: MessagePort }
        const from = performance.now()
        const answered = new Promise<FromAnalysis>(resolve => {
          core.onmessage = ({ data }) => resolve(data)
        })
        core.postMessage({ say: 'analyse', job: id, trackId: id, durationMs: 0 })
        const answer = await answered
        return { ms: performance.now() - from, said: answer.say === 'failed' ? answer.message : answer.say }
      }, trackId)
      if (said !== 'heard') throw new Error(`track ${trackId}: ${said}`)
      return ms
    },
    close: () => app.close(),
  }
}
