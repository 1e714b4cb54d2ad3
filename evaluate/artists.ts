// Who plays which artists how often: the many people of `artists/user_artists.csv.gz`, parsed once here; a line that cannot be used is named.
import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { InputError } from './logs.ts'

export interface Person {
  /** Artists, numbered from 0 in order of appearance, and the plays of each. */
  readonly artists: Int32Array
  readonly plays: Float32Array
}

export interface People {
  readonly people: readonly Person[]
  readonly artists: number
}

/** Null where the folder is not there; throws an InputError that names the file and the line. */
export function readPeople(file: string): People | null {
  if (!existsSync(file)) return null
  let text: string
  try {
    text = gunzipSync(readFileSync(file)).toString()
  } catch (error) {
    throw new InputError(file, null, `cannot be read as gzip (${error instanceof Error ? error.message : error})`)
  }
  return parsePeople(text, file)
}

/** CSV with the columns user_id, artist_id and play_count; `file` is what errors name. The same artist twice is added up. */
export function parsePeople(text: string, file: string): People {
  const [head = '', ...lines] = text.trimEnd().split('\n')
  const columns = head.split(',').map(name => name.trim())
  const [userAt = -1, artistAt = -1, playsAt = -1] = ['user_id', 'artist_id', 'play_count'].map(name => {
    const at = columns.indexOf(name)
    if (at < 0) throw new InputError(file, 1, `the column “${name}” is missing; it has ${columns.join(', ')}`)
    return at
  })
  const numbers = new Map<string, number>()
  const people = new Map<string, Map<number, number>>()
  lines.forEach((line, index) => {
    const fields = line.split(',').map(field => field.trim())
    const [user = '', name = '', count = ''] = [fields[userAt], fields[artistAt], fields[playsAt]]
    const plays = Number(count)
    if (user === '' || name === '') throw new InputError(file, index + 2, `a user or an artist is missing: “${line}”`)
    if (count === '' || !Number.isFinite(plays) || plays < 0)
      throw new InputError(file, index + 2, `“play_count” is not a number of plays: “${count}”`)
    if (plays === 0) return
    const artist = numbers.get(name) ?? numbers.size
    numbers.set(name, artist)
    const heard = people.get(user) ?? new Map<number, number>()
    heard.set(artist, (heard.get(artist) ?? 0) + plays)
    people.set(user, heard)
  })
  return {
    artists: numbers.size,
    people: [...people.values()].map(heard => ({
      artists: Int32Array.from(heard.keys()),
      plays: Float32Array.from(heard.values()),
    })),
  }
}
