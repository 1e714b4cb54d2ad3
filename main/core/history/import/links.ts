// Ghosts that are owned by now: tracks that a scan found later, and artists of whom something is owned since.
import type { ImportReading } from '../../store/tables/import-reading.ts'
import { createMatcher } from './match.ts'
import { ownedOf } from './owned.ts'
import type { Links } from './protocol.ts'
import { nameKey } from './titles.ts'

/** Looks among the tracks above `after`. */
export function linksOf(reading: ImportReading, after: number): Links {
  const upTo = reading.lastTrack()
  const matcher = createMatcher(ownedOf(reading, after))
  const artistIds = new Map<string, number>()
  for (const { id, name } of reading.artists()) artistIds.set(nameKey(name), id)
  const tracks: (readonly [number, number])[] = []
  const artists: (readonly [number, number])[] = []
  for (const ghost of reading.ghosts()) {
    if (ghost.linkedTrackId !== null) continue
    const match = matcher.match({ artists: [ghost.artist], title: ghost.title, album: null, durationMs: null })
    if (match !== null) tracks.push([ghost.id, match.track.id])
    const artist = ghost.artistId === null ? artistIds.get(ghost.artistFold) : undefined
    if (artist !== undefined) artists.push([ghost.id, artist])
  }
  return { upTo, tracks, artists }
}
