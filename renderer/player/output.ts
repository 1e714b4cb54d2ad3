// The way to the loudspeaker: one audio context with volume, a gate for pausing, and a device; asleep whenever nothing sounds.
import { createFader } from './fader.ts'
import { volumeGain } from './gain.ts'

declare global {
  interface AudioContext {
    /** Chromium 110 and later; not yet in the DOM's types. */
    setSinkId?(id: string): Promise<void>
  }
}

/** Long enough to be no click, short enough to feel immediate. */
const gateS = 0.015
const volumeRampS = 0.02
/** Frames that Web Audio renders at once. */
const quantum = 128

export interface Output {
  readonly context: AudioContext
  /** Where decks connect. */
  readonly input: AudioNode
  /** Frame that the next scheduled sound may safely begin at: what lies before it may be rendered already. */
  soon(): number
  /** The same as a time of the context, for ramps. */
  soonTime(): number
  /** Frame that is heard right now: what was rendered, less the way to the ear. */
  heard(): number
  readonly asleep: boolean
  /** Resolves when no falling asleep is under way: what is laid during it would pass unheard. */
  settled(): Promise<void>
  /** Fades out, then freezes time. Everything scheduled stays where it is. */
  hold(): Promise<void>
  /** Lets time go on and fades in. */
  release(): Promise<void>
  setVolume(slider: number, muted: boolean): void
  /** Empty is the system's default. Throws when the device cannot be had. */
  setDevice(id: string): Promise<void>
  close(): Promise<void>
}

const wait = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))

export function createOutput(): Output {
  // Larger buffers than 'interactive': fewer wake-ups, no crackle under load; 20 ms more until a button is heard.
  const context = new AudioContext({ latencyHint: 'playback' })
  const volume = createFader(context, 0)
  const gate = createFader(context, 0)
  volume.node.connect(gate.node).connect(context.destination)
  let turn = 0
  let open = false
  let settled: Promise<void> = Promise.resolve()
  let device = ''
  // Nothing has been asked to sound yet.
  void context.suspend()

  /** The audio thread renders a device buffer at a time, ahead of the time that the page reads; asleep, it stands exactly there. */
  function soonTime(): number {
    const aheadS =
      context.state === 'suspended' ? quantum / context.sampleRate : Math.max(0.02, 2 * context.baseLatency)
    return context.currentTime + aheadS
  }

  async function fallAsleep(mine: number): Promise<void> {
    const at = soonTime()
    const end = at + gateS
    gate.rampTo(0, at, gateS)
    for (let tries = 0; tries < 50 && context.state === 'running' && context.currentTime < end; tries++) await wait(5)
    if (mine === turn) await context.suspend()
  }

  function heardTime(): number {
    const latency = context.outputLatency || context.baseLatency || 0
    const smooth = context.getOutputTimestamp()
    if (context.state === 'running' && smooth.contextTime && smooth.performanceTime) {
      const time = smooth.contextTime + (performance.now() - smooth.performanceTime) / 1000
      // The device's own clock is smooth between render quanta; a driver that reports nonsense is not believed.
      if (Math.abs(time - (context.currentTime - latency)) < 0.1) return time
    }
    return Math.max(0, context.currentTime - latency)
  }

  return {
    context,
    input: volume.node,
    soon: () => Math.ceil(soonTime() * context.sampleRate),
    soonTime,
    heard: () => heardTime() * context.sampleRate,
    get asleep() {
      return !open
    },
    settled: () => settled,
    hold() {
      turn += 1
      if (open) {
        open = false
        settled = fallAsleep(turn)
      }
      return settled
    },
    async release() {
      turn += 1
      if (open) return
      open = true
      // Before time goes on, so that the first thing heard is the first thing there.
      gate.rampTo(1, soonTime(), gateS)
      await context.resume()
    },
    setVolume(slider, muted) {
      volume.rampTo(muted ? 0 : volumeGain(slider), soonTime(), volumeRampS)
    },
    async setDevice(id) {
      if (id === device || !context.setSinkId) return
      await context.setSinkId(id)
      device = id
    },
    close: () => context.close(),
  }
}
