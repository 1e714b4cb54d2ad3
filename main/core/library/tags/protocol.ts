// How readings travel from a worker: one string of rows without names and one block of keys, cheaper than cloning ten thousand objects.
import type { ErrorCode } from '../../../../preload/contract/errors.ts'
import type { FileToRead, Reading, Tagged } from './tagged.ts'

/** What the pool sends to a worker. */
export interface Errand {
  readonly files: readonly FileToRead[]
}

/** What a worker sends back: the readings of one errand, in order. */
export interface Parcel {
  readonly rows: string
  /** 16 bytes for each reading that has a key, in order. */
  readonly keys: Uint8Array<ArrayBuffer>
}

/** Shared words by which the pool sees, without messages, which file a worker is on. */
export const progress = {
  bytes: 4,
  /** Files begun since the worker started. */
  begun: 0,
} as const

const keyLength = 16

type Columns = Exclude<keyof Tagged, 'ok' | 'audioKey'>

/** The order of a row. */
const columns = [
  'title',
  'artist',
  'artists',
  'artistSort',
  'album',
  'albumSort',
  'albumArtist',
  'albumArtistSort',
  'titleSort',
  'compilation',
  'disc',
  'track',
  'year',
  'genres',
  'rating',
  'trackGainDb',
  'trackPeak',
  'albumGainDb',
  'albumPeak',
  'durationMs',
  'codec',
  'mime',
  'bitrate',
  'sampleRate',
  'channels',
  'playable',
  'unplayableReason',
  'picture',
  'warning',
] as const satisfies readonly Columns[]

/** Fails to compile when a column is forgotten. */
const noneForgotten: Exclude<Columns, (typeof columns)[number]> extends never ? true : never = true

export function pack(readings: readonly Reading[]): Parcel {
  const keyed = readings.filter(reading => reading.ok && reading.audioKey !== null)
  const keys = new Uint8Array(keyed.length * keyLength)
  let at = 0
  const rows = readings.map(reading => {
    if (!reading.ok) return [reading.code, reading.message]
    const row: unknown[] = [reading.audioKey !== null]
    for (const column of columns) row.push(reading[column])
    if (reading.audioKey !== null) {
      keys.set(reading.audioKey, at)
      at += keyLength
    }
    return row
  })
  return { rows: JSON.stringify(rows), keys }
}

export function unpack(parcel: Parcel): Reading[] {
  // Both ends are this file: what `pack` wrote is of this shape.
  const rows = JSON.parse(parcel.rows) as (readonly [ErrorCode, string] | readonly [boolean, ...unknown[]])[]
  let at = 0
  return rows.map((row): Reading => {
    const [first] = row
    if (typeof first === 'string') return { ok: false, code: first, message: String(row[1]) }
    const reading: Record<string, unknown> = { ok: noneForgotten, audioKey: null }
    if (first) {
      reading['audioKey'] = parcel.keys.slice(at, at + keyLength)
      at += keyLength
    }
    for (let i = 0; i < columns.length; i++) reading[columns[i] ?? ''] = row[i + 1]
    // Complete by `noneForgotten`.
    return reading as unknown as Tagged
  })
}
