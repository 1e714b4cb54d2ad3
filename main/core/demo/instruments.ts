// The demonstration's instruments: each makes one note as samples in [-1, 1], mono, at a given rate.

/** `hz` and `seconds` of one note; `rate` in samples a second; `random` for what is noise. */
export type Instrument = (hz: number, seconds: number, rate: number, random: () => number) => Float32Array

const TAU = 2 * Math.PI

/** Attack and release in seconds, linear; keeps every note free of clicks. */
function shape(samples: Float32Array, rate: number, attack: number, release: number): Float32Array {
  const up = Math.max(1, Math.floor(attack * rate))
  const down = Math.max(1, Math.floor(release * rate))
  for (let i = 0; i < samples.length; i++) {
    const gain = Math.min(1, i / up, (samples.length - i) / down)
    samples[i] = (samples[i] ?? 0) * gain
  }
  return samples
}

function tone(seconds: number, rate: number, at: (t: number) => number): Float32Array {
  const samples = new Float32Array(Math.floor(seconds * rate))
  for (let i = 0; i < samples.length; i++) samples[i] = at(i / rate)
  return samples
}

/** One pole: `hz` is where it has lost 3 dB. */
function lowpass(samples: Float32Array, rate: number, hz: number): Float32Array {
  const a = 1 - Math.exp((-TAU * hz) / rate)
  let y = 0
  for (let i = 0; i < samples.length; i++) {
    y += a * ((samples[i] ?? 0) - y)
    samples[i] = y
  }
  return samples
}

const saw = (phase: number) => 2 * (phase - Math.floor(phase)) - 1

export const pad: Instrument = (hz, seconds, rate) =>
  shape(
    lowpass(
      tone(
        seconds,
        rate,
        t => 0.2 * (saw(hz * t) + saw(hz * 1.004 * t + 0.3) + saw(hz * 0.997 * t + 0.7) + saw(hz * 0.5 * t)),
      ),
      rate,
      900,
    ),
    rate,
    seconds * 0.35,
    seconds * 0.4,
  )

export const bell: Instrument = (hz, seconds, rate) =>
  shape(
    tone(
      seconds,
      rate,
      t => 0.4 * Math.exp(-2.2 * t) * Math.sin(TAU * hz * t + 2.4 * Math.exp(-3 * t) * Math.sin(TAU * hz * 3.51 * t)),
    ),
    rate,
    0.004,
    0.1,
  )

export const electricPiano: Instrument = (hz, seconds, rate) =>
  shape(
    tone(
      seconds,
      rate,
      t => 0.45 * Math.exp(-1.6 * t) * Math.sin(TAU * hz * t + 1.1 * Math.exp(-4 * t) * Math.sin(TAU * hz * t)),
    ),
    rate,
    0.006,
    0.08,
  )

/** Karplus-Strong: a burst of noise in a loop that loses its edge. */
export const plucked: Instrument = (hz, seconds, rate, random) => {
  const loop = Float32Array.from({ length: Math.max(2, Math.round(rate / hz)) }, () => random() * 2 - 1)
  const samples = new Float32Array(Math.floor(seconds * rate))
  for (let i = 0; i < samples.length; i++) {
    const at = i % loop.length
    const here = loop[at] ?? 0
    samples[i] = 0.6 * here
    loop[at] = 0.4985 * (here + (loop[(at + 1) % loop.length] ?? 0))
  }
  return shape(samples, rate, 0.002, 0.05)
}

export const flute: Instrument = (hz, seconds, rate, random) =>
  shape(
    tone(seconds, rate, t => {
      const vibrato = Math.sin(TAU * 5.2 * t) * Math.min(1, t * 2) * 0.35
      return (
        0.35 * Math.sin(TAU * hz * t + vibrato) +
        0.08 * Math.sin(TAU * 2 * hz * t + vibrato) +
        0.015 * (random() * 2 - 1)
      )
    }),
    rate,
    0.07,
    0.12,
  )

export const pulse =
  (duty: number): Instrument =>
  (hz, seconds, rate) =>
    shape(
      tone(seconds, rate, t => ((hz * t) % 1 < duty ? 0.28 : -0.28) * Math.exp(-2 * t)),
      rate,
      0.001,
      0.01,
    )

export const softBass: Instrument = (hz, seconds, rate) =>
  shape(
    lowpass(
      tone(seconds, rate, t => 0.7 * saw(hz * t)),
      rate,
      320,
    ),
    rate,
    0.005,
    0.05,
  )

export const uprightBass: Instrument = (hz, seconds, rate) =>
  shape(
    tone(
      seconds,
      rate,
      t => Math.exp(-3 * t) * (0.7 * Math.sin(TAU * hz * t) + 0.25 * Math.sin(TAU * 2 * hz * t) * Math.exp(-6 * t)),
    ),
    rate,
    0.008,
    0.05,
  )

/** A fifth and an octave pushed until they clip. */
export const overdriven: Instrument = (hz, seconds, rate) =>
  shape(
    lowpass(
      tone(
        seconds,
        rate,
        t => 0.34 * Math.tanh(3.5 * (saw(hz * t) + saw(hz * 1.5 * t) * 0.8 + saw(hz * 2.003 * t) * 0.5)),
      ),
      rate,
      2600,
    ),
    rate,
    0.004,
    0.04,
  )

export const kick: Instrument = (_hz, seconds, rate) =>
  shape(
    tone(
      Math.min(seconds, 0.28),
      rate,
      t => 0.9 * Math.exp(-11 * t) * Math.sin(TAU * (46 * t - 9 * Math.exp(-28 * t))),
    ),
    rate,
    0.001,
    0.02,
  )

export const snare: Instrument = (_hz, seconds, rate, random) =>
  shape(
    tone(
      Math.min(seconds, 0.2),
      rate,
      t => Math.exp(-18 * t) * (0.35 * Math.sin(TAU * 185 * t) + 0.5 * (random() * 2 - 1)),
    ),
    rate,
    0.001,
    0.02,
  )

export const hat: Instrument = (_hz, seconds, rate, random) => {
  let before = 0
  return shape(
    tone(Math.min(seconds, 0.07), rate, t => {
      const noise = random() * 2 - 1
      const high = noise - before
      before = noise
      return 0.22 * Math.exp(-55 * t) * high
    }),
    rate,
    0.001,
    0.01,
  )
}

export const brush: Instrument = (_hz, seconds, rate, random) =>
  shape(
    lowpass(
      tone(Math.min(seconds, 0.22), rate, t => 0.3 * Math.exp(-10 * t) * (random() * 2 - 1)),
      rate,
      5200,
    ),
    rate,
    0.02,
    0.05,
  )
