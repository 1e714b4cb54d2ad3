// The core as a process of its own: it may be killed at any time, and the page hardly notices.
import { mkdirSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer } from '../../preload/contract/errors.ts'
import { contractSuite } from '../contract/suite.ts'
import { answerDialogs, ask, corePid, type StartedApp, startApp } from './app.ts'
import { until } from './until.ts'

/** Two seconds of a low tone: the smallest file that every part of the program takes for music. */
function tone(seconds: number): Buffer {
  const rate = 8_000
  const samples = rate * seconds
  const wav = Buffer.alloc(44 + samples * 2)
  wav.write('RIFF', 0)
  wav.writeUInt32LE(36 + samples * 2, 4)
  wav.write('WAVEfmt ', 8)
  wav.writeUInt32LE(16, 16)
  wav.writeUInt16LE(1, 20)
  wav.writeUInt16LE(1, 22)
  wav.writeUInt32LE(rate, 24)
  wav.writeUInt32LE(rate * 2, 28)
  wav.writeUInt16LE(2, 32)
  wav.writeUInt16LE(16, 34)
  wav.write('data', 36)
  wav.writeUInt32LE(samples * 2, 40)
  for (let n = 0; n < samples; n += 1)
    wav.writeInt16LE(Math.round(8_000 * Math.sin((n * 440 * 2 * Math.PI) / rate)), 44 + n * 2)
  return wav
}

/** A library of one track; gives its id. */
async function addOneTrack(dwell: StartedApp): Promise<number> {
  const music = join(dwell.profile, 'music')
  mkdirSync(music, { recursive: true })
  writeFileSync(join(music, '물결 소리.wav'), tone(240))
  await answerDialogs(dwell.app, music)
  expect(await ask(dwell.window, 'library.pickRoot')).toMatchObject({ ok: true })
  const ids = () =>
    dwell.window.evaluate(async () => {
      const answer = await window.dwell.call('library.trackIds', { filter: { of: 'all' } })
      return answer.ok ? [...answer.data.ids] : []
    })
  await until(async () => (await ids()).length === 1)
  const [id = 0] = await ids()
  return id
}

// Playwright copies by JSON, so typed arrays are told apart by a name on the way in and out.
contractSuite('over a utility process, from a real page', async () => {
  const dwell = await startApp()
  const { window: page } = dwell
  await page.evaluate(() => {
    const seen: number[] = []
    Object.assign(window, { volumesSeen: seen })
    window.dwell.on('settings.changed', ({ volume }) => seen.push(volume))
  })
  return {
    ask: async (name, input) => {
      const sent = JSON.stringify({ input }, (_key, value) =>
        value instanceof Int32Array ? { int32: [...value] } : value,
      )
      const answer: string = await page.evaluate(
        async ([asked, text]) => {
          const { input: given } = JSON.parse(text, (_key, value) =>
            value?.int32 ? Int32Array.from(value.int32) : value,
          )
          // The suite asks wrong questions on purpose, which the types would not let through.
          const answered = await window.dwell.call(asked as 'settings.get', given)
          return JSON.stringify(answered, (_key, value) =>
            value instanceof Int32Array ? { int32: [...value] } : value,
          )
        },
        [name, sent] as const,
      )
      // What `answerCall` makes is an Answer; JSON keeps its shape.
      return JSON.parse(answer, (_key, value) =>
        value?.int32 ? Int32Array.from(value.int32) : value,
      ) as Answer<unknown>
    },
    volumesSeen: () => page.evaluate(() => (window as unknown as { volumesSeen: number[] }).volumesSeen),
    close: dwell.close,
  }
})

describe('a track’s sound', () => {
  let dwell: StartedApp
  let id: number
  beforeAll(async () => {
    dwell = await startApp()
    id = await addOneTrack(dwell)
  })
  afterAll(async () => {
    await dwell?.close()
  })

  it('comes by ranges, as a page’s own fetch sees it', async () => {
    const seen = await dwell.window.evaluate(async track => {
      const get = async (range: string | null, method = 'GET') => {
        const response = await fetch(`dwell://media/${track}`, { method, headers: range ? { Range: range } : {} })
        const body = await response.arrayBuffer()
        return [
          response.status,
          response.headers.get('Content-Range'),
          response.headers.get('Content-Length'),
          body.byteLength,
        ]
      }
      return {
        whole: await get(null),
        part: await get('bytes=44-1043'),
        tail: await get('bytes=-500'),
        beyond: (await get('bytes=99999999-'))[0],
        head: await get(null, 'HEAD'),
      }
    }, id)
    const size = 44 + 240 * 8_000 * 2
    expect(seen).toEqual({
      whole: [200, null, String(size), size],
      part: [206, `bytes 44-1043/${size}`, '1000', 1000],
      tail: [206, `bytes ${size - 500}-${size - 1}/${size}`, '500', 500],
      beyond: 416,
      head: [200, null, String(size), 0],
    })
  })

  it('plays and seeks in an audio element whose samples the page may read', async () => {
    const heard = await dwell.window.evaluate(async track => {
      const audio = new Audio()
      audio.crossOrigin = 'anonymous'
      audio.src = `dwell://media/${track}`
      const context = new AudioContext()
      const analyser = context.createAnalyser()
      context.createMediaElementSource(audio).connect(analyser).connect(context.destination)
      await audio.play()
      audio.currentTime = 40
      await new Promise(resolve => audio.addEventListener('seeked', resolve, { once: true }))
      const samples = new Float32Array(analyser.fftSize)
      let peak = 0
      while (peak <= 0.05) {
        await new Promise(requestAnimationFrame)
        analyser.getFloatTimeDomainData(samples)
        peak = Math.max(...samples.map(Math.abs))
      }
      const position = audio.currentTime
      audio.removeAttribute('src')
      audio.load()
      await context.close()
      return position
    }, id)
    expect(heard).toBeGreaterThanOrEqual(40)
  })

  // Only Linux shows which files another process holds open.
  it.skipIf(process.platform !== 'linux')('is let go of on the disk when the page lets go of it', async () => {
    await dwell.window.evaluate(async track => {
      for (let turn = 0; turn < 10; turn += 1) {
        const stop = new AbortController()
        const response = await fetch(`dwell://media/${track}`, { signal: stop.signal })
        await response.body?.getReader().read()
        stop.abort()
      }
    }, id)
    const pid = await dwell.app.evaluate(() => process.pid)
    const held = () =>
      readdirSync(`/proc/${pid}/fd`).filter(fd => {
        try {
          return readlinkSync(`/proc/${pid}/fd/${fd}`).endsWith('.wav')
        } catch {
          return false
        }
      })
    await expect.poll(held).toEqual([])
  })

  it('goes on while the core is away', async () => {
    const pid = await corePid(dwell.app)
    process.kill(pid, 'SIGSTOP')
    try {
      const status = await dwell.window.evaluate(
        async track => (await fetch(`dwell://media/${track}`, { headers: { Range: 'bytes=0-9' } })).status,
        id,
      )
      expect(status).toBe(206)
    } finally {
      process.kill(pid, 'SIGCONT')
    }
  })
})

describe('a core that is killed', () => {
  let dwell: StartedApp
  beforeAll(async () => {
    dwell = await startApp()
  })
  afterAll(async () => {
    await dwell?.close()
  })

  it('answers again by itself, and the page hears that it was away', async () => {
    await ask(dwell.window, 'settings.set', { volume: 0.375 })
    await dwell.window.evaluate(() => {
      const connection: boolean[] = []
      Object.assign(window, { connection })
      window.dwell.onConnection(connected => connection.push(connected))
    })
    const pid = await corePid(dwell.app)
    process.kill(pid, 'SIGKILL')
    expect(await ask(dwell.window, 'settings.get')).toMatchObject({ ok: true, data: { volume: 0.375 } })
    expect(await corePid(dwell.app)).not.toBe(pid)
    expect(await dwell.window.evaluate(() => (window as unknown as { connection: boolean[] }).connection)).toEqual([
      true,
      false,
      true,
    ])
  })

  it('tells the listener when it keeps falling, and can be tried again', async () => {
    await ask(dwell.window, 'settings.set', { volume: 0.375 })
    // From within, so that each new one falls at once: what counts is how many fall within a minute.
    await dwell.app.evaluate(({ app }) => {
      const killing = setInterval(() => {
        const core = app.getAppMetrics().find(({ name }) => name === 'Dwell core')
        if (core) process.kill(core.pid, 'SIGKILL')
      }, 20)
      Object.assign(globalThis, { stopKilling: () => clearInterval(killing) })
    })
    await dwell.window.waitForURL('dwell://app/trouble')
    // Put there above.
    await dwell.app.evaluate(() => (globalThis as unknown as { stopKilling(): void }).stopKilling())
    const words = await dwell.window.textContent('main')
    expect(words).toMatch(/keeps stopping|계속 멈춥니다/)
    expect(words).toContain('dwell.log')
    await dwell.window.click('a[href$="/again"]')
    await dwell.window.waitForURL('dwell://app/index.html')
    expect(await ask(dwell.window, 'settings.get')).toMatchObject({ ok: true, data: { volume: 0.375 } })
  })
})
