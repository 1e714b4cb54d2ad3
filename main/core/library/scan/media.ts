// Where the sound of a track is to be had right now: its best copy that is really there.
import { stat } from 'node:fs/promises'
import { DwellError } from '../../../../preload/contract/errors.ts'
import type { Files, MediaPlace } from '../../store/tables/files.ts'
import { childPath, folderPath, inside } from './paths.ts'

export interface MediaFile {
  readonly path: string
  readonly bytes?: Uint8Array
  readonly mime: string
  readonly size: number
}

/** Throws DwellError 'not-found' for a track without files, 'file-missing' when none of them is there. */
export async function mediaFile(files: Files, trackId: number): Promise<MediaFile> {
  const places = files.media(trackId)
  for (const place of places) {
    const path = pathOf(place)
    const size = await sizeOf(path)
    if (size === null) continue
    const mime = place.mime ?? 'application/octet-stream'
    return typeof path === 'string'
      ? { path, mime, size }
      : { path: path.toString('utf8'), bytes: new Uint8Array(path), mime, size }
  }
  const first = places[0]
  if (first === undefined)
    throw new DwellError(
      'not-found',
      'No file of this track can be reached. Connect the disk it is on, or scan its folder again.',
    )
  throw new DwellError(
    'file-missing',
    `${inside(first.folder, first.name)} is not where it was. Scan its folder again.`,
  )
}

function pathOf(place: MediaPlace): string | Buffer {
  return childPath(folderPath(place.root, place.folder, place.rawFolder), place.name, place.rawName)
}

async function sizeOf(path: string | Buffer): Promise<number | null> {
  try {
    const stats = await stat(path)
    return stats.isFile() ? stats.size : null
  } catch {
    return null
  }
}
