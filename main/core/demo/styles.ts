// Six styles as rules that a seed turns into pieces: who plays when, how high, how loud and from which side.

import type { Instrument } from './instruments.ts'
import * as play from './instruments.ts'
import { pick } from './random.ts'

export interface Note {
  readonly instrument: Instrument
  readonly atS: number
  readonly seconds: number
  readonly midi: number
  readonly gain: number
  /** -1 left .. 1 right. */
  readonly pan: number
}

/** Writes about `seconds` of music. */
export type Style = (
  seconds: number,
  random: () => number,
) => { readonly notes: readonly Note[]; readonly echoS: number; readonly echoGain: number }

export type StyleName = 'ambient' | 'chiptune' | 'house' | 'jazz' | 'folk' | 'rock'

const minor = [0, 2, 3, 5, 7, 8, 10] as const
const major = [0, 2, 4, 5, 7, 9, 11] as const
const pentatonic = [0, 2, 4, 7, 9] as const

/** The n-th step of a scale above `root`, over as many octaves as needed. */
function step(root: number, scale: readonly number[], n: number): number {
  const octave = Math.floor(n / scale.length)
  return root + 12 * octave + (scale[n - octave * scale.length] ?? 0)
}

/** Calls `write` for every beat that begins within the piece, less a rest at the end. */
function beats(seconds: number, bpm: number, write: (beat: number, atS: number, lengthS: number) => void): void {
  const lengthS = 60 / bpm
  for (let beat = 0; (beat + 1) * lengthS < seconds - 1; beat++) write(beat, beat * lengthS, lengthS)
}

const ambient: Style = (seconds, random) => {
  const root = 45 + Math.floor(random() * 7)
  const scale: readonly number[] = random() < 0.5 ? minor : major
  const notes: Note[] = []
  beats(seconds, 11 + random() * 4, (_beat, atS, lengthS) => {
    const degree = Math.floor(random() * 6)
    for (const third of [0, 2, 4])
      notes.push({
        instrument: play.pad,
        atS,
        seconds: lengthS * 1.5,
        midi: step(root, scale, degree + third),
        gain: 0.5,
        pan: (third - 2) / 3,
      })
    for (let n = 0; n < 3; n++)
      notes.push({
        instrument: play.bell,
        atS: atS + random() * lengthS,
        seconds: 2.5,
        midi: step(root + 24, scale, Math.floor(random() * 9)),
        gain: 0.25,
        pan: random() * 2 - 1,
      })
  })
  return { notes, echoS: 0.61, echoGain: 0.45 }
}

const chiptune: Style = (seconds, random) => {
  const root = 57 + Math.floor(random() * 6)
  const lead = play.pulse(pick(random, [0.125, 0.25]))
  const chords = Array.from({ length: 4 }, () => Math.floor(random() * 6))
  const notes: Note[] = []
  beats(seconds, (140 + random() * 30) * 4, (tick, atS, lengthS) => {
    const chord = chords[Math.floor(tick / 16) % 4] ?? 0
    notes.push({
      instrument: lead,
      atS,
      seconds: lengthS * 0.9,
      midi: step(root, minor, chord + ([0, 2, 4, 7][tick % 4] ?? 0)),
      gain: 0.4,
      pan: -0.2,
    })
    if (tick % 2 === 0)
      notes.push({
        instrument: play.pulse(0.5),
        atS,
        seconds: lengthS * 1.6,
        midi: step(root - 24, minor, chord),
        gain: 0.5,
        pan: 0,
      })
    if (tick % 4 === 0 && random() < 0.8)
      notes.push({
        instrument: play.pulse(0.25),
        atS,
        seconds: lengthS * 3,
        midi: step(root + 12, minor, chord + Math.floor(random() * 5)),
        gain: 0.35,
        pan: 0.3,
      })
    if (tick % 8 === 0) notes.push({ instrument: play.kick, atS, seconds: 0.2, midi: 40, gain: 0.7, pan: 0 })
    if (tick % 8 === 4) notes.push({ instrument: play.snare, atS, seconds: 0.15, midi: 40, gain: 0.5, pan: 0 })
  })
  return { notes, echoS: 0.2, echoGain: 0.12 }
}

const house: Style = (seconds, random) => {
  const root = 33 + Math.floor(random() * 8)
  const bass = Array.from({ length: 16 }, () => (random() < 0.45 ? Math.floor(random() * 4) : -1))
  const stab = Math.floor(random() * 4)
  const notes: Note[] = []
  beats(seconds, (120 + random() * 8) * 4, (tick, atS, lengthS) => {
    const bar = Math.floor(tick / 16)
    if (tick % 4 === 0) notes.push({ instrument: play.kick, atS, seconds: 0.3, midi: 40, gain: 1, pan: 0 })
    if (tick % 4 === 2) notes.push({ instrument: play.hat, atS, seconds: 0.08, midi: 80, gain: 0.8, pan: 0.25 })
    if (tick % 8 === 4 && bar > 1)
      notes.push({ instrument: play.snare, atS, seconds: 0.15, midi: 40, gain: 0.4, pan: -0.1 })
    const degree = bass[tick % 16] ?? -1
    if (degree >= 0 && bar > 0)
      notes.push({
        instrument: play.softBass,
        atS,
        seconds: lengthS * 1.4,
        midi: step(root, minor, degree),
        gain: 0.75,
        pan: 0,
      })
    if (bar > 3 && (tick % 16 === 3 || tick % 16 === 10))
      for (const third of [0, 2, 4, 6])
        notes.push({
          instrument: play.electricPiano,
          atS,
          seconds: lengthS * 2,
          midi: step(root + 24, minor, stab + third),
          gain: 0.3,
          pan: (third - 3) / 4,
        })
  })
  return { notes, echoS: 0.36, echoGain: 0.25 }
}

const jazz: Style = (seconds, random) => {
  const root = 48 + Math.floor(random() * 6)
  const degrees = [1, 4, 0, 5]
  /** The bass begins on the chord, wanders through it, and steps down into the next. */
  const walk = (beat: number) => (beat % 4 === 0 ? 0 : beat % 4 === 3 ? 1 : 2 * Math.floor(random() * 3))
  const notes: Note[] = []
  beats(seconds, 96 + random() * 40, (beat, atS, lengthS) => {
    const chord = degrees[Math.floor(beat / 4) % 4] ?? 0
    notes.push({
      instrument: play.uprightBass,
      atS,
      seconds: lengthS * 0.95,
      midi: step(root - 12, major, chord + walk(beat)),
      gain: 0.8,
      pan: -0.15,
    })
    notes.push({ instrument: play.brush, atS, seconds: 0.2, midi: 60, gain: beat % 2 ? 0.7 : 0.4, pan: 0.35 })
    notes.push({ instrument: play.brush, atS: atS + lengthS * 0.66, seconds: 0.1, midi: 60, gain: 0.25, pan: 0.35 })
    if (beat % 4 === 0 || random() < 0.25)
      for (const third of [2, 4, 6])
        notes.push({
          instrument: play.electricPiano,
          atS: atS + (random() < 0.4 ? lengthS * 0.66 : 0),
          seconds: lengthS * 1.8,
          midi: step(root, major, chord + third),
          gain: 0.3,
          pan: 0.2,
        })
    if (random() < 0.65)
      notes.push({
        instrument: play.flute,
        atS: atS + (random() < 0.5 ? 0 : lengthS * 0.66),
        seconds: lengthS * (0.5 + random()),
        midi: step(root + 12, major, chord + Math.floor(random() * 8)),
        gain: 0.45,
        pan: -0.3,
      })
  })
  return { notes, echoS: 0.09, echoGain: 0.2 }
}

const folk: Style = (seconds, random) => {
  const root = 50 + Math.floor(random() * 6)
  const chords = pick(random, [
    [0, 3, 4, 0],
    [0, 5, 3, 4],
    [0, 2, 3, 4],
  ])
  const melody = Array.from({ length: 16 }, () => Math.floor(random() * 7))
  const notes: Note[] = []
  beats(seconds, (84 + random() * 26) * 2, (tick, atS, lengthS) => {
    const chord = chords[Math.floor(tick / 8) % chords.length] ?? 0
    notes.push({
      instrument: play.plucked,
      atS: atS + random() * 0.008,
      seconds: 1.4,
      midi: step(root, major, chord + ([0, 4, 2, 4, 7, 4, 2, 4][tick % 8] ?? 0)),
      gain: 0.55,
      pan: tick % 2 ? 0.3 : -0.3,
    })
    if (tick % 8 === 0)
      notes.push({ instrument: play.plucked, atS, seconds: 2, midi: step(root - 12, major, chord), gain: 0.6, pan: 0 })
    if (tick % 2 === 0 && Math.floor(tick / 16) % 2 === 1)
      notes.push({
        instrument: play.flute,
        atS,
        seconds: lengthS * 2.1,
        midi: step(root + 12, pentatonic, melody[(tick / 2) % 16] ?? 0),
        gain: 0.5,
        pan: 0.1,
      })
  })
  return { notes, echoS: 0.13, echoGain: 0.22 }
}

const rock: Style = (seconds, random) => {
  const root = 40 + Math.floor(random() * 5)
  const riff = Array.from({ length: 16 }, (_, i) => (i % 4 === 0 || random() < 0.5 ? Math.floor(random() * 5) : -1))
  const notes: Note[] = []
  beats(seconds, (128 + random() * 36) * 2, (tick, atS, lengthS) => {
    const degree = riff[tick % 16] ?? -1
    if (degree >= 0)
      for (const pan of [-0.6, 0.6])
        notes.push({
          instrument: play.overdriven,
          atS: atS + (pan > 0 ? 0.006 : 0),
          seconds: lengthS * (random() < 0.5 ? 1 : 1.9),
          midi: step(root, minor, degree),
          gain: 0.5,
          pan,
        })
    notes.push({
      instrument: play.softBass,
      atS,
      seconds: lengthS * 0.9,
      midi: step(root - 12, minor, Math.max(0, degree)),
      gain: 0.5,
      pan: 0,
    })
    notes.push({ instrument: play.hat, atS, seconds: 0.08, midi: 80, gain: 0.6, pan: 0.2 })
    if (tick % 4 === 0 || tick % 16 === 10)
      notes.push({ instrument: play.kick, atS, seconds: 0.3, midi: 40, gain: 1, pan: 0 })
    if (tick % 4 === 2) notes.push({ instrument: play.snare, atS, seconds: 0.2, midi: 40, gain: 0.9, pan: 0 })
  })
  return { notes, echoS: 0.05, echoGain: 0.1 }
}

export const styles: Readonly<Record<StyleName, Style>> = { ambient, chiptune, house, jazz, folk, rock }
