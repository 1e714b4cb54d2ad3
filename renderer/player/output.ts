// The way to the loudspeaker: one audio context with volume, a gate for pausing, and a device; asleep whenever nothing sounds.
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

export interface Output {
  readonly context: AudioContext
  /** Where decks connect. */
  readonly input: AudioNode
  /** Frame that the next scheduled sound may safely begin at. */
  soon(): number
  /** Frame that is heard right now: what was rendered, less the way to the ear. */
  heard(): number
  readonly asleep: boolean
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
  const volume = new GainNode(context, { gain: 0 })
  const gate = new GainNode(context, { gain: 0 })
  volume.connect(gate).connect(context.destination)
  let turn = 0
  let open = false
  let device = ''
  // Nothing has been asked to sound yet.
  void context.suspend()

  function rampGate(to: number): number {
    const now = context.currentTime
    const end = now + gateS
    gate.gain.cancelScheduledValues(now)
    gate.gain.setValueAtTime(gate.gain.value, now)
    gate.gain.linearRampToValueAtTime(to, end)
    return end
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
    input: volume,
    soon: () => Math.ceil((context.currentTime + Math.max(0.02, 2 * context.baseLatency)) * context.sampleRate),
    heard: () => heardTime() * context.sampleRate,
    get asleep() {
      return !open
    },
    async hold() {
      turn += 1
      const mine = turn
      if (!open) return
      open = false
      const end = rampGate(0)
      for (let tries = 0; tries < 50 && context.state === 'running' && context.currentTime < end; tries++) await wait(5)
      if (mine === turn) await context.suspend()
    },
    async release() {
      turn += 1
      if (open) return
      open = true
      await context.resume()
      if (open) rampGate(1)
    },
    setVolume(slider, muted) {
      const now = context.currentTime
      const to = muted ? 0 : volumeGain(slider)
      volume.gain.cancelScheduledValues(now)
      volume.gain.setValueAtTime(volume.gain.value, now)
      volume.gain.linearRampToValueAtTime(to, now + volumeRampS)
    },
    async setDevice(id) {
      if (id === device || !context.setSinkId) return
      await context.setSinkId(id)
      device = id
    },
    close: () => context.close(),
  }
}
