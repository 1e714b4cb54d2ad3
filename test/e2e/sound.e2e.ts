// What comes out of the loudspeaker, measured: the real engine in a real Electron, on files that ffmpeg made.
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildStudio, type Files, ffmpeg, hasFfmpeg, mediaFolder, openStudio, type Studio } from './sound/harness.ts'
import { hasPanel, startBus } from './sound/panel.ts'
import { longestSilenceMs, phaseStepDeg, rms, sounding, toDb, tone, worstAgainstTone } from './sound/samples.ts'

// ffmpeg makes the files; where it is not installed there is nothing to listen to.
const without = !hasFfmpeg()

const rate = 44_100
/** Where the one long tone is cut in two: no multiple of any codec's frame. */
const cutAt = 58_001
const wholeFrames = 3 * rate
const hz = 441

let built = ''
let media = ''
let studio: Studio | undefined

const codecs: Readonly<Record<string, readonly string[]>> = {
  flac: [],
  mp3: ['-c:a', 'libmp3lame', '-b:a', '192k'],
  ogg: ['-c:a', 'libvorbis', '-q:a', '6'],
  m4a: ['-c:a', 'aac', '-b:a', '192k'],
  wav: ['-c:a', 'pcm_s24le'],
}

const at = (name: string): string => join(media, name)

function makeTone(name: string, hertz: number, seconds: number, amplitude = 0.5): void {
  ffmpeg('-f', 'lavfi', '-i', `aevalsrc=${amplitude}*sin(2*PI*${hertz}*t):s=${rate}:d=${seconds}`, at(name))
}

function makePairs(): void {
  makeTone('whole.wav', hz, wholeFrames / rate)
  for (const [kind, args] of Object.entries(codecs)) {
    ffmpeg('-i', at('whole.wav'), '-af', `atrim=end_sample=${cutAt}`, ...args, at(`first.${kind}`))
    ffmpeg('-i', at('whole.wav'), '-af', `atrim=start_sample=${cutAt},asetpts=N`, ...args, at(`second.${kind}`))
  }
  const opusCut = 63_129
  ffmpeg(
    '-i',
    at('whole.wav'),
    '-af',
    `aresample=48000,atrim=end_sample=${opusCut}`,
    '-c:a',
    'libopus',
    at('first.opus'),
  )
  ffmpeg(
    '-i',
    at('whole.wav'),
    '-af',
    `aresample=48000,atrim=start_sample=${opusCut},asetpts=N`,
    '-c:a',
    'libopus',
    at('second.opus'),
  )
}

/** Two halves of one record, as the library knows them. */
function record(kind: string, album: number): Files {
  return [
    { file: `first.${kind}`, title: `first ${kind}`, durationMs: (cutAt / rate) * 1000, album, number: 1 },
    {
      file: `second.${kind}`,
      title: `second ${kind}`,
      durationMs: ((wholeFrames - cutAt) / rate) * 1000,
      album,
      number: 2,
    },
  ]
}

/** The studio with these files in it. */
async function open(tracks: Files, options: Parameters<Studio['load']>[1] = {}): Promise<Studio> {
  if (!studio) throw new Error('there is no studio')
  await studio.load(tracks, options)
  return studio
}

const playNow = (s: Studio, ids: readonly number[]) => s.page.evaluate(given => window.sound.playNow(given), ids)
/** Plays with the card awake, and is heard once that many seconds of it are laid out and `meanwhile` is done. */
const playAll = (s: Studio, ids: readonly number[], seconds: number, meanwhile = async () => {}) =>
  s.laying(seconds, async () => {
    await s.withholding(async () => {
      await playNow(s, ids)
      await s.page.waitForFunction(() => window.sound.card.state === 'running')
    })
    await meanwhile()
  })
const see = (s: Studio) => s.page.evaluate(() => window.sound.see())
const reports = (s: Studio) => s.page.evaluate(() => window.sound.reports)
/** Resolves when it is so. */
const until = (s: Studio, status: string, title?: string) =>
  s.page.waitForFunction(
    ([wanted, named]) => {
      const now = window.sound.see()
      return now.status === wanted && (named === undefined || now.title === named)
    },
    [status, title] as const,
  )
/** Resolves when it was so, now or before. */
const saw = (s: Studio, status: string, title: string) =>
  s.page.waitForFunction(
    ([wanted, named]) => window.sound.seen.some(each => each.status === wanted && each.title === named),
    [status, title] as const,
  )
/** Resolves when all that was laid is over and reported. */
async function over(s: Studio, plays: number): Promise<void> {
  await s.page.waitForFunction(
    wanted => window.sound.reports.filter(({ kind }) => kind === 'ended').length >= wanted,
    plays,
  )
  await until(s, 'empty')
}

beforeAll(async () => {
  if (without) return
  media = mediaFolder()
  makePairs()
  makeTone('low.flac', 441, 3)
  makeTone('high.flac', 882, 3)
  // Noise tells every moment apart; the seed is ffmpeg's own.
  ffmpeg('-f', 'lavfi', '-i', `anoisesrc=r=${rate}:a=0.5:d=40:seed=5`, '-ac', '1', '-c:a', 'pcm_s16le', at('noise.wav'))
  ffmpeg('-i', at('noise.wav'), '-sample_fmt', 's16', at('noise.flac'))
  ffmpeg('-i', at('noise.wav'), '-c:a', 'libmp3lame', '-b:a', '320k', at('noise.mp3'))
  ffmpeg('-i', at('noise.wav'), '-t', '5', '-sample_fmt', 's16', at('hiss.flac'))
  ffmpeg('-i', at('noise.wav'), '-t', '12', '-sample_fmt', 's16', at('long.flac'))
  const whole = readFileSync(at('hiss.flac'))
  writeFileSync(
    at('hole.flac'),
    Buffer.concat([whole.subarray(0, 200_000), Buffer.alloc(2000), whole.subarray(202_000)]),
  )
  writeFileSync(at('short.flac'), readFileSync(at('long.flac')).subarray(0, 150_000))
  writeFileSync(at('bad.mp3'), 'this is not music at all\n'.repeat(500))
  built = await buildStudio()
  studio = await openStudio(built, media)
})

afterAll(async () => {
  await studio?.close()
  for (const folder of [built, media]) if (folder) rmSync(folder, { recursive: true, force: true })
})

describe.skipIf(without)('an album heard through', () => {
  it.each([
    { kind: 'flac', card: 0, clickPercent: 0.5, stepDeg: 0.1 },
    { kind: 'mp3', card: 0, clickPercent: 10, stepDeg: 1 },
    { kind: 'ogg', card: 0, clickPercent: 10, stepDeg: 1 },
    // ffmpeg writes an edit list in whole milliseconds and rounds the last packet: the file does not say where exactly it ends.
    { kind: 'm4a', card: 0, clickPercent: 100, stepDeg: 90 },
    { kind: 'opus', card: 0, clickPercent: 10, stepDeg: 1 },
    { kind: 'wav', card: 0, clickPercent: 0.5, stepDeg: 0.1 },
    { kind: 'flac', card: 48_000, clickPercent: 0.5, stepDeg: 0.1 },
    { kind: 'opus', card: 48_000, clickPercent: 10, stepDeg: 1 },
  ])('goes from one $kind track into the next without a gap (sound card at $card Hz)', async allowed => {
    const { kind, card } = allowed
    const s = await open(record(kind, 1), { rate: card })
    await playAll(s, [1, 2], 2.9)
    await over(s, 2)
    const tape = await s.tape()
    const heard = sounding(tape.left)
    expect(heard).not.toBeNull()
    if (!heard) return
    const border = heard.from + Math.round((cutAt / rate) * tape.rate)
    const reach = Math.round(0.02 * tape.rate)
    const silenceMs = longestSilenceMs(tape.left, tape.rate, heard.from, heard.to)
    const stepDeg = phaseStepDeg(
      tone(tape.left, tape.rate, hz, border - 5 * reach, 4 * reach).phase,
      tone(tape.left, tape.rate, hz, border + reach, 4 * reach).phase,
    )
    const clickPercent = 100 * worstAgainstTone(tape.left, tape.rate, hz, border, reach)
    const lengthErrorMs = ((heard.to - heard.from + 1) / tape.rate - wholeFrames / rate) * 1000
    console.log(
      `${kind} at ${tape.rate} Hz: silence ${silenceMs.toFixed(2)} ms, phase step ${stepDeg.toFixed(3)}°, ` +
        `worst sample off by ${clickPercent.toFixed(2)} %, length off by ${lengthErrorMs.toFixed(2)} ms`,
    )
    expect(silenceMs).toBeLessThan(0.2)
    expect(Math.abs(stepDeg)).toBeLessThan(allowed.stepDeg)
    expect(clickPercent).toBeLessThan(allowed.clickPercent)
    expect(Math.abs(lengthErrorMs)).toBeLessThan(1)
    const told = await reports(s)
    expect(told.map(event => [event.kind, 'cause' in event ? event.cause : null])).toEqual([
      ['started', null],
      ['ended', 'finished'],
      ['started', null],
      ['ended', 'finished'],
    ])
  })
})

describe.skipIf(without)('going over from one track into another', () => {
  it('fades with equal power over the time that was set', async () => {
    const s = await open(
      [
        { file: 'low.flac', title: 'low', durationMs: 3000 },
        { file: 'high.flac', title: 'high', durationMs: 3000 },
      ],
      { settings: { crossfadeS: 1 } },
    )
    await playAll(s, [1, 2], 5.9)
    await over(s, 2)
    const tape = await s.tape()
    const heard = sounding(tape.left)
    if (!heard) throw new Error('nothing was heard')
    expect((heard.to - heard.from) / tape.rate).toBeCloseTo(5, 1)
    const begin = heard.from + 2 * tape.rate
    const windowFrames = Math.round(tape.rate / 20)
    for (const x of [0.1, 0.25, 0.5, 0.75, 0.9]) {
      const middle = Math.round(begin + x * tape.rate) - windowFrames / 2
      const low = tone(tape.left, tape.rate, 441, Math.round(middle), windowFrames).amplitude / 0.5
      const high = tone(tape.left, tape.rate, 882, Math.round(middle), windowFrames).amplitude / 0.5
      expect(Math.abs(toDb(low) - toDb(Math.cos((x * Math.PI) / 2)))).toBeLessThan(0.3)
      expect(Math.abs(toDb(high) - toDb(Math.sin((x * Math.PI) / 2)))).toBeLessThan(0.3)
      expect(Math.abs(10 * Math.log10(low ** 2 + high ** 2))).toBeLessThan(0.2)
    }
    const told = await reports(s)
    const endOfLow = told.find(event => event.kind === 'ended')
    expect(endOfLow).toMatchObject({ cause: 'finished', positionMs: 3000 })
  })

  it('never fades between consecutive tracks of a record', async () => {
    const s = await open(record('flac', 1), { settings: { crossfadeS: 1 } })
    await playAll(s, [1, 2], 2.9)
    await over(s, 2)
    const tape = await s.tape()
    const heard = sounding(tape.left)
    expect(heard && (heard.to - heard.from + 1) / tape.rate).toBeCloseTo(3, 2)
  })

  it('levels loudness to the decibel, and the guard keeps a loud record below full scale', async () => {
    const none = { albumGainDb: null, albumPeak: null }
    const s = await open(
      [
        { file: 'low.flac', title: 'plain', durationMs: 3000 },
        { file: 'low.flac', title: 'loud', durationMs: 3000, loudness: { trackGainDb: -7.5, trackPeak: 0.5, ...none } },
        { file: 'low.flac', title: 'quiet', durationMs: 3000, loudness: { trackGainDb: 12, trackPeak: 0.5, ...none } },
      ],
      { settings: { replayGain: 'track' } },
    )
    const levels: number[] = []
    for (const id of [1, 2, 3]) {
      await playAll(s, [id], 2.9)
      await s.record(1)
      const { left } = await s.tape()
      levels.push(toDb(rms(left, 24_576, 36_864) * Math.SQRT2))
    }
    expect(levels[0]).toBeCloseTo(-6.02, 1)
    expect(levels[1]).toBeCloseTo(-13.52, 1)
    expect(levels[2]).toBeCloseTo(0, 1)
  })
})

describe.skipIf(without)('a hand on the controls', () => {
  /** The noise as it was made: every moment of it is like no other. */
  const reference = (): Float32Array => {
    const bytes = readFileSync(at('noise.wav'))
    const start = bytes.indexOf('data') + 8
    return Float32Array.from(
      { length: (bytes.length - start) / 2 },
      (_, i) => bytes.readInt16LE(start + 2 * i) / 32_768,
    )
  }

  /** Where in the reference a stretch of the tape comes from: best match around a guess, in frames. */
  function placeOf(stretch: Float32Array, whole: Float32Array, guess: number, reach: number): number {
    let best = Number.NEGATIVE_INFINITY
    let place = -1
    for (let from = Math.max(0, guess - reach); from < guess + reach; from++) {
      let sum = 0
      for (let i = 0; i < stretch.length; i += 2) sum += (stretch[i] ?? 0) * (whole[from + i] ?? 0)
      if (sum > best) {
        best = sum
        place = from
      }
    }
    return place
  }

  /** Correlation, -1..1, of a stretch of the tape with the same stretch of the original. */
  function likeness(tape: Float32Array, whole: Float32Array, from: number, shift: number, frames: number): number {
    let product = 0
    let a = 0
    let b = 0
    for (let i = from; i < from + frames; i++) {
      const x = tape[i] ?? 0
      const y = whole[i + shift] ?? 0
      product += x * y
      a += x * x
      b += y * y
    }
    return product / Math.sqrt(a * b + 1e-12)
  }

  it.each(['flac', 'mp3'])('seeks in %s to the sample, at once and while paused', async kind => {
    const s = await open([{ file: `noise.${kind}`, title: 'noise', durationMs: 40_000 }])
    await playAll(s, [1], 12)
    await s.record(0.5)
    const whole = reference()
    await s.laying(2, () => s.page.evaluate(() => window.sound.player.seek(33_300)))
    await s.record(1)
    const playing = await s.tape()
    // Half a second in, whatever sounded before the jump is over: its place in the noise tells where the jump landed.
    const probe = Math.round(0.6 * playing.rate)
    const found = placeOf(playing.left.slice(probe, probe + 2000), whole, Math.round(33.7 * rate), rate)
    // Everything from the landing on is one piece of the original: walk back to its first stretch.
    const shift = found - probe
    const step = 64
    let first = probe
    while (first > step && likeness(playing.left, whole, first - step, shift, step) > 0.6) first -= step
    const landedMs = ((first + shift) / rate) * 1000
    console.log(`${kind}: asked for 33300 ms, heard from ${landedMs.toFixed(2)} ms on`)
    // The first eight milliseconds fade in under what fades out.
    expect(landedMs).toBeGreaterThan(33_298)
    expect(landedMs).toBeLessThan(33_312)

    await s.page.evaluate(() => window.sound.player.pause())
    await until(s, 'paused')
    await s.laying(2, async () => {
      await s.page.evaluate(() => window.sound.player.seek(2500))
      expect((await see(s)).positionMs).toBe(2500)
      await s.page.evaluate(() => window.sound.player.play())
    })
    await s.record(0.6)
    const resumed = await s.tape()
    const later = Math.round(0.4 * resumed.rate)
    const foundLater = placeOf(resumed.left.slice(later, later + 2000), whole, Math.round(2.7 * rate), rate / 2)
    let start = later
    while (start > step && likeness(resumed.left, whole, start - step, foundLater - later, step) > 0.6) start -= step
    const startedMs = ((start + foundLater - later) / rate) * 1000
    console.log(`${kind}: asked for 2500 ms while paused, heard from ${startedMs.toFixed(2)} ms on`)
    expect(startedMs).toBeGreaterThan(2498)
    expect(startedMs).toBeLessThan(2530)
  })

  it('pauses and goes on without a click, and sleeps meanwhile', async () => {
    const s = await open([{ file: 'low.flac', title: 'low', durationMs: 3000 }])
    await playAll(s, [1], 2.9)
    await s.record(0.5)
    await s.erase()
    await s.page.evaluate(() => window.sound.player.pause())
    await until(s, 'paused')
    const stood = (await see(s)).positionMs
    await s.page.waitForFunction(() => window.sound.card.state === 'suspended')
    expect((await see(s)).positionMs).toBe(stood)
    await s.page.evaluate(() => window.sound.player.play())
    await over(s, 1)
    const tape = await s.tape()
    // The second difference of a slow tone is tiny; a click is not.
    let worst = 0
    // The file itself breaks off at its end.
    const end = (sounding(tape.left)?.to ?? 0) - 100
    for (let i = 2; i < end; i++) {
      const bend = (tape.left[i] ?? 0) - 2 * (tape.left[i - 1] ?? 0) + (tape.left[i - 2] ?? 0)
      if (Number.isFinite(bend)) worst = Math.max(worst, Math.abs(bend))
    }
    const steady = 0.5 * ((2 * Math.PI * 441) / tape.rate) ** 2
    expect(worst).toBeLessThan(steady * 3)
    expect((await reports(s)).map(({ kind }) => kind).filter(kind => kind !== 'heartbeat')).toEqual([
      'started',
      'paused',
      'resumed',
      'ended',
    ])
  })

  it('plays on while the page is blocked for two seconds', async () => {
    const s = await open([{ file: 'noise.flac', title: 'noise', durationMs: 40_000 }])
    await playAll(s, [1], 12)
    await s.record(0.5)
    await s.erase()
    await s.page.evaluate(() => {
      const until = performance.now() + 2000
      while (performance.now() < until);
    })
    await s.record(2.5)
    const { left, rate: card } = await s.tape()
    expect(longestSilenceMs(left, card, 0, left.length, 0.001)).toBeLessThan(1)
  })
})

describe.skipIf(without)('when something is wrong', () => {
  it('passes over a file that will not play after one message, and logs an error', async () => {
    const s = await open([
      { file: 'first.flac', title: 'good', durationMs: 1315 },
      { file: 'bad.mp3', title: 'bad', durationMs: 1000 },
      { file: 'second.flac', title: 'also good', durationMs: 1685 },
    ])
    await playNow(s, [1, 2, 3])
    await saw(s, 'playing', 'also good')
    const { error } = await see(s)
    expect(error).toMatchObject({ id: 1, kind: 'skipped', title: 'bad' })
    expect(error?.message).toContain('bad')
    await over(s, 3)
    const ends = (await reports(s)).filter(event => event.kind === 'ended').map(event => event.cause)
    expect(ends).toEqual(['finished', 'error', 'finished'])
    expect((await see(s)).error?.id).toBe(1)
  })

  it('plays through a damaged stretch, with the clock right behind it', async () => {
    const s = await open([{ file: 'hole.flac', title: 'hole', durationMs: 5000 }])
    await playAll(s, [1], 4.5)
    await over(s, 1)
    const tape = await s.tape()
    const heard = sounding(tape.left)
    expect(heard && (heard.to - heard.from + 1) / tape.rate).toBeCloseTo(5, 2)
    expect(heard && longestSilenceMs(tape.left, tape.rate, heard.from, heard.to, 0.001)).toBeLessThan(400)
    expect((await reports(s)).at(-1)).toMatchObject({ kind: 'ended', cause: 'finished', positionMs: 5000 })
  })

  it('plays what there is of a file that breaks off, then says so', async () => {
    const s = await open([{ file: 'short.flac', title: 'half', durationMs: 12_000 }])
    await playAll(s, [1], 1.2)
    await over(s, 1)
    expect((await see(s)).error).toMatchObject({ kind: 'skipped', code: 'file-truncated', title: 'half' })
    const last = (await reports(s)).at(-1)
    expect(last).toMatchObject({ kind: 'ended', cause: 'error' })
    expect(last?.positionMs).toBeGreaterThan(1000)
  })

  it('stops after three in a row', async () => {
    const bad = (title: string) => ({ file: 'bad.mp3', title, durationMs: 1000 })
    const s = await open([bad('one'), bad('two'), bad('three'), { file: 'low.flac', title: 'four', durationMs: 3000 }])
    await playNow(s, [1, 2, 3, 4])
    await until(s, 'error')
    expect((await see(s)).error).toMatchObject({ kind: 'stopped', title: 'three' })
    const ends = (await reports(s)).filter(event => event.kind === 'ended').map(event => event.cause)
    expect(ends).toEqual(['error', 'error', 'error'])
  })

  it('goes on into the next track while the core is away, and reports everything when it is back', async () => {
    const s = await open(record('flac', 1))
    await playAll(s, [1, 2], 2.9, async () => {
      await saw(s, 'playing', 'first flac')
      await s.page.evaluate(() => window.sound.fake.disconnect())
    })
    await saw(s, 'playing', 'second flac')
    const before = await reports(s)
    await s.page.evaluate(() => window.sound.fake.reconnect())
    await over(s, 2)
    expect(before.some(({ kind }) => kind === 'ended')).toBe(false)
    const tape = await s.tape()
    const heard = sounding(tape.left)
    expect(heard && longestSilenceMs(tape.left, tape.rate, heard.from, heard.to)).toBeLessThan(0.2)
  })

  it('pauses and says so when the loudspeaker goes away, and leaving the track then is no skip', async () => {
    const tracks = [
      { file: 'noise.flac', title: 'one', durationMs: 40_000 },
      { file: 'low.flac', title: 'two', durationMs: 3000 },
    ]
    const s = await open(tracks, { settings: { outputDevice: 'headphones' } })
    // This machine has no loudspeakers to pull out, so the list of them is made up.
    const plug = (...ids: string[]) =>
      s.page.evaluate(async given => {
        const { mediaDevices } = navigator
        mediaDevices.enumerateDevices = async () =>
          given.map(deviceId => ({
            kind: 'audiooutput',
            deviceId,
            groupId: deviceId,
            label: deviceId,
            toJSON: () => '',
          }))
        mediaDevices.dispatchEvent(new Event('devicechange'))
      }, ids)
    await plug('speakers', 'headphones')
    await playNow(s, [1, 2])
    await until(s, 'playing')
    expect(await s.page.evaluate(() => window.sound.player.outputDevices())).toEqual([
      { id: 'speakers', label: 'speakers' },
      { id: 'headphones', label: 'headphones' },
    ])
    await plug('speakers')
    await until(s, 'paused')
    expect((await see(s)).error).toMatchObject({ kind: 'device' })
    await s.page.evaluate(() => window.sound.player.next())
    await s.page.waitForFunction(() => window.sound.reports.some(({ kind }) => kind === 'ended'))
    expect((await reports(s)).find(({ kind }) => kind === 'ended')).toMatchObject({ cause: 'device' })
  })

  it('reports the end of the play before the window closes', async () => {
    const s = await open([{ file: 'low.flac', title: 'low', durationMs: 3000 }])
    await playAll(s, [1], 2.9)
    await s.record(0.5)
    const last = await s.page.evaluate(async () => {
      await window.sound.fake.leave('quit')
      return window.sound.reports.at(-1)
    })
    expect(last).toMatchObject({ kind: 'ended', cause: 'quit' })
    expect(last?.positionMs).toBeGreaterThan(300)
  })
})

// The panel is spoken to over D-Bus; where there is none the system has no such panel.
describe.skipIf(without || !hasPanel())('the system’s media panel', () => {
  it('shows one entry with what plays, and its keys work', async () => {
    const bus = startBus()
    const s = await openStudio(built, media, { DBUS_SESSION_BUS_ADDRESS: bus.address })
    try {
      await s.load([
        { file: 'noise.flac', title: 'one', durationMs: 40_000, album: 1, number: 1 },
        { file: 'noise.mp3', title: 'two', durationMs: 40_000, album: 1, number: 2 },
      ])
      await playNow(s, [1, 2])
      await until(s, 'playing')
      await expect.poll(() => bus.players().length).toBe(1)
      await expect.poll(() => bus.property('Metadata')).toContain('one')
      await expect.poll(() => bus.property('PlaybackStatus')).toContain('Playing')
      bus.press('Pause')
      await until(s, 'paused')
      await expect.poll(() => bus.property('PlaybackStatus')).toContain('Paused')
      bus.press('Play')
      await until(s, 'playing')
      bus.press('Next')
      await until(s, 'playing', 'two')
      await expect.poll(() => bus.property('Metadata')).toContain('two')
      bus.press('Previous')
      await until(s, 'playing', 'one')
      expect(bus.players()).toHaveLength(1)
    } finally {
      await s.close()
      bus.stop()
    }
  })
})
