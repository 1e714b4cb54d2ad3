// Half a million rows as columns of numbers, and each name once: what a preview holds while the listener looks at it.
import type { EndCause } from '../../../../models/listening/events.ts'
import type { Place } from './read.ts'
import type { HeardRow } from './row.ts'

export const causeCodes = [
  null,
  'finished',
  'skip',
  'previous',
  'picked',
  'removed',
  'stopped',
  'error',
  'quit',
  'device',
  'interrupted',
] as const satisfies readonly (EndCause | null)[]
export const originCodes = ['imported', 'hand', 'shuffle'] as const

export interface Name {
  readonly artists: readonly string[]
  readonly title: string
  readonly album: string | null
  durationMs: number | null
  plays: number
}

export interface ImportColumns {
  readonly names: readonly Name[]
  readonly count: number
  readonly name: Int32Array
  readonly startedAt: Float64Array
  /** -1: not known. */
  readonly dwellMs: Int32Array
  readonly cause: Uint8Array
  readonly origin: Uint8Array
  /** Where it stands, as in `Place`. */
  readonly file: Int32Array
  readonly row: Int32Array
}

const SEPARATOR = '\u001f'

export function createGathering(): { add(row: HeardRow, place: Place): void; done(): ImportColumns } {
  const places = new Map<string, number>()
  const names: Name[] = []
  let room = 4096
  let count = 0
  let name = new Int32Array(room)
  let startedAt = new Float64Array(room)
  let dwellMs = new Int32Array(room)
  let cause = new Uint8Array(room)
  let origin = new Uint8Array(room)
  let file = new Int32Array(room)
  let line = new Int32Array(room)

  function grow(): void {
    room *= 2
    const grown = <T extends { set(from: T): void }>(made: T, from: T): T => {
      made.set(from)
      return made
    }
    name = grown(new Int32Array(room), name)
    startedAt = grown(new Float64Array(room), startedAt)
    dwellMs = grown(new Int32Array(room), dwellMs)
    cause = grown(new Uint8Array(room), cause)
    origin = grown(new Uint8Array(room), origin)
    file = grown(new Int32Array(room), file)
    line = grown(new Int32Array(room), line)
  }

  return {
    add(row, at) {
      if (count === room) grow()
      const key = [...row.artists, row.title, row.album ?? ''].join(SEPARATOR)
      let place = places.get(key)
      if (place === undefined) {
        place = names.length
        places.set(key, place)
        names.push({ artists: row.artists, title: row.title, album: row.album, durationMs: row.durationMs, plays: 0 })
      }
      const known = names[place]
      if (known !== undefined) {
        known.plays++
        known.durationMs ??= row.durationMs
      }
      name[count] = place
      startedAt[count] = row.startedAt
      dwellMs[count] = row.dwellMs ?? -1
      cause[count] = causeCodes.indexOf(row.cause)
      origin[count] = row.origin === null ? 0 : originCodes.indexOf(row.origin)
      file[count] = at.file
      line[count] = at.row
      count++
    },
    done: () => ({ names, count, name, startedAt, dwellMs, cause, origin, file, row: line }),
  }
}
