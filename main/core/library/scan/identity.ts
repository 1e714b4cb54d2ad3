// What a recording is known by: what its tags say it is, how long it lasts, how it sounds. Decides when two files are one recording.
import { fold } from '../../text/fold.ts'
import type { Tagged } from '../tags/tagged.ts'
import { stem } from './names.ts'

const between = '\u001f'
/** Stands before a file's name that had to serve as a title: such a title says little. */
const byFileName = '\u001e'
/** How far two encodings of one recording may differ in length: encoders pad, rippers trim. */
const sameLengthMs = 2000

/** fold(artist), fold(title), fold(album), disc, track with U+001F between; without a title the file's name behind U+001E. */
export function identityOf(tagged: Tagged, fileName: string, foldOnce: (text: string) => string = fold): string {
  const title = tagged.title === null ? byFileName + fold(stem(fileName)) : fold(tagged.title)
  return [
    foldOnce(tagged.artist ?? ''),
    title,
    foldOnce(tagged.album ?? ''),
    tagged.disc ?? '',
    tagged.track ?? '',
  ].join(between)
}

/** Without an artist or a title an identity is shared by strangers ("Track 01"): then the sound decides. */
export function isWeak(identity: string): boolean {
  return identity.startsWith(between) || identity.includes(byFileName)
}

export function isSameLength(oneMs: number, otherMs: number): boolean {
  return Math.abs(oneMs - otherMs) <= sameLengthMs
}

/** 32 hex digits; null when the sound cannot be told. */
export function soundOf(audioKey: Uint8Array | null): string | null {
  return audioKey === null
    ? null
    : Buffer.from(audioKey.buffer, audioKey.byteOffset, audioKey.byteLength).toString('hex')
}

export interface Recording {
  readonly identity: string
  readonly durationMs: number
  readonly sound: string | null
}

/**
 * Is the file at a known path still the recording it was? Re-tagged: the sound is the same. Re-encoded: tags and length are. Only when both differ
 * is it another one.
 */
export function isStill(was: Recording, is: Recording): boolean {
  if (was.sound !== null && was.sound === is.sound) return true
  return was.identity === is.identity && isSameLength(was.durationMs, is.durationMs)
}

export interface Placed {
  readonly folder: string
  readonly name: string
}

/** From the surest sign that two paths are one moved file to none at all. */
const signs: readonly ((at: Placed) => string)[] = [
  at => `${at.folder}/${at.name}`,
  at => at.name,
  at => `${at.folder}/${fold(stem(at.name))}`,
  at => fold(stem(at.name)),
  at => at.folder,
  () => '',
]

/** Pairs what was found with what was lost, the surest sign first, each at most once. O(found + lost). */
export function pairByPath<A extends Placed, B extends Placed>(
  found: readonly A[],
  lost: readonly B[],
): readonly (readonly [A, B])[] {
  const pairs: (readonly [A, B])[] = []
  let left: readonly A[] = found
  let free: readonly B[] = lost
  for (const sign of signs) {
    if (left.length === 0 || free.length === 0) break
    const places = new Map<string, B[]>()
    for (const place of free) {
      const key = sign(place)
      const same = places.get(key)
      if (same === undefined) places.set(key, [place])
      else same.push(place)
    }
    const taken = new Set<B>()
    left = left.filter(thing => {
      const place = places.get(sign(thing))?.shift()
      if (place === undefined) return true
      taken.add(place)
      pairs.push([thing, place])
      return false
    })
    free = free.filter(place => !taken.has(place))
  }
  return pairs
}
