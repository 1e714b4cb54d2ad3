// The ears in the real application: real files of every kind become summaries, broken ones are passed over, and a kill costs nothing.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { build } from 'vite'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { fingerprintDistance, SAME_RECORDING } from '../../models/sound/fingerprint.ts'
import { MEL_BANDS } from '../../models/sound/log-mel.ts'
import { soundSummary } from '../../models/sound/summary.ts'
import type { SoundProgress } from '../../preload/contract/sound.ts'
import reference from '../fixtures/log-mel-reference.json' with { type: 'json' }
import { ask, type StartedApp } from './app.ts'
import { record, referenceSamples, repeat, writeFloats } from './audio-analysis/music.ts'
import { moveIn, startInEnglish } from './listener/room.ts'
import { hasFfmpeg } from './sound/harness.ts'

// ffmpeg makes the files; where it is not installed there is nothing to listen to.
const without = !hasFfmpeg()
const root = mkdtempSync(join(tmpdir(), 'dwell-ears-'))
let dwell: StartedApp | null = null

afterEach(async () => {
  await dwell?.close()
  dwell = null
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** A Dwell that believes the machine has time, whatever else runs on it, with this folder as its library. */
async function listenTo(folder: string, tracks: number, profile: string): Promise<StartedApp> {
  const app = await startInEnglish({ profile })
  dwell = app
  await app.app.evaluate(() => {
    process.getBuiltinModule('node:os').cpus = () => []
  })
  await moveIn(app, folder, tracks)
  return app
}

async function progress(app: StartedApp): Promise<SoundProgress> {
  const answer = await ask(app.window, 'sound.progress')
  if (!answer.ok) throw new Error(answer.message)
  return answer.data
}

async function finished(app: StartedApp, of: number): Promise<SoundProgress> {
  await expect
    .poll(async () => {
      const { state, done, failed } = await progress(app)
      return state === 'idle' && done + failed === of
    })
    .toBe(true)
  return progress(app)
}

interface Heard {
  readonly title: string
  readonly state: string
  readonly durationMs: number
  readonly summary: Float32Array
  readonly fingerprint: Uint32Array
}

function heardIn(profile: string): ReadonlyMap<string, Heard> {
  const db = new Database(join(profile, 'dwell.db'), { readonly: true })
  const rows = db
    .prepare<[], { title: string; state: string; durationMs: number; summary: Buffer; fingerprint: Buffer }>(
      `SELECT t.title, s.state, s.duration_ms AS durationMs, coalesce(s.summary, x'') AS summary, coalesce(s.fingerprint, x'') AS fingerprint
       FROM track_sound s JOIN tracks t ON t.id = s.track_id`,
    )
    .all()
  db.close()
  const whole = (bytes: Buffer) => new Uint8Array(bytes).buffer
  return new Map(
    rows.map(row => [
      row.title,
      { ...row, summary: new Float32Array(whole(row.summary)), fingerprint: new Uint32Array(whole(row.fingerprint)) },
    ]),
  )
}

/** Rows of a list, as the interface asks for them. */
function tracksOf(app: StartedApp, of: 'all' | 'liked') {
  return app.window.evaluate(async filter => {
    const { dwell: bridge } = window
    const list = await bridge.call('library.trackIds', { filter: { of: filter } })
    const rows = list.ok ? await bridge.call('library.tracks', { ids: Int32Array.from(list.data.ids) }) : list
    if (!rows.ok) throw new Error(rows.message)
    return rows.data.map(({ id, title, artist, available }) => ({ id: Number(id), title, artist, available }))
  }, of)
}

/** The process of the page that listens, once there is one. */
async function earsPid(app: StartedApp): Promise<number> {
  const find = () =>
    app.app.evaluate(({ webContents }) =>
      webContents
        .getAllWebContents()
        .find(page => page.getURL().includes('/audio-analysis/'))
        ?.getOSProcessId(),
    )
  await expect.poll(find).toBeGreaterThan(0)
  return (await find()) ?? 0
}

describe.skipIf(without)('the ears of the real application', () => {
  it('hear files of every kind, and know one song in six encodings from another', async () => {
    const [music, profile] = [mkdtempSync(join(root, 'kinds-')), mkdtempSync(join(root, 'profile-'))]
    const tags = { artist: 'Milo', album: 'Harbours' }
    for (const kind of ['mp3', 'flac', 'ogg', 'opus', 'm4a', 'wav'])
      record(join(music, `song.${kind}`), 1, 40, { ...tags, title: kind }, kind === 'flac' ? 48_000 : 44_100)
    record(join(music, 'other.mp3'), 2, 40, { ...tags, title: 'another' })
    record(join(music, 'short.ogg'), 3, 6, { ...tags, title: 'short' })
    // Twenty minutes and more, too large to be taken into memory at once.
    repeat(join(music, 'song.mp3'), 120, join(music, 'long.mp3'), 'long mp3')
    repeat(join(music, 'song.flac'), 30, join(music, 'long.flac'), 'long flac')
    const app = await listenTo(music, 10, profile)
    expect(await finished(app, 10)).toMatchObject({ done: 10, failed: 0, current: null })
    await app.close()
    dwell = null

    const heard = heardIn(profile)
    const [mp3, another] = [heard.get('mp3'), heard.get('another')]
    if (!mp3 || !another) throw new Error('a track is missing')
    for (const kind of ['flac', 'ogg', 'opus', 'm4a', 'wav']) {
      const one = heard.get(kind)
      if (!one) throw new Error(`${kind} is missing`)
      expect(fingerprintDistance(mp3.fingerprint, one.fingerprint)).toBeLessThan(SAME_RECORDING)
      expect(fingerprintDistance(another.fingerprint, one.fingerprint)).toBeGreaterThan(SAME_RECORDING)
      expect(Math.abs(one.durationMs - 40_000)).toBeLessThan(120)
      // Timbre: encoders take the highest bands away, and what is left of a band moves its MFCC a little.
      const apart = [...one.summary.subarray(1, 8)].map((value, k) => Math.abs(value - (mp3.summary[k + 1] ?? 0)))
      expect(Math.max(...apart)).toBeLessThan(1.5)
    }
    // An mp3 repeated has its encoder's padding at each border.
    for (const [long, times] of [
      ['long mp3', 120],
      ['long flac', 30],
    ] as const) {
      expect(heard.get(long)?.fingerprint.length).toBeGreaterThan(300)
      expect(Math.abs((heard.get(long)?.durationMs ?? 0) - times * 40_000)).toBeLessThan(50 * times)
    }
    expect(heard.get('short')?.durationMs).toBeGreaterThan(5900)
    expect(heard.get('short')?.summary.every(Number.isFinite)).toBe(true)
  })

  it('mark what cannot be decoded, go on with the rest, and try again when asked', async () => {
    const [music, profile] = [mkdtempSync(join(root, 'broken-')), mkdtempSync(join(root, 'profile-'))]
    const tags = { artist: 'Milo', album: 'Wrecks' }
    record(join(music, '1.flac'), 4, 20, { ...tags, title: 'First' })
    record(join(music, '2.flac'), 5, 20, { ...tags, title: 'Wreck' })
    record(join(music, '3.mp3'), 6, 20, { ...tags, title: 'Third' })
    const whole = readFileSync(join(music, '2.flac'))
    writeFileSync(
      join(music, '2.flac'),
      Buffer.concat([whole.subarray(0, 8192), Buffer.alloc(whole.length - 8192, 0x5a)]),
    )
    const app = await listenTo(music, 3, profile)
    expect(await finished(app, 3)).toMatchObject({ done: 2, failed: 1 })
    const failures = await ask(app.window, 'sound.failures', { limit: 10 })
    expect(failures).toMatchObject({ ok: true, data: [{ title: 'Wreck', artist: 'Milo' }] })
    writeFileSync(join(music, '2.flac'), whole)
    await ask(app.window, 'sound.retry')
    expect(await finished(app, 3)).toMatchObject({ done: 3, failed: 0 })
  })

  it('lose nothing when their process is killed in the middle, and resume', async () => {
    const [music, profile] = [mkdtempSync(join(root, 'killed-')), mkdtempSync(join(root, 'profile-'))]
    for (let n = 1; n <= 20; n++)
      record(join(music, `${n}.wav`), n, 8, { artist: 'Milo', album: 'Many', title: `Song ${n}` })
    const app = await listenTo(music, 20, profile)
    const pid = await earsPid(app)
    await expect.poll(async () => (await progress(app)).done).toBeGreaterThan(2)
    process.kill(pid, 'SIGKILL')
    const { done } = await progress(app)
    expect(done).toBeLessThan(20)
    expect(await finished(app, 20)).toMatchObject({ done: 20, failed: 0 })
    expect(await earsPid(app)).not.toBe(pid)
  })

  it('know a liked recording again that was moved, re-tagged and re-encoded at once', async () => {
    const [music, profile] = [mkdtempSync(join(root, 'moved-')), mkdtempSync(join(root, 'profile-'))]
    for (const [n, title] of ['Harbour', 'Ferry', 'Lighthouse'].entries())
      record(join(music, `old/${title}.flac`), n + 1, 20, { artist: 'Milo', album: 'Harbours', title })
    const app = await listenTo(music, 3, profile)
    await finished(app, 3)
    const before = (await tracksOf(app, 'all')).find(({ title }) => title === 'Ferry')
    await ask(app.window, 'listening.wish', { kind: 'like', target: { of: 'track', id: before?.id } })
    rmSync(join(music, 'old/Ferry.flac'))
    record(join(music, 'new/02.opus'), 2, 20, { artist: 'M.', album: 'Ports', title: 'Fähre' })
    await ask(app.window, 'library.rescan', {})
    await expect.poll(async () => (await tracksOf(app, 'liked'))[0]?.title).toBe('Fähre')
    expect(await tracksOf(app, 'liked')).toEqual([{ id: before?.id, title: 'Fähre', artist: 'M.', available: true }])
    expect((await tracksOf(app, 'all')).map(({ title }) => title).sort()).toEqual(['Fähre', 'Harbour', 'Lighthouse'])
  })

  it('hear exactly what the reference says, through file, decoder and page', async () => {
    const [music, profile] = [mkdtempSync(join(root, 'reference-')), mkdtempSync(join(root, 'profile-'))]
    writeFloats(join(music, 'reference.wav'), referenceSamples())
    const app = await listenTo(music, 1, profile)
    expect(await finished(app, 1)).toMatchObject({ done: 1 })

    // The spectrogram itself, run in this Chromium.
    const [bundle] = [
      await build({
        configFile: false,
        logLevel: 'error',
        build: {
          write: false,
          lib: {
            entry: fileURLToPath(new URL('../../models/sound/log-mel.ts', import.meta.url)),
            formats: ['iife'],
            name: 'mel',
          },
        },
      }),
    ].flat()
    const code = bundle && 'output' in bundle ? bundle.output[0].code : ''
    const samples = [...referenceSamples()]
    const values = await app.window.evaluate<number[]>(
      `(() => { ${code}; return [...mel.logMel(Float32Array.from(${JSON.stringify(samples)})).values] })()`,
    )
    const expected = reference.values.flat()
    expect(values).toHaveLength(expected.length)
    expect(Math.max(...values.map((value, k) => Math.abs(value - (expected[k] ?? 99))))).toBeLessThan(1e-4)

    // And what became of it on the way to the database.
    await app.close()
    dwell = null
    const mel = { frames: expected.length / MEL_BANDS, values: Float32Array.from(expected) }
    const summary = soundSummary([mel])
    const heard = heardIn(profile).get('reference')?.summary ?? new Float32Array()
    expect(heard).toHaveLength(summary.length)
    summary.forEach((value, k) => {
      expect(heard[k]).toBeCloseTo(value, 3)
    })
  })
})
