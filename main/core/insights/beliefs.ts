// What Dwell thinks of the listener: only what counts say clearly, each line with the counts that make it true.
//
// A share counts as clear by its Wilson score interval (Wilson 1927): its lower end, not the share itself, must pass the mark.
import type { ArtistId, TrackId } from '../../../preload/contract/ids.ts'
import type { Belief } from '../../../preload/contract/insights.ts'
import type { HeardPlays, Names } from '../store/tables/insights.ts'
import { artistsMet } from './discovery.ts'
import { tasteSince } from './taste.ts'
import type { TrackVectors } from './vectors.ts'

const lately = 90 * 86_400_000

/** Choices: marks and least counts, and how many lines of a kind at most, the clearest first. */
const marks = {
  artistStay: { least: 6, low: 0.6, most: 5 },
  artistLeave: { least: 6, low: 0.5, most: 4 },
  /** Above what is stayed with on the whole, by the lower end. */
  genreStay: { least: 20, above: 0.05, most: 3 },
  trackLoved: { least: 5, low: 0.55, most: 5 },
  /** Four hours in which this genre is heard this much more of the time than all together. */
  genreHours: { leastPlays: 30, hours: 4, share: 0.4, lift: 1.6, most: 3 },
  taste: { leastPlays: 50, specialistAbove: 0.15, generalistAbove: 0.05 },
  newFinds: { least: 5 },
  habit: { leastPlays: 50, share: 0.5 },
} as const

export interface BeliefInput {
  readonly plays: HeardPlays
  readonly vectors: TrackVectors | null
  readonly names: Names
  readonly removed: ReadonlySet<string>
  readonly now: number
}

/** The strongest first. */
export function beliefsOf({ plays, vectors, names, removed, now }: BeliefInput): Belief[] {
  const overall = overallStay(plays)
  const all: readonly Belief[] = [
    ...aboutArtists(plays, names),
    ...aboutGenres(plays, names, overall),
    ...aboutHours(plays, names),
    ...aboutTracks(plays, names),
    ...aboutTaste(plays, vectors, now),
    ...aboutFinds(plays, now),
    ...aboutHabit(plays, now),
  ]
  return all.filter(({ id }) => !removed.has(id)).sort((a, b) => b.strength - a.strength)
}

interface Tally {
  stayed: number
  of: number
}

/** Lower end of the 95 % interval of a share. */
export function wilsonLow(hits: number, of: number): number {
  if (of === 0) return 0
  const z2 = 1.96 ** 2
  const share = hits / of
  return (share + z2 / (2 * of) - 1.96 * Math.sqrt((share * (1 - share) + z2 / (4 * of)) / of)) / (1 + z2 / of)
}

/** Plays that are a verdict, by a number of theirs. */
function talliesBy(plays: HeardPlays, by: Int32Array): ReadonlyMap<number, Tally> {
  const tallies = new Map<number, Tally>()
  for (let index = 0; index < plays.count; index++) {
    const key = by[index] ?? 0
    const sat = plays.sat[index] ?? -1
    if (key <= 0 || sat < 0) continue
    const tally = tallies.get(key) ?? { stayed: 0, of: 0 }
    tally.stayed += sat
    tally.of += 1
    tallies.set(key, tally)
  }
  return tallies
}

function overallStay({ sat, count }: HeardPlays): number {
  let [stayed, of] = [0, 0]
  for (let index = 0; index < count; index++) {
    const value = sat[index] ?? -1
    if (value < 0) continue
    stayed += value
    of += 1
  }
  return of === 0 ? 0 : stayed / of
}

const clearest = <B extends Belief>(beliefs: readonly B[], most: number): B[] =>
  beliefs.toSorted((a, b) => b.strength - a.strength).slice(0, most)

function aboutArtists(plays: HeardPlays, names: Names): Belief[] {
  const stays: Belief[] = []
  const leaves: Belief[] = []
  for (const [id, { stayed, of }] of talliesBy(plays, plays.artist)) {
    const artist = names.artist(id)
    if (artist === null) continue
    // The keys of this tally are ids of artists.
    const artistId = id as ArtistId
    const low = wilsonLow(stayed, of)
    if (of >= marks.artistStay.least && low >= marks.artistStay.low)
      stays.push({ kind: 'artistStay', id: `artistStay:${id}`, strength: low, artistId, artist, stayed, of })
    const left = of - stayed
    const lowLeft = wilsonLow(left, of)
    if (of >= marks.artistLeave.least && lowLeft >= marks.artistLeave.low)
      leaves.push({ kind: 'artistLeave', id: `artistLeave:${id}`, strength: lowLeft, artistId, artist, left, of })
  }
  return [...clearest(stays, marks.artistStay.most), ...clearest(leaves, marks.artistLeave.most)]
}

function aboutGenres(plays: HeardPlays, names: Names, overall: number): Belief[] {
  const found: Belief[] = []
  for (const [id, { stayed, of }] of talliesBy(plays, plays.genre)) {
    const genre = names.genre(id)
    const low = wilsonLow(stayed, of)
    if (genre !== null && of >= marks.genreStay.least && low >= overall + marks.genreStay.above)
      found.push({ kind: 'genreStay', id: `genreStay:${id}`, strength: low, genre, stayed, of })
  }
  return clearest(found, marks.genreStay.most)
}

/** A genre with hours of its own: the four in which it is heard most, against the same four of everything. */
function aboutHours(plays: HeardPlays, names: Names): Belief[] {
  const all = new Float64Array(24)
  const byGenre = new Map<number, { plays: number; hours: Float64Array }>()
  for (let index = 0; index < plays.count; index++) {
    const dwellMs = plays.dwellMs[index] ?? 0
    if (dwellMs <= 0) continue
    const hour = new Date(plays.startedAt[index] ?? 0).getHours()
    all[hour] = (all[hour] ?? 0) + dwellMs
    const genre = plays.genre[index] ?? 0
    if (genre === 0) continue
    const heard = byGenre.get(genre) ?? { plays: 0, hours: new Float64Array(24) }
    heard.plays += 1
    heard.hours[hour] = (heard.hours[hour] ?? 0) + dwellMs
    byGenre.set(genre, heard)
  }
  const { leastPlays, hours: span, share: leastShare, lift, most } = marks.genreHours
  const found: Belief[] = []
  for (const [id, heard] of byGenre) {
    const genre = names.genre(id)
    if (genre === null || heard.plays < leastPlays) continue
    const from = Array.from({ length: 24 }, (_, hour) => hour).reduce((best, hour) =>
      shareWithin(heard.hours, hour, span) > shareWithin(heard.hours, best, span) ? hour : best,
    )
    const share = shareWithin(heard.hours, from, span)
    if (share < leastShare || share < lift * shareWithin(all, from, span)) continue
    found.push({
      kind: 'genreHours',
      id: `genreHours:${id}:${from}`,
      strength: share,
      genre,
      fromHour: from,
      toHour: (from + span) % 24,
      share,
    })
  }
  return clearest(found, most)
}

function shareWithin(hours: Float64Array, from: number, span: number): number {
  let within = 0
  for (let hour = from; hour < from + span; hour++) within += hours[hour % 24] ?? 0
  return within / (hours.reduce((sum, value) => sum + value, 0) || 1)
}

function aboutTracks(plays: HeardPlays, names: Names): Belief[] {
  const found: Belief[] = []
  for (const [id, { stayed, of }] of talliesBy(plays, plays.track)) {
    if (stayed < marks.trackLoved.least) continue
    const low = wilsonLow(stayed, of)
    const named = names.track(id)
    // The keys of this tally are ids of tracks.
    if (named !== null && low >= marks.trackLoved.low)
      found.push({
        kind: 'trackLoved',
        id: `trackLoved:${id}`,
        strength: low,
        trackId: id as TrackId,
        ...named,
        plays: stayed,
      })
  }
  return clearest(found, marks.trackLoved.most)
}

function aboutTaste(plays: HeardPlays, vectors: TrackVectors | null, now: number): Belief[] {
  if (vectors === null) return []
  const { gs, libraryGs, plays: counted } = tasteSince(plays, vectors, now - lately)
  if (gs === null || libraryGs === null || counted < marks.taste.leastPlays) return []
  const above = gs - libraryGs
  if (above >= marks.taste.specialistAbove) return [{ kind: 'specialist', id: 'specialist', strength: gs, gs }]
  if (above <= marks.taste.generalistAbove) return [{ kind: 'generalist', id: 'generalist', strength: 1 - gs, gs }]
  return []
}

function aboutFinds(plays: HeardPlays, now: number): Belief[] {
  const recent = [...artistsMet(plays).values()].filter(({ at }) => at >= now - lately && at <= now)
  const stayed = recent.filter(each => each.stayed).length
  // In the first three months everybody is new: nothing is said then.
  const first = plays.startedAt[0]
  if (first === undefined || first >= now - lately || recent.length < marks.newFinds.least) return []
  return [{ kind: 'newFinds', id: 'newFinds', strength: wilsonLow(stayed, recent.length), met: recent.length, stayed }]
}

function aboutHabit(plays: HeardPlays, now: number): Belief[] {
  let [albums, shuffled, of] = [0, 0, 0]
  for (let index = 0; index < plays.count; index++) {
    if ((plays.startedAt[index] ?? 0) < now - lately) continue
    of += 1
    if (plays.origin[index] === 'album') albums += 1
    if (plays.origin[index] === 'shuffle') shuffled += 1
  }
  if (of < marks.habit.leastPlays) return []
  if (albums / of >= marks.habit.share)
    return [{ kind: 'albumListener', id: 'albumListener', strength: albums / of, share: albums / of }]
  if (shuffled / of >= marks.habit.share)
    return [{ kind: 'shuffleListener', id: 'shuffleListener', strength: shuffled / of, share: shuffled / of }]
  return []
}
