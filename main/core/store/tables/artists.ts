// Artists and genres: names that many tracks share, one row however the name is typed.
import type Database from 'better-sqlite3'

export interface NamedArtist {
  readonly name: string
  readonly fold: string
  readonly sort: string
  /** The order came from a tag: it replaces one made from the name. */
  readonly sortIsTagged: boolean
}

export interface Names {
  /** Id of the artist, made when it is new. */
  artist(artist: NamedArtist): number
  genre(name: string, fold: string): number
  /** Forgets what is kept in memory: after a transaction that was rolled back. */
  forget(): void
}

export function createNames(db: Database.Database): Names {
  const artistOf = db.prepare<[string], { id: number; sort: string }>(
    'SELECT id, sort_name AS sort FROM artists WHERE fold = ?',
  )
  const addArtist = db.prepare<[string, string, string]>('INSERT INTO artists (name, fold, sort_name) VALUES (?, ?, ?)')
  const sortArtist = db.prepare<[string, number]>('UPDATE artists SET sort_name = ? WHERE id = ?')
  const genreOf = db.prepare<[string], { id: number }>('SELECT id FROM genres WHERE fold = ?')
  const addGenre = db.prepare<[string, string]>('INSERT INTO genres (name, fold) VALUES (?, ?)')
  const artists = new Map<string, { readonly id: number; sort: string }>()
  const genres = new Map<string, number>()

  return {
    artist(artist) {
      let known = artists.get(artist.fold) ?? artistOf.get(artist.fold)
      if (known === undefined)
        known = { id: Number(addArtist.run(artist.name, artist.fold, artist.sort).lastInsertRowid), sort: artist.sort }
      if (artist.sortIsTagged && known.sort !== artist.sort) {
        sortArtist.run(artist.sort, known.id)
        known.sort = artist.sort
      }
      artists.set(artist.fold, known)
      return known.id
    },
    genre(name, fold) {
      const known = genres.get(fold) ?? genreOf.get(fold)?.id ?? Number(addGenre.run(name, fold).lastInsertRowid)
      genres.set(fold, known)
      return known
    },
    forget() {
      artists.clear()
      genres.clear()
    },
  }
}
