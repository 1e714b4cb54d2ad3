// A recording known again by its sound: moved, re-tagged and re-encoded at once, its file goes back to the track that has its history.
import { fingerprintDistance, SAME_RECORDING } from '../../../models/sound/fingerprint.ts'
import { createWriter } from '../library/scan/writer.ts'
import type { Store } from '../store/open.ts'
import { reunionTable } from '../store/tables/reunions.ts'
import { indexTracks } from '../store/tables/search.ts'

/** How far two encodings of one recording may differ in length, as in the scan. */
const SAME_LENGTH_MS = 2000

/** Takes a track that was just heard; the id of the lost track that it proved to be and whose files are now its own, or null. One transaction. */
export type Reunite = (trackId: number, durationMs: number, fingerprint: Uint32Array) => number | null

export function createReunite(db: Store['db']): Reunite {
  const table = reunionTable(db)

  return (trackId, durationMs, fingerprint) => {
    if (fingerprint.length === 0 || !table.isBare(trackId)) return null
    let [found, nearest] = [null as number | null, SAME_RECORDING]
    for (const lost of table.lost(durationMs, SAME_LENGTH_MS)) {
      const distance = fingerprintDistance(fingerprint, lost.fingerprint)
      if (lost.id === trackId || distance > nearest) continue
      found = lost.id
      nearest = distance
    }
    if (found === null) return null
    const oldId = found
    const writer = createWriter(db, indexTracks)
    writer.commit(() => {
      table.unite(oldId, trackId)
      writer.touch(oldId)
      writer.touch(trackId)
      indexTracks(db, Int32Array.of(oldId, trackId))
    })
    return oldId
  }
}
