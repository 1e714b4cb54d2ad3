// Folder pictures: reads those that are new or changed, and dresses the tracks beside them.

import type { CoverChange, FolderPictures, Listing } from './listing.ts'
import type { InSlices } from './slices.ts'
import type { Writer } from './writer.ts'

const atATime = 32

/** Each picture is read once for as long as its name, size and time stay the same. */
export async function readCovers(
  listing: Listing,
  writer: Writer,
  pictures: FolderPictures,
  inSlices: InSlices,
  signal: AbortSignal,
): Promise<void> {
  // A picture in a folder without music, and without discs below, stands for nothing.
  const changes = listing.covers.filter(change => listing.root.folders.has(change.folder))
  for (let from = 0; from < changes.length && !signal.aborted; from += atATime) {
    const some = changes.slice(from, from + atATime)
    const read = await Promise.all(some.map(async change => ({ change, art: await artOf(change, pictures, writer) })))
    await inSlices(read, ({ change, art }) => {
      const entry = listing.root.folders.get(change.folder)
      if (entry === undefined) return
      const { cover } = change
      writer.setCover(listing.root, entry, {
        art,
        name: cover?.name ?? null,
        size: cover?.size ?? null,
        mtimeMs: cover?.mtimeMs ?? null,
      })
    })
  }
}

async function artOf(change: CoverChange, pictures: FolderPictures, writer: Writer): Promise<string | null> {
  if (change.cover === null) return null
  const picture = await pictures.read(change.path)
  if (picture === null) return null
  writer.tables.tracks.rememberPicture(picture.hash, picture.mime, picture.bytes)
  return picture.hash
}
