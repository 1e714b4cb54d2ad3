// The end of a scan: what came back is there again, what is missing is believed gone or doubted, and roots say how they are.
import type { RootState } from '../../../../preload/contract/library.ts'
import { stateAfterListing } from './availability.ts'
import type { Known } from './known-files.ts'
import type { Listing } from './listing.ts'
import type { RootOutcome } from './outcome.ts'
import type { InSlices } from './slices.ts'
import type { Writer } from './writer.ts'

const unlistedMessage = 'file-unreadable'

/** Writes what a finished walk of a root means. Every commit on the way is true by itself. */
export async function believe(
  listing: Listing,
  writer: Writer,
  now: () => number,
  inSlices: InSlices,
): Promise<RootOutcome> {
  const { root } = listing
  const { roots, files } = writer.tables
  const rootId = root.row.id
  if (listing.state !== 'listed')
    return { rootId, state: await turn(rootId, 'absent', writer, inSlices), missing: 0, of: files.census(rootId) }

  await inSlices(listing.returned, known => writer.setPresence(known.id, known.trackId, true, false))
  await inSlices(listing.unlisted, folder =>
    writer.setFolderError(root, folder.folder, folder.raw, { code: unlistedMessage, message: folder.error ?? '' }),
  )
  await inSlices(healed(listing), folder => writer.setFolderError(root, folder, null, null))

  const expected = (known: Known) => !known.left && (known.present === 1 || known.doubted === 1)
  const missing: Known[] = []
  let expectedHere = 0
  for (const file of root.files.values()) {
    if (!expected(file)) continue
    expectedHere++
    if (!file.seen) missing.push(file)
  }
  const whole = root.starts === null
  const known = whole ? expectedHere : files.census(rootId)
  const found = whole ? listing.found : Math.max(0, known - missing.length)
  const state = stateAfterListing({ known, missing: missing.length, found })

  // In a bare root every row stays as it was: the state alone says that nothing can be reached.
  if (state !== 'empty') {
    const doubted = state === 'shrunken'
    const changes = missing.filter(file => file.present === 1 || (file.doubted === 1) !== doubted)
    if (doubted) roots.setState(rootId, state)
    await inSlices(changes, file => writer.setPresence(file.id, file.trackId, false, doubted))
  }
  await turn(rootId, state, writer, inSlices)
  if (whole) roots.scanned(rootId, now())
  return { rootId, state, missing: missing.length, of: known }
}

/** Folders whose complaint is over: listed again, or not met any more. */
function healed(listing: Listing): readonly string[] {
  if (listing.root.starts !== null) return listing.relisted
  const still = new Set(listing.unlisted.map(folder => folder.folder))
  return [...listing.root.folders.values()]
    .filter(folder => folder.errorCode !== null && !still.has(folder.path))
    .map(folder => folder.path)
}

/** Gives a root its state, and makes what can be reached of its tracks follow. A kill on the way is made good by the next scan. */
export async function turn(rootId: number, state: RootState, writer: Writer, inSlices: InSlices): Promise<RootState> {
  const { roots } = writer.tables
  const row = roots.one(rootId)
  if (row === null) return state
  if (row.state !== state) roots.setState(rootId, state)
  if (row.state !== state || row.settling === 1) await settleRoot(rootId, writer, inSlices)
  return state
}

/** Makes every track with a file in the root say what its files and roots say. */
export async function settleRoot(rootId: number, writer: Writer, inSlices: InSlices): Promise<void> {
  const { roots, tracks } = writer.tables
  for (let after = 0; ; ) {
    const some = tracks.ofRoot(rootId, after, 500)
    await inSlices(some, trackId => writer.touch(trackId))
    const last = some.at(-1)
    if (last === undefined) break
    after = last
  }
  roots.settled(rootId)
}
