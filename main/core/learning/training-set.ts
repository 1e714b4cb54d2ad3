// Everything a training is given, read from the dataset in slices: the library, its sound, playlists, and the plays that may be learned from.
import { joinPlays, joinTracks } from '../../../models/column-slices.ts'
import type { PlayColumns, TrackColumns } from '../../../models/columns.ts'
import type { Shelf } from '../../../models/tracks/library-vectors.ts'
import type { LibrarySound } from '../../../models/tracks/signatures.ts'
import { DwellError } from '../../../preload/contract/errors.ts'
import type { Dataset } from '../dataset/dataset.ts'

export async function readShelf(dataset: Dataset, signal: AbortSignal): Promise<Shelf> {
  const slices: TrackColumns[] = []
  for await (const slice of until(signal, dataset.tracks())) slices.push(slice)
  const tracks = joinTracks(slices)
  const playlists: Int32Array[] = []
  for await (const list of until(signal, dataset.playlists())) if (list.length > 1) playlists.push(list)
  return { tracks, sound: await readSound(dataset, signal), playlists }
}

/** To be read after the tracks. */
export async function readPlays(dataset: Dataset, signal: AbortSignal): Promise<PlayColumns> {
  const slices: PlayColumns[] = []
  for await (const { mark: _mark, ...slice } of until(signal, dataset.plays())) slices.push(slice)
  return joinPlays(slices)
}

/** Rows of the length that most have: what an older version of the audio analysis heard is not compared with what it hears now. */
async function readSound(dataset: Dataset, signal: AbortSignal): Promise<LibrarySound> {
  const tracks: number[] = []
  const rows: Float32Array[] = []
  const sizes = new Map<number, number>()
  for await (const { track, values } of until(signal, dataset.summaries())) {
    track.forEach((place, at) => {
      const row = values[at]
      if (row === undefined || row.length === 0 || !row.every(Number.isFinite)) return
      tracks.push(place)
      rows.push(row)
      sizes.set(row.length, (sizes.get(row.length) ?? 0) + 1)
    })
  }
  const [size = 0] = [...sizes].sort((a, b) => b[1] - a[1])[0] ?? []
  const kept = rows.flatMap((row, at) => (row.length === size ? [at] : []))
  const values = new Float32Array(kept.length * size)
  kept.forEach((at, row) => {
    values.set(rows[at] ?? [], row * size)
  })
  return { track: Int32Array.from(kept, at => tracks[at] ?? 0), size, values }
}

async function* until<T>(signal: AbortSignal, slices: AsyncIterable<T>): AsyncGenerator<T> {
  for await (const slice of slices) {
    if (signal.aborted) throw new DwellError('cancelled', 'The training was cancelled.')
    yield slice
  }
}
