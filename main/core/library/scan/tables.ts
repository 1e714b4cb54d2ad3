// The tables that a scan writes, each with its prepared statements.

import type { Store } from '../../store/open.ts'
import { type Albums, createAlbums } from '../../store/tables/albums.ts'
import { createNames, type Names } from '../../store/tables/artists.ts'
import { createFiles, type Files } from '../../store/tables/files.ts'
import { createFolders, type Folders } from '../../store/tables/folders.ts'
import { createRoots, type Roots } from '../../store/tables/roots.ts'
import { createTracks, type Tracks } from '../../store/tables/tracks.ts'

export interface Tables {
  readonly roots: Roots
  readonly folders: Folders
  readonly files: Files
  readonly tracks: Tracks
  readonly albums: Albums
  readonly names: Names
}

export function createTables(db: Store['db']): Tables {
  return {
    roots: createRoots(db),
    folders: createFolders(db),
    files: createFiles(db),
    tracks: createTracks(db),
    albums: createAlbums(db),
    names: createNames(db),
  }
}
