// Worker entry: makes thumbnails and reads image files, one errand at a time.
import { parentPort, workerData } from 'node:worker_threads'
import { DwellError } from '../../../preload/contract/errors.ts'
import type { ArtAnswer, ArtErrand, ArtWorkerData } from './artwork/errand.ts'
import { describePictureFile, findPicture } from './artwork/find-picture.ts'
import { type Decoded, decodeForThumbnails, thumbnailOf } from './artwork/thumbnail.ts'
import { createThumbnailStore, thumbnailPath } from './artwork/thumbnail-store.ts'

const { cacheDir, maxBytes }: ArtWorkerData = workerData
const store = createThumbnailStore(cacheDir, maxBytes)
/** A page asks for one picture in two sizes. */
let last: Decoded | null = null

async function run(errand: ArtErrand): Promise<ArtAnswer> {
  if (errand.kind === 'describe') return { ok: true, picture: describePictureFile(errand.file) }
  const { hash, size, places } = errand
  if (last?.hash !== hash) last = await decodeForThumbnails(hash, await findPicture(hash, places))
  store.write(thumbnailPath(cacheDir, hash, size), await thumbnailOf(last, size))
  return { ok: true, picture: null }
}

parentPort?.on('message', async (errand: ArtErrand) => {
  let answer: ArtAnswer
  try {
    answer = await run(errand)
  } catch (thrown) {
    const said = thrown instanceof Error ? thrown.message : String(thrown)
    answer =
      thrown instanceof DwellError
        ? { ok: false, code: thrown.code, message: thrown.message }
        : { ok: false, code: 'file-broken', message: `This picture could not be made smaller (${said}).` }
  }
  parentPort?.postMessage(answer)
})
