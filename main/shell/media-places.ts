// Where the tracks lie that were asked for lately: kept here, so that sound goes on while the core is away.
import type { Client } from '../../preload/contract/client.ts'
import type { TrackId } from '../../preload/contract/ids.ts'
import type { ArtFile, ArtSize, FindArt } from './protocol/art.ts'
import type { MediaFile, MediaPlaces } from './protocol/media.ts'

const mostTracks = 1_000
const mostPictures = 4_000

/** Asks the core once for each track; what was learnt is used until it proves wrong. */
export function createMediaPlaces(core: Client<'library.mediaFile'>): MediaPlaces {
  const known = createRecent<TrackId, MediaFile>(mostTracks)
  return {
    placeOf: id => known.getOr(id, () => core.call('library.mediaFile', { id })),
    forget: known.forget,
  }
}

/** The same for pictures, which never change: a hash is its content. */
export function createFindArt(core: Client<'library.artFile'>): FindArt {
  const known = createRecent<string, ArtFile>(mostPictures)
  return (hash: string, size: ArtSize) =>
    known.getOr(`${hash} ${size}`, () => core.call('library.artFile', { hash, size }))
}

/** A memory of the `most` keys used last. One question is asked for a key at a time; a failed one is forgotten. */
function createRecent<K, V>(most: number) {
  const kept = new Map<K, Promise<V>>()
  return {
    getOr(key: K, ask: () => Promise<V>): Promise<V> {
      const value = kept.get(key) ?? ask()
      kept.delete(key)
      kept.set(key, value)
      value.catch(() => {
        if (kept.get(key) === value) kept.delete(key)
      })
      for (const oldest of kept.keys()) {
        if (kept.size <= most) break
        kept.delete(oldest)
      }
      return value
    },
    forget: (key: K) => void kept.delete(key),
  }
}
