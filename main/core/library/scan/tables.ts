// The tables that a scan writes, each with its prepared statements.

import { type Albums, createAlbums } from '../../store/albums.ts'
import { createNames, type Names } from '../../store/artists.ts'
import { createFiles, type Files } from '../../store/files.ts'
import { createFolders, type Folders } from '../../store/folders.ts'
import type { Store } from '../../store/open.ts'
import { createRoots, type Roots } from '../../store/roots.ts'
import { createTracks, type Tracks } from '../../store/tracks.ts'

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
