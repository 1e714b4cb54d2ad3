// A simulated listener: a taste in styles and artists, moods by the hour, eight weeks of sessions told as the play events they would have sent.
import type { PlayId, QueueItemId, TrackId } from '../../../preload/contract/ids.ts'
import type { Origin, PlayEvent } from '../../../preload/contract/listening.ts'
import { seededRandom, seedOf } from './random.ts'
import type { StyleName } from './styles.ts'

export interface HeardTrack {
  readonly id: TrackId
  readonly artist: string
  readonly style: StyleName
  readonly durationMs: number
}

const DAY = 24 * 3_600_000
const WEEKS = 8

/** What a listener likes: the truth that a model may later be asked to find. */
export interface Taste {
  /** How gladly each style is heard, by part of the day, 0..1. */
  readonly moods: Readonly<Record<StyleName, readonly [morning: number, day: number, evening: number, night: number]>>
  /** What an artist adds to that or takes from it, -0.25..0.25. */
  readonly liking: (artist: string) => number
}

const moods: Taste['moods'] = {
  ambient: [0.75, 0.35, 0.45, 0.9],
  chiptune: [0.1, 0.3, 0.2, 0.05],
  house: [0.3, 0.55, 0.85, 0.4],
  jazz: [0.6, 0.5, 0.8, 0.75],
  folk: [0.85, 0.7, 0.55, 0.4],
  rock: [0.2, 0.6, 0.4, 0.05],
}

export const demoTaste: Taste = {
  moods,
  liking: artist => ((seedOf(artist) % 1000) / 1000 - 0.5) * 0.5,
}

/**
 * Chance that the listener stays to the end: mood, a liking for the artist, and weariness of what was just heard (plays today, of which
 * older ones may count in part). 0.02..0.98.
 */
export function chanceOfStaying(track: HeardTrack, at: number, playsToday: number, taste = demoTaste): number {
  const hour = new Date(at).getHours()
  const part = hour < 6 ? 3 : hour < 11 ? 0 : hour < 17 ? 1 : hour < 22 ? 2 : 3
  const gladly = taste.moods[track.style][part] + taste.liking(track.artist)
  return Math.min(0.98, Math.max(0.02, gladly - 0.15 * playsToday))
}

/**
 * Eight weeks of listening that end shortly before `until` (ms since 1970). Deterministic in `seed`; events in order of time,
 * plays named by UUIDs made from the seed.
 */
export function simulateListening(tracks: readonly HeardTrack[], until: number, seed: number): readonly PlayEvent[] {
  const random = seededRandom(seed)
  const events: PlayEvent[] = []
  if (tracks.length === 0) return events
  for (let day = WEEKS * 7; day >= 1; day--) {
    const midnight = new Date(until - day * DAY).setHours(0, 0, 0, 0)
    const sessions = [7.5, 13, 19.5, 22.5].filter(() => random() < 0.42)
    const heardToday = new Map<TrackId, number>()
    let clock = 0
    for (const hour of sessions) {
      clock = Math.max(clock + 30 * 60_000, midnight + hour * 3_600_000 + random() * 45 * 60_000)
      clock = listen(events, tracks, clock, until - 3_600_000, heardToday, random)
    }
  }
  return events
}

function listen(
  events: PlayEvent[],
  tracks: readonly HeardTrack[],
  from: number,
  until: number,
  heardToday: Map<TrackId, number>,
  random: () => number,
): number {
  let clock = from
  const wanted = 6 + Math.floor(random() * 14)
  // a session is an album put on by hand, or a shuffle
  const byAlbum = random() < 0.35
  let at = Math.floor(random() * tracks.length)
  for (let n = 0; n < wanted && clock < until; n++) {
    at = byAlbum ? (at + 1) % tracks.length : choose(tracks, clock, random)
    const track = tracks[at]
    if (track === undefined) continue
    const playsToday = heardToday.get(track.id) ?? 0
    heardToday.set(track.id, playsToday + 1)
    const origin: Origin = n === 0 ? 'hand' : byAlbum ? 'album' : 'shuffle'
    const stays = random() < chanceOfStaying(track, clock, playsToday)
    const cause = stays ? 'finished' : random() < 0.8 ? 'skip' : 'picked'
    const told = hear({ track, startAt: clock, origin, cause, itemId: null }, random)
    events.push(...told.events)
    clock = told.goesOnAt
  }
  return clock
}

/** Looks at a few and takes the likeliest: the listener's own hand is in it, but not always. */
function choose(tracks: readonly HeardTrack[], at: number, random: () => number): number {
  const some = Array.from({ length: 1 + Math.floor(random() * 3) }, () => Math.floor(random() * tracks.length))
  const joy = (index: number) => {
    const track = tracks[index]
    return track === undefined ? 0 : chanceOfStaying(track, at, 0)
  }
  return some.toSorted((a, b) => joy(b) - joy(a))[0] ?? 0
}

export interface Hearing {
  readonly track: HeardTrack
  /** ms since 1970. */
  readonly startAt: number
  readonly origin: Origin
  readonly cause: 'finished' | 'skip' | 'picked'
  readonly itemId: QueueItemId | null
}

/** The events that a window sends of one play; `goesOnAt`: when the next one begins. */
export function hear(
  { track, startAt, origin, cause, itemId }: Hearing,
  random: () => number,
): { readonly events: readonly PlayEvent[]; readonly goesOnAt: number } {
  const events: PlayEvent[] = []
  const playId = uuid(random)
  const { durationMs } = track
  const stays = cause === 'finished'
  // most skips come early, some late
  const heardMs = stays ? durationMs : Math.round(durationMs * 0.85 * random() ** 2.2)
  const start = Math.round(startAt)
  events.push({
    kind: 'started',
    playId,
    seq: 0,
    at: start,
    positionMs: 0,
    trackId: track.id,
    itemId,
    origin,
    durationMs,
  })
  let seq = 1
  let at = start
  let position = 0
  if (stays && random() < 0.06) {
    position = Math.round(durationMs * 0.4)
    at += position
    events.push({ kind: 'paused', playId, seq: seq++, at, positionMs: position })
    at += Math.round(20_000 + random() * 200_000)
    events.push({ kind: 'resumed', playId, seq: seq++, at, positionMs: position })
  }
  for (let beat = position + 5000; beat < heardMs; beat += 5000)
    events.push({ kind: 'heartbeat', playId, seq: seq++, at: at + beat - position, positionMs: beat })
  const end = at + heardMs - position
  events.push({ kind: 'ended', playId, seq: seq++, at: end, positionMs: heardMs, cause })
  return { events, goesOnAt: end + 400 + random() * 1500 }
}

function uuid(random: () => number): PlayId {
  const hex = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16))
  hex[12] = '4'
  hex[16] = '8'
  const text = hex.join('')
  // a valid version-4 UUID by construction
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}` as PlayId
}
