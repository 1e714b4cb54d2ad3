// A real listener's log as Spotify would have written it, over made-up names: numbers in, rows out; nothing of the log is kept.
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { needs } from '../../needs.ts'
import { type OwnedTrack, spotify } from './home.ts'

/** Beside the repository, where it is there at all. */
const file = fileURLToPath(new URL('../../../../shared/data/listening/u1.csv.gz', import.meta.url))

export const needsRealListener = needs(existsSync(file), 'no listening log lies beside the project')

const syllables = 'ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu'.split(' ')

/** A word for a number, another one for every number. */
export function nameOf(number: number): string {
  let rest = number + 400
  let name = ''
  while (rest > 0) {
    name += syllables[rest % syllables.length]
    rest = Math.floor(rest / syllables.length)
  }
  return name.charAt(0).toUpperCase() + name.slice(1)
}

export interface RealListener {
  readonly rows: readonly ReturnType<typeof spotify>[]
  /** Every other track, by its number. */
  readonly owned: readonly OwnedTrack[]
}

/** `newest`: no more than so many of the last plays. */
export function realListener(newest = Number.POSITIVE_INFINITY): RealListener {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n').slice(1).slice(-newest)
  const owned = new Map<string, OwnedTrack>()
  const rows = lines.map(line => {
    const [ts = '', track = '', artist = '', album = '', ms = '', start = '', end = '', shuffle = ''] = line.split(',')
    const names = {
      artist: `Artist ${nameOf(Number(artist))}`,
      title: `Song ${nameOf(Number(track))}`,
      album: `Record ${nameOf(Number(album))}`,
    }
    if (Number(track) % 2 === 0) owned.set(track, names)
    const at = /^\d+$/.test(ts) ? Number(ts) * 1000 : Date.parse(/[zZ]$/.test(ts) ? ts : `${ts.replace(' ', 'T')}Z`)
    return spotify({ ...names, at, ms: Number(ms), start, end, shuffle: /^(?:1|true)$/i.test(shuffle) })
  })
  return { rows, owned: [...owned.values()] }
}
