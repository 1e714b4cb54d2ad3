// Listens at the loudspeaker: whatever is connected to a context's destination also goes to a tape. Load it before the player.

interface Part {
  readonly from: number
  readonly planes: readonly [Float32Array, Float32Array]
}

export interface Recorder {
  readonly rate: number
  /** Forgets what was heard so far. */
  erase(): void
  /** Whether the tape runs: it begins a moment after the context. */
  readonly isReady: boolean
  /** Seconds on the tape. */
  seconds(): number
  /** Everything since the last erase, left then right, as base64 of 32-bit floats; gaps of the tape are NaN. */
  play(): { readonly from: number; readonly left: string; readonly right: string }
}

const parts: Part[] = []
let rate = 0
let isReady = false

function base64(samples: Float32Array): string {
  const bytes = new Uint8Array(samples.buffer)
  let text = ''
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return btoa(text)
}

export const recorder: Recorder = {
  get rate() {
    return rate
  },
  get isReady() {
    return isReady
  },
  erase() {
    parts.length = 0
  },
  seconds() {
    const [first] = parts
    const last = parts.at(-1)
    return first && last ? (last.from + last.planes[0].length - first.from) / rate : 0
  },
  play() {
    const [first] = parts
    const last = parts.at(-1)
    if (!first || !last) return { from: 0, left: '', right: '' }
    const length = last.from + last.planes[0].length - first.from
    const planes = [new Float32Array(length).fill(Number.NaN), new Float32Array(length).fill(Number.NaN)] as const
    for (const part of parts) {
      planes[0].set(part.planes[0], part.from - first.from)
      planes[1].set(part.planes[1], part.from - first.from)
    }
    return { from: first.from, left: base64(planes[0]), right: base64(planes[1]) }
  },
}

const connect = AudioNode.prototype.connect
const listening = new WeakSet<BaseAudioContext>()

AudioNode.prototype.connect = function (this: AudioNode, ...args: unknown[]) {
  const [target] = args
  if (target instanceof AudioDestinationNode && !listening.has(this.context)) {
    listening.add(this.context)
    rate = this.context.sampleRate
    void this.context.audioWorklet.addModule(new URL('./tape.js', import.meta.url)).then(() => {
      const node = new AudioWorkletNode(this.context, 'tape', {
        numberOfOutputs: 0,
        channelCount: 2,
        channelCountMode: 'explicit',
      })
      node.port.onmessage = (event: MessageEvent<Part>) => void parts.push(event.data)
      Reflect.apply(connect, this, [node])
      isReady = true
    })
  }
  return Reflect.apply(connect, this, args)
} as typeof connect
