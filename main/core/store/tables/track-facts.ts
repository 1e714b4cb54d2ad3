// The few facts about tracks that the queue asks before it brings one: can it sound, and who made it.
import type Database from 'better-sqlite3'

export interface TrackFactsRow {
  readonly id: number
  readonly playable: number
  readonly artist: number
}

/** Rows for the ids that are known, in no order. `artist` is the first artist's id, or 0. */
export function trackFacts(db: Database.Database): (ids: Int32Array) => readonly TrackFactsRow[] {
  const read = db.prepare<[string], TrackFactsRow>(`
    SELECT t.id, (t.playable AND t.available) AS playable, coalesce(a.artist_id, 0) AS artist
    FROM json_each(?) j JOIN tracks t ON t.id = j.value
    LEFT JOIN track_artists a ON a.track_id = t.id AND a.position = 0`)
  return ids => read.all(JSON.stringify(Array.from(ids)))
}
