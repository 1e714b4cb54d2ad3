// Albums: records, one row for each; year, picture and artist follow from the tracks that are on it.
import type Database from 'better-sqlite3'

export interface NewAlbum {
  readonly title: string
  readonly artist: string
  readonly artistId: number | null
  readonly fold: string
  readonly sortTitle: string
  readonly sortArtist: string
  readonly year: number | null
  readonly compilation: boolean
  readonly art: string | null
}

export interface AlbumTrack {
  readonly artist: string
  readonly sortArtist: string
  readonly year: number | null
  readonly art: string | null
}

/** What follows from the tracks. */
export interface AlbumFacts {
  readonly artist: string
  readonly artistId: number | null
  readonly sortArtist: string
  readonly year: number | null
  readonly compilation: boolean
  readonly art: string | null
}

export interface AlbumRow extends AlbumFacts {
  readonly id: number
  readonly fold: string
}

export interface Albums {
  byFold(fold: string): number | null
  one(id: number): AlbumRow | null
  add(album: NewAlbum): number
  /** A record without album artist is known by its folder: when that moves, the record moves with it. */
  refold(id: number, fold: string): void
  /** Marked as a compilation by a tag. */
  mark(id: number): void
  /** In the order of the record; those that are shown, or all when none is. */
  tracks(id: number): readonly AlbumTrack[]
  setFacts(id: number, facts: AlbumFacts): void
}

interface Row {
  readonly id: number
  readonly fold: string
  readonly artist: string
  readonly artistId: number | null
  readonly sortArtist: string
  readonly year: number | null
  readonly compilation: 0 | 1
  readonly art: string | null
}

export function createAlbums(db: Database.Database): Albums {
  const byFold = db.prepare<[string], { id: number }>('SELECT id FROM albums WHERE fold = ?')
  const one = db.prepare<[number], Row>(
    'SELECT id, fold, artist, artist_id AS artistId, sort_artist AS sortArtist, year, compilation, art FROM albums WHERE id = ?',
  )
  const add = db.prepare(
    'INSERT INTO albums (title, artist, artist_id, fold, sort_title, sort_artist, year, compilation, art) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const refold = db.prepare<[string, number]>('UPDATE albums SET fold = ? WHERE id = ?')
  const mark = db.prepare<[number]>('UPDATE albums SET compilation = 1 WHERE id = ? AND compilation = 0')
  const tracks = db.prepare<[number], AlbumTrack & { listed: 0 | 1 }>(
    `SELECT artist, sort_artist AS sortArtist, year, art, listed FROM tracks WHERE album_id = ? ORDER BY disc, track, sort_title LIMIT 2000`,
  )
  const setFacts = db.prepare(
    'UPDATE albums SET artist = ?, artist_id = ?, sort_artist = ?, year = ?, compilation = ?, art = ? WHERE id = ?',
  )
  return {
    byFold: fold => byFold.get(fold)?.id ?? null,
    one(id) {
      const row = one.get(id)
      return row === undefined ? null : { ...row, compilation: row.compilation === 1 }
    },
    add: album =>
      Number(
        add.run(
          album.title,
          album.artist,
          album.artistId,
          album.fold,
          album.sortTitle,
          album.sortArtist,
          album.year,
          album.compilation ? 1 : 0,
          album.art,
        ).lastInsertRowid,
      ),
    refold: (id, fold) => {
      refold.run(fold, id)
    },
    mark: id => {
      mark.run(id)
    },
    tracks(id) {
      const all = tracks.all(id)
      const listed = all.filter(track => track.listed === 1)
      return listed.length > 0 ? listed : all
    },
    setFacts: (id, facts) => {
      setFacts.run(facts.artist, facts.artistId, facts.sortArtist, facts.year, facts.compilation ? 1 : 0, facts.art, id)
    },
  }
}
