// Made listeners for music that nobody's log knows: sessions that stay with an artist and an album for a stretch, then go on to a
// related style. They know names and styles, never the sound, so that what sound can tell of them is a question with an answer.
import type { Rng } from '../../models/rng.ts'
import type { MusicTrack } from './music.ts'

/** Choice, made before any result: which words of style belong together. A word that is not here is a family of its own. */
const families: Readonly<Record<string, readonly string[]>> = {
  electronic: ['electronic', 'techno', 'chiptune', 'industrial', 'demoscene', 'synth'],
  calm: ['ambient', 'easy', 'newage', 'world', 'piano', 'light'],
  orchestral: ['orchestral', 'classical', 'baroque', 'soundtrack', 'fantasy'],
  rock: ['rock', 'metal', 'death'],
  pop: ['pop', 'folk', 'children', 'midi', 'medley'],
}
const familyOf = new Map(Object.entries(families).flatMap(([family, words]) => words.map(word => [word, family])))

const SAME_WORD = 1
const SAME_FAMILY = 0.4
const UNRELATED = 0.02
const STAY_WITH_ARTIST = 0.5
const STAY_WITH_ALBUM = 0.25
const ANYTHING = 0.05

export interface SessionCounts {
  readonly listeners: number
  readonly sessionsEach: number
}

/** In order of time, listener by listener: track numbers of each session, none twice in one. */
export function madeSessions(tracks: readonly MusicTrack[], counts: SessionCounts, rng: Rng): Int32Array[] {
  const albums = [...new Set(tracks.map(track => track.package))]
  const inAlbum = albums.map(name => tracks.flatMap((track, index) => (track.package === name ? [index] : [])))
  const styles = inAlbum.map(members => tracks[members[0] ?? 0]?.styles ?? [])
  const related = styles.map(a => styles.map(b => relation(a, b)))
  const size = inAlbum.map(members => Math.sqrt(members.length))
  const albumOf = tracks.map(track => albums.indexOf(track.package))
  const everything = tracks.map((_, index) => index)

  return Array.from({ length: counts.listeners }, () => {
    const loved = [rng.below(albums.length), rng.below(albums.length)]
    const taste = albums.map(
      (_, album) => (size[album] ?? 0) * (0.1 + loved.reduce((sum, one) => sum + (related[one]?.[album] ?? 0), 0)),
    )
    return Array.from({ length: counts.sessionsEach }, () => {
      const heard = new Set<number>()
      const pick = (from: readonly number[]) => {
        const fresh = from.filter(track => !heard.has(track))
        return fresh[rng.below(fresh.length)]
      }
      const moved = (album: number | null) =>
        pick(
          inAlbum[
            drawn(
              taste.map((weight, b) => weight * (album === null ? 1 : (related[album]?.[b] ?? 0))),
              rng,
            )
          ] ?? [],
        )
      let last = moved(null)
      const length = 6 + rng.below(15)
      while (heard.size < length && last !== undefined) {
        heard.add(last)
        const album = albumOf[last] ?? 0
        const members = inAlbum[album] ?? []
        const artist = tracks[last]?.artist
        const will = rng.next()
        const next =
          will < ANYTHING
            ? pick(everything)
            : will < ANYTHING + STAY_WITH_ARTIST
              ? pick(members.filter(track => tracks[track]?.artist === artist))
              : will < ANYTHING + STAY_WITH_ARTIST + STAY_WITH_ALBUM
                ? pick(members)
                : undefined
        last = next ?? moved(album) ?? pick(everything)
      }
      return Int32Array.from(heard)
    })
  }).flat()
}

function relation(a: readonly string[], b: readonly string[]): number {
  if (a.some(word => b.includes(word))) return SAME_WORD
  const family = (word: string) => familyOf.get(word) ?? word
  return a.some(word => b.some(other => family(other) === family(word))) ? SAME_FAMILY : UNRELATED
}

function drawn(weights: readonly number[], rng: Rng): number {
  let rest = rng.next() * weights.reduce((sum, weight) => sum + weight, 0)
  for (const [index, weight] of weights.entries()) {
    rest -= weight
    if (rest < 0) return index
  }
  return weights.length - 1
}
