// Turns samples of one rate into samples of another without ever losing its place: a windowed sinc, evaluated on the output's own grid.
//
// Web Audio would resample each buffer by itself with straight lines between samples: it dulls the treble and clicks at every border.
// Here the filter sees the track as one piece. It even rings a little before the first and after the last sample: two tracks laid end
// to end, each resampled alone, add up to exactly what resampling them as one would give.
// Kaiser window: J. O. Smith, Digital Audio Resampling; J. F. Kaiser 1974.

/** Zero crossings on each side: 96 taps, passband to about 20 kHz at 44.1 kHz, images below -90 dB. */
const crossings = 48
const kaiserBeta = 9
const mostPhases = 4096

/** Modified Bessel function of the first kind, order zero. */
function bessel0(x: number): number {
  let sum = 1
  let term = 1
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2
    sum += term
  }
  return sum
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b)
}

interface Filter {
  readonly half: number
  readonly phases: number
  /** Row p holds the 2 x half taps for a point that lies p / phases after a sample. */
  readonly taps: Float32Array
}

const filters = new Map<string, Filter>()

function filterFor(fromRate: number, toRate: number): Filter {
  const key = `${fromRate}/${toRate}`
  const known = filters.get(key)
  if (known) return known
  const phases = Math.min(mostPhases, toRate / gcd(fromRate, toRate))
  // Downwards the filter is stretched, so that nothing above the new Nyquist frequency folds back.
  const stretch = Math.max(1, fromRate / toRate)
  const half = Math.ceil(crossings * stretch)
  const cutoff = 0.97 / stretch
  const taps = new Float32Array(phases * half * 2)
  const norm = bessel0(kaiserBeta)
  for (let p = 0; p < phases; p++) {
    let sum = 0
    const row = p * half * 2
    for (let k = 0; k < half * 2; k++) {
      const distance = k - half + 1 - p / phases
      const window = Math.abs(distance) < half ? bessel0(kaiserBeta * Math.sqrt(1 - (distance / half) ** 2)) / norm : 0
      const angle = Math.PI * cutoff * distance
      const value = (angle === 0 ? 1 : Math.sin(angle) / angle) * cutoff * window
      taps[row + k] = value
      sum += value
    }
    // Each phase passes a constant unchanged; otherwise silence-adjacent levels would hum at the phase rate.
    for (let k = 0; k < half * 2; k++) taps[row + k] = (taps[row + k] ?? 0) / sum
  }
  const filter = { half, phases, taps }
  filters.set(key, filter)
  return filter
}

/** Samples of every channel from output frame `at` on. */
export interface Block {
  readonly at: number
  readonly planes: readonly Float32Array<ArrayBuffer>[]
}

export interface Resampler {
  /** First input frame that must be pushed so that output can begin at the input frame asked for. */
  readonly firstInput: number
  /** Feeds consecutive input blocks; what precedes `firstInput` is silence. */
  push(block: Block): void
  /** After the last push: lets the filter ring out. `frames` is the length of the input. */
  end(frames: number): void
  /** Output made so far and not taken yet, at most `most` frames; null when there is none. */
  take(most: number): Block | null
  /** Output frames ready to be taken. */
  ready(): number
}

/**
 * Output frame n holds the input at (n - fraction) x fromRate / toRate: input frame 0 sounds `fraction` of a frame after output frame 0.
 * `from` is the input frame where output begins; at 0 the filter's first ringing (negative output frames) comes along.
 * Equal rates pass through untouched, the fraction rounded to the nearest frame.
 */
export function createResampler(
  fromRate: number,
  toRate: number,
  channels: number,
  from: number,
  fraction: number,
): Resampler {
  const same = fromRate === toRate
  const shift = same ? Math.round(fraction) : fraction
  const step = fromRate / toRate
  const { half, phases, taps } = same ? { half: 0, phases: 1, taps: new Float32Array() } : filterFor(fromRate, toRate)
  const firstInput = Math.max(0, from - half)
  const begin = from === 0 ? -half : from
  let nextOut = same ? from + shift : Math.ceil(begin / step + shift - 1e-6)
  let inputEnd = firstInput
  let lastOut = Number.POSITIVE_INFINITY
  // Input still needed: frames [heldFrom, inputEnd), in buffers that are moved down when the front is no longer wanted.
  let heldFrom = firstInput
  let held: Float32Array<ArrayBuffer>[] = Array.from({ length: channels }, () => new Float32Array(1 << 15))

  function room(frames: number): void {
    const wantedFrom = same ? nextOut - shift : Math.max(heldFrom, Math.floor((nextOut - shift) * step) - half)
    const drop = Math.min(Math.max(0, wantedFrom - heldFrom), inputEnd - heldFrom)
    const keep = inputEnd - heldFrom - drop
    const size = held[0]?.length ?? 0
    if (keep + frames > size) {
      const larger = 2 ** Math.ceil(Math.log2(keep + frames))
      held = held.map(plane => {
        const next = new Float32Array(larger)
        next.set(plane.subarray(drop, drop + keep))
        return next
      })
    } else if (drop > 0) {
      for (const plane of held) plane.copyWithin(0, drop, drop + keep)
    }
    heldFrom += drop
  }

  function ready(): number {
    const complete = Number.isFinite(lastOut)
    const upTo = complete ? lastOut : same ? inputEnd + shift - 1 : Math.ceil((inputEnd - half) / step + shift) - 1
    return Math.max(0, upTo - nextOut + 1)
  }

  return {
    firstInput,
    push(block) {
      const frames = block.planes[0]?.length ?? 0
      room(frames)
      const at = inputEnd - heldFrom
      held.forEach((plane, c) => {
        const source = block.planes[Math.min(c, block.planes.length - 1)]
        if (source) plane.set(source, at)
      })
      inputEnd += frames
    },
    end(frames) {
      lastOut = same ? frames + shift - 1 : Math.floor((frames - 1 + half) / step + shift)
    },
    ready,
    take(most) {
      const count = Math.min(most, ready())
      if (count === 0) return null
      const at = nextOut
      const planes = held.map(plane => {
        const out = new Float32Array(count)
        const limit = inputEnd - heldFrom
        if (same) {
          const start = at - shift - heldFrom
          out.set(plane.subarray(start, Math.min(start + count, limit)))
          return out
        }
        for (let i = 0; i < count; i++) {
          const point = (at + i - shift) * step
          let whole = Math.floor(point)
          let phase = Math.round((point - whole) * phases)
          if (phase === phases) {
            phase = 0
            whole += 1
          }
          const row = phase * half * 2
          const first = whole - half + 1 - heldFrom
          const k0 = Math.max(0, -first)
          const k1 = Math.min(half * 2, limit - first)
          let sum = 0
          for (let k = k0; k < k1; k++) sum += (taps[row + k] ?? 0) * (plane[first + k] ?? 0)
          out[i] = sum
        }
        return out
      })
      nextOut += count
      return { at, planes }
    },
  }
}
