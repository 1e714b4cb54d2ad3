// One uninterrupted run of a track: its samples fetched a little ahead and laid on the output's clock, frame to frame.
import type { OpenStream } from './decode/decoder.ts'
import type { Chunk } from './decode/protocol.ts'
import { createFader, type Fader } from './fader.ts'
import type { Output } from './output.ts'
import { endFrame, fractionFor, split } from './timeline.ts'

/** So much lies scheduled ahead: what a blocked page or a slow disk may cost without being heard. Seconds. */
export const aheadS = 12
/** Little enough to be quick, enough to live through a stutter of the machine while the rest is decoded. */
const firstChunkS = 0.5
const chunkS = 1
const edgeS = 0.008

/** `now`: as soon as it can. Otherwise the output frame, fraction included, where the track's frame 0 lies. */
export type Place = { readonly kind: 'now' } | { readonly kind: 'at'; readonly origin: number }

export interface Voice {
  readonly fader: Fader
  /** Output frame of the track's frame 0; null until it is placed. */
  readonly origin: number | null
  /** Output frame where the track ends, once its true end is known. */
  readonly end: number | null
  /** The track's true length in its own frames, once known. */
  readonly frames: number | null
  /** Output frame up to which its samples are laid out. */
  readonly scheduledTo: number
  /** Underruns so far: times when samples came too late. */
  readonly late: number
  /** Resolves when the first samples lie on the clock. Rejects with the decoder's DwellError. */
  readonly placed: Promise<void>
  /** Fetches what is due; call it whenever time has passed. */
  pump(): void
  /** Takes nothing more from the stream, which begins elsewhere; what is scheduled goes on. */
  leaveStream(): void
  /** Fades out within a few milliseconds and lets go of everything scheduled. */
  stop(): void
  /** Same, at once and for good, for what was scheduled but never heard. */
  drop(): void
}

interface Options {
  readonly output: Output
  readonly into: AudioNode
  readonly stream: OpenStream
  /** Frame of the track to begin at. */
  readonly from: number
  readonly place: Place
  readonly onEnd: () => void
  readonly onError: (thrown: unknown) => void
}

export function createVoice({ output, into, stream, from, place, onEnd, onError }: Options): Voice {
  const { context } = output
  const outputRate = context.sampleRate
  const { rate } = stream.shape
  const fixed = place.kind === 'at' ? split(place.origin) : null
  const fraction = fixed?.fraction ?? fractionFor(from, rate, outputRate)
  const fader = createFader(context, 1)
  fader.node.connect(into)
  const nodes = new Set<AudioBufferSourceNode>()
  let base = fixed?.base ?? null
  let scheduledTo = 0
  let frames: number | null = null
  let late = 0
  let reading = false
  let over = false
  let left = false
  let fresh = true

  function lay(chunk: Chunk): void {
    const length = chunk.planes[0]?.length ?? 0
    if (length === 0) return
    const soonest = output.soon()
    if (base === null) {
      base = soonest - chunk.at
    } else if (base + chunk.at < soonest) {
      // Ringing before a track's first frame may be cut; samples that come too late move everything after them.
      const lateness = soonest - (base + chunk.at)
      if (fresh && chunk.at < 0 && lateness <= -chunk.at) {
        layFrom(chunk, lateness)
        return
      }
      base += lateness
      late += 1
    }
    layFrom(chunk, 0)
  }

  function layFrom(chunk: Chunk, skip: number): void {
    const planes = skip > 0 ? chunk.planes.map(plane => plane.subarray(skip)) : chunk.planes
    const length = planes[0]?.length ?? 0
    if (length === 0 || base === null) return
    const buffer = new AudioBuffer({ length, numberOfChannels: planes.length, sampleRate: outputRate })
    planes.forEach((plane, c) => {
      buffer.copyToChannel(plane, c)
    })
    const at = base + chunk.at + skip
    const node = new AudioBufferSourceNode(context, { buffer })
    node.connect(fader.node)
    node.onended = () => {
      nodes.delete(node)
      node.disconnect()
    }
    nodes.add(node)
    if (fresh && from > 0 && place.kind === 'now') {
      fader.setAt(0, at / outputRate)
      fader.rampTo(1, at / outputRate, edgeS)
    }
    node.start(at / outputRate)
    scheduledTo = at + length
  }

  async function fetchNext(): Promise<void> {
    const chunk = await stream.read(Math.round((fresh ? firstChunkS : chunkS) * outputRate))
    if (over || left || chunk === null) return
    lay(chunk)
    fresh = false
    if (chunk.ends !== null) {
      frames = chunk.ends
      base ??= output.soon()
      onEnd()
    }
  }

  function pump(): void {
    if (reading || over || left || frames !== null) return
    const now = context.currentTime * outputRate
    if (!fresh && scheduledTo - now > aheadS * outputRate) return
    reading = true
    fetchNext()
      .then(() => {
        reading = false
        pump()
      })
      .catch(thrown => {
        reading = false
        if (over || left) return
        left = true
        onError(thrown)
      })
  }

  function letGo(): void {
    over = true
    for (const node of nodes) {
      node.onended = null
      node.stop()
      node.disconnect()
    }
    nodes.clear()
    fader.node.disconnect()
  }

  const placed = stream.start({ from, fraction, outputRate }).then(async () => {
    if (over) return
    reading = true
    await fetchNext()
    reading = false
    pump()
  })
  // Whoever waits for it hears of it; nobody has to.
  placed.catch(() => undefined)

  return {
    fader,
    get origin() {
      return base === null ? null : base + fraction
    },
    get end() {
      return base === null || frames === null ? null : endFrame(base + fraction, frames, rate, outputRate)
    },
    get frames() {
      return frames
    },
    get scheduledTo() {
      return scheduledTo
    },
    get late() {
      return late
    },
    placed,
    pump,
    leaveStream() {
      left = true
    },
    stop() {
      if (over) return
      over = true
      const at = output.soonTime()
      fader.rampTo(0, at, edgeS)
      const last = [...nodes].at(-1)
      for (const node of nodes) node.stop(at + edgeS + 0.005)
      if (last) last.onended = () => fader.node.disconnect()
      else fader.node.disconnect()
      nodes.clear()
    },
    drop: letGo,
  }
}
