// Rows for the ids on screen: one prepared query a page, answered in the order asked, ids that are not known left out.
import type Database from 'better-sqlite3'
import type { AlbumRow, ArtistRow, FolderRow, TrackRow } from '../../../../preload/contract/library.ts'

export interface Rows {
  tracks(ids: Int32Array): readonly TrackRow[]
  /** What an album is; what its tracks add up to is in `albumFacts`. */
  albums(ids: Int32Array): readonly AlbumNames[]
  /** What an artist is; `artTrack` may be 0. */
  artists(ids: Int32Array, artTracks: readonly number[]): readonly ArtistNames[]
  /** Folders right below one, by name; null: the folders that are roots. */
  folders(parentId: number | null): readonly FolderNames[]
  /** Which of these tracks a list may show. */
  shown(ids: Int32Array): ReadonlySet<number>
}

export type AlbumNames = Pick<AlbumRow, 'id' | 'title' | 'artist' | 'artistId' | 'year' | 'art' | 'compilation'>
export type ArtistNames = Pick<ArtistRow, 'id' | 'name' | 'art'>
export type FolderNames = Pick<FolderRow, 'id' | 'rootId' | 'parentId' | 'name'>

/** As SQLite gives it: booleans as 0/1, the people as JSON. */
interface TrackRecord extends Omit<TrackRow, 'artists' | 'playable' | 'available' | 'liked'> {
  readonly artists: string
  readonly playable: number
  readonly available: number
  readonly liked: number
}

const page = 'json_each(?) j'

export function rows(db: Database.Database): Rows {
  const tracks = db.prepare<[string], TrackRecord>(`
    SELECT t.id, t.title, t.artist, a.title AS album, t.album_id AS albumId, t.album_artist AS albumArtist, t.disc, t.track, t.year, t.genre,
      t.duration_ms AS durationMs, t.art, t.added_at AS addedAt, t.codec, t.playable, t.unplayable_reason AS unplayableReason, t.available, t.rating,
      coalesce(s.plays, 0) AS plays, coalesce(s.heard_ms, 0) AS heardMs, s.last_heard_at AS lastHeardAt,
      s.fraction_sum / nullif(s.plays, 0) AS dwellFraction,
      EXISTS (SELECT 1 FROM wishes w WHERE w.target = 'track' AND w.target_id = t.id AND w.kind = 'like' AND w.undone_at IS NULL) AS liked,
      (SELECT json_group_array(json_object('id', p.id, 'name', p.name) ORDER BY ta.position)
        FROM track_artists ta JOIN artists p ON p.id = ta.artist_id WHERE ta.track_id = t.id) AS artists
    FROM ${page} CROSS JOIN tracks t ON t.id = j.value
    LEFT JOIN albums a ON a.id = t.album_id LEFT JOIN track_stats s ON s.track_id = t.id
    ORDER BY j.key`)
  const albums = db.prepare<[string], Omit<AlbumNames, 'compilation'> & { readonly compilation: number }>(`
    SELECT a.id, a.title, a.artist, a.artist_id AS artistId, a.year, a.art, a.compilation
    FROM ${page} CROSS JOIN albums a ON a.id = j.value ORDER BY j.key`)
  const artists = db.prepare<[string], ArtistNames>(`
    SELECT p.id, p.name, t.art FROM ${page} CROSS JOIN artists p ON p.id = json_extract(j.value, '$[0]')
    LEFT JOIN tracks t ON t.id = json_extract(j.value, '$[1]') ORDER BY j.key`)
  const folders = db.prepare<[number | null], FolderNames>(`
    SELECT f.id, f.root_id AS rootId, f.parent_id AS parentId, CASE WHEN f.parent_id IS NULL THEN r.name ELSE f.name END AS name
    FROM folders f JOIN roots r ON r.id = f.root_id WHERE f.parent_id IS ? AND r.removed_at IS NULL ORDER BY f.sort_name, f.id`)
  const shown = db
    .prepare<[string], number>(`
    SELECT t.id FROM ${page} CROSS JOIN tracks t ON t.id = j.value WHERE t.listed = 1`)
    .pluck()

  return {
    tracks: ids => tracks.all(listed(ids)).map(trackRow),
    albums: ids => albums.all(listed(ids)).map(row => ({ ...row, compilation: row.compilation === 1 })),
    artists: (ids, artTracks) =>
      artists.all(JSON.stringify(Array.from(ids, (id, index) => [id, artTracks[index] ?? 0]))),
    folders: parentId => folders.all(parentId),
    shown: ids => new Set(shown.all(listed(ids))),
  }
}

const listed = (ids: Int32Array): string => JSON.stringify(Array.from(ids))

function trackRow(row: TrackRecord): TrackRow {
  return {
    ...row,
    // Written by the query above: a list of {id, name}.
    artists: JSON.parse(row.artists) as TrackRow['artists'],
    playable: row.playable === 1,
    available: row.available === 1,
    liked: row.liked === 1,
  }
}
