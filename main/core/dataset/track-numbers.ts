// Numbers of tracks, artists, albums, genres and folders as they are met: from rows of the database to slices of columns.
import type { TrackColumns } from '../../../models/columns.ts'
import type { GhostRecord, TrackRecord } from '../store/tables/learning-rows.ts'
import { Numbering } from './numbering.ts'

/** Where a ghost stands among `places`: beside the tracks, whose ids are above 0. */
export const ghostPlace = (id: number): number => -id

export class TrackNumbers {
  /** Place of each track by its id, and of each ghost. */
  readonly places = new Map<number, number>()
  readonly #artists = new Numbering()
  readonly #albums = new Numbering()
  readonly #genres = new Numbering()
  readonly #folders = new Numbering()
  /** Artists of whom nothing is owned, by their folded names. */
  readonly #foreign = new Map<string, number>()
  #count = 0

  slice(page: readonly TrackRecord[]): TrackColumns {
    const before = [this.#artists.size, this.#albums.size, this.#genres.size, this.#folders.size] as const
    for (const [id] of page) this.places.set(id, this.#count++)
    return {
      // What is not listed any more is kept for its history, but cannot be played.
      ids: Int32Array.from(page, row => (row[8] === 1 ? row[0] : 0)),
      // Of two tracks without an artist nothing says that it is the same one.
      artist: Int32Array.from(page, row => (row[1] === 0 ? this.#artists.another() : this.#artists.of(row[1]))),
      artists: this.#artists.size,
      album: Int32Array.from(page, row => numberOf(this.#albums, row[2])),
      albums: this.#albums.size,
      genre: Int32Array.from(page, row => numberOf(this.#genres, row[3])),
      genres: this.#genres.size,
      folder: Int32Array.from(page, row => numberOf(this.#folders, row[4])),
      folders: this.#folders.size,
      year: Int32Array.from(page, row => row[5]),
      durationMs: Float64Array.from(page, row => row[6]),
      addedAt: Float64Array.from(page, row => row[7] / 1000),
      artistIds: this.#artists.ids(before[0]),
      albumIds: this.#albums.ids(before[1]),
      genreIds: this.#genres.ids(before[2]),
      folderIds: this.#folders.ids(before[3]),
    }
  }

  strangers(page: readonly GhostRecord[]): TrackColumns {
    const before = this.#artists.size
    for (const [id] of page) this.places.set(ghostPlace(id), this.#count++)
    const none = new Int32Array(page.length).fill(-1)
    return {
      ids: new Int32Array(page.length),
      artist: Int32Array.from(page, ([, artist, fold]) =>
        artist === 0 ? this.#named(fold) : this.#artists.of(artist),
      ),
      artists: this.#artists.size,
      album: none,
      albums: this.#albums.size,
      genre: none,
      genres: this.#genres.size,
      folder: none,
      folders: this.#folders.size,
      year: new Int32Array(page.length),
      durationMs: Float64Array.from(page, row => row[3]),
      addedAt: new Float64Array(page.length),
      artistIds: this.#artists.ids(before),
      albumIds: new Int32Array(),
      genreIds: new Int32Array(),
      folderIds: new Int32Array(),
    }
  }

  #named(fold: string): number {
    const known = this.#foreign.get(fold)
    if (known !== undefined) return known
    const number = this.#artists.another()
    this.#foreign.set(fold, number)
    return number
  }
}

const numberOf = (numbers: Numbering, id: number) => (id === 0 ? -1 : numbers.of(id))
