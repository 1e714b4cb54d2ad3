// One vector for every track of a library: by listening where there are plays, by sound and tags where there are none, each for what it is worth.
//
// With little listening (the first day) a track lies where its signatures put it (signatures.ts). With more, skip-gram over sessions, playlists
// and the albums and artists that were heard; from the tracks known by it, what sound and tags say of a place is learned (ridge regression,
// tag effects), and all three are blended by evidence (blend.ts). Choice: what was never heard also keeps a little of its signature, so that
// two strangers of one genre do not lie on the same spot.
import type { TrackColumns } from '../columns.ts'
import type { HistoryPlay } from '../history.ts'
import { type FitContext, stepDone } from '../model.ts'
import { sequencesOf } from '../session/sequences.ts'
import { type SoundJudged, soundEvidence, soundVectors } from '../sound/evidence.ts'
import { blendByEvidence } from './blend.ts'
import { decadesOf, type LibrarySound, soundSignatures, tagSignatures } from './signatures.ts'
import { fitSkipGram, skipGramVectors } from './skip-gram.ts'
import { bagsOf, fitTags, tagVectors } from './tags.ts'
import { unitRows } from './vectors.ts'

export interface Shelf {
  readonly tracks: TrackColumns
  readonly sound: LibrarySound
  /** Tracks of each playlist, in order. */
  readonly playlists: readonly Int32Array[]
}

export interface Placed {
  readonly size: number
  /** [tracks, size], rows of length 1 or of zeros. */
  readonly values: Float32Array
  /** [tracks]: index into `evidenceNames`. */
  readonly evidence: Uint8Array
  /** From listening alone, [tracks, size]; zeros where none. Null on the first day. */
  readonly listening: Float32Array | null
  /** [tracks]: plays that count. */
  readonly plays: Int32Array
  /** How much sound told of places; null where there was too little to tell. */
  readonly sound: SoundJudged | null
}

export const VECTOR_SIZE = 64
/** Fewer places in sessions than this, or fewer tracks, and nobody could say what belongs together. */
const LEAST_PLACES = 100
const LEAST_TRACKS = 20
/** Choice: sound tells neighbours a little better than tags do where nothing was learned; a track with both is placed by both. */
const SOUND_SHARE = 1.2
const SIGNATURE_SHARE = 0.25
/** A long history is read fewer times: after so many places a fit hardly moves. */
const ENOUGH_PLACES = 250_000

/** Where tags and sound alone put every track. [tracks, size] */
export function firstDayVectors({ tracks, sound }: Shelf, size = VECTOR_SIZE): Float32Array {
  const tags = unitRows(tagSignatures(tracks, size), size)
  const heard = unitRows(soundSignatures(sound, tracks.ids.length, size), size)
  return unitRows(
    tags.map((value, at) => value + SOUND_SHARE * (heard[at] ?? 0)),
    size,
  )
}

/** `plays` by start; no more than them is known. `firstDay`: what `firstDayVectors` says of the shelf. */
export async function placeLibrary(
  shelf: Shelf,
  plays: readonly HistoryPlay[],
  context: FitContext,
  firstDay = firstDayVectors(shelf),
): Promise<Placed> {
  const { tracks } = shelf
  const size = VECTOR_SIZE
  const count = tracks.ids.length
  const heard = new Int32Array(count)
  for (const { track, fp } of plays) if (!fp) heard[track] = (heard[track] ?? 0) + 1
  const sequences = sequencesOf(plays).map(({ tracks }) => Int32Array.from(tracks))
  const together = sequences.filter(({ length }) => length > 1)
  const places = together.reduce((sum, { length }) => sum + length, 0)
  const met = new Set(together.flatMap(sequence => [...sequence])).size
  if (places < LEAST_PLACES || met < LEAST_TRACKS) {
    return {
      size,
      values: firstDay,
      evidence: evidenceOf(shelf, heard, null),
      listening: null,
      plays: heard,
      sound: null,
    }
  }
  const part = (from: number, to: number): FitContext => ({
    ...context,
    onProgress: ({ share, loss }) => context.onProgress?.({ share: from + share * (to - from), loss }),
  })
  const bags = [...heardBags(tracks.album, heard), ...heardBags(tracks.artist, heard)]
  const skipGram = await fitSkipGram(
    [...sequences, ...shelf.playlists],
    { tracks: count, size, bags, epochs: Math.max(4, Math.min(10, Math.round(ENOUGH_PLACES / places))) },
    part(0, 0.7),
  )
  const listening = skipGramVectors(skipGram)
  const tagBags = bagsOf([tracks.genre, tracks.artist, tracks.album, rising(decadesOf(tracks))])
  const tags = tagVectors(await fitTags(tagBags, listening, weightsOf(heard), { size }, part(0.7, 0.9)), tagBags)
  const bySound = await soundEvidence(shelf.sound, listening, heard, tracks.artist, size, part(0.9, 0.95))
  const sound = bySound?.model ? soundVectors(bySound.model, shelf.sound, count) : undefined
  const values = blendByEvidence({ size, listening, plays: skipGram.counts, sound, tags })
  keepApart(values, shelf, firstDay, heard, size)
  await stepDone(context, 1)
  return {
    size,
    values,
    evidence: evidenceOf(shelf, heard, listening),
    listening,
    plays: heard,
    sound: bySound?.judged ?? null,
  }
}

/** Adds to each row of a track that was never heard a little of its signature, and to an empty one all of it. */
function keepApart(
  values: Float32Array,
  { tracks }: Shelf,
  whole: Float32Array,
  heard: Int32Array,
  size: number,
): void {
  const own = unitRows(tagSignatures(tracks, size, ['artist', 'album']), size)
  for (let track = 0; track < heard.length; track++) {
    if ((heard[track] ?? 0) > 0) continue
    const at = track * size
    const isEmpty = values.subarray(at, at + size).every(value => value === 0)
    let square = 0
    for (let k = at; k < at + size; k++) {
      const moved = isEmpty ? (whole[k] ?? 0) : (values[k] ?? 0) + SIGNATURE_SHARE * (own[k] ?? 0)
      values[k] = moved
      square += moved * moved
    }
    const length = Math.sqrt(square)
    if (length > 0) for (let k = at; k < at + size; k++) values[k] = (values[k] ?? 0) / length
  }
}

/** Groups of two tracks and more of which one was heard: what was never put on says nothing yet, and costs as much. */
function heardBags(groupOf: Int32Array, heard: Int32Array): Int32Array[] {
  const isHeard = new Set<number>()
  groupOf.forEach((group, track) => {
    if (group >= 0 && (heard[track] ?? 0) > 0) isHeard.add(group)
  })
  const groups = new Map<number, number[]>()
  groupOf.forEach((group, track) => {
    if (!isHeard.has(group)) return
    const known = groups.get(group)
    if (known) known.push(track)
    else groups.set(group, [track])
  })
  return [...groups.values()].filter(({ length }) => length > 1).map(group => Int32Array.from(group))
}

const weightsOf = (heard: Int32Array) => Float32Array.from(heard, plays => Math.min(plays, 10))

/** Numbers of decades from 0. */
function rising(decades: Int32Array): Int32Array {
  const least = decades.reduce(
    (sofar, decade) => (decade >= 0 ? Math.min(sofar, decade) : sofar),
    Number.MAX_SAFE_INTEGER,
  )
  return decades.map(decade => (decade < 0 ? -1 : decade - least))
}

/** `listening` [tracks, size] null: none. [tracks] */
export function evidenceOf({ tracks, sound }: Shelf, heard: Int32Array, listening: Float32Array | null): Uint8Array {
  const bySound = new Uint8Array(heard.length)
  for (const track of sound.track) bySound[track] = 1
  const size = listening === null ? 0 : listening.length / Math.max(1, heard.length)
  return Uint8Array.from(heard, (plays, track) => {
    if (
      listening !== null &&
      plays > 0 &&
      listening.subarray(track * size, (track + 1) * size).some(each => each !== 0)
    )
      return 3
    if (bySound[track] === 1) return 2
    const tagged =
      (tracks.genre[track] ?? -1) >= 0 ||
      (tracks.album[track] ?? -1) >= 0 ||
      (tracks.year[track] ?? 0) > 0 ||
      (tracks.artistIds[tracks.artist[track] ?? -1] ?? 0) > 0
    return tagged ? 1 : 0
  })
}
