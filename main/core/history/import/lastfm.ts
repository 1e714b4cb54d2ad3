// Rows of the csv files that programs make of a Last.fm account: several layouts, with a header or without, told apart by their first line.
import { DwellError } from '../../../../preload/contract/errors.ts'
import { broken, LONGEST_NAME, pass, type Told, timeTrouble } from './row.ts'

/** Which column holds what; -1: none. */
export interface Layout {
  readonly artist: number
  readonly title: number
  readonly album: number
  readonly time: number
  readonly hasHeader: boolean
}

const names = {
  artist: ['artist', 'artist_name', 'artistname'],
  title: ['track', 'title', 'track_name', 'trackname', 'song', 'name'],
  album: ['album', 'album_name', 'albumname', 'release', 'release_name'],
  // A number of seconds before a printed date.
  time: ['uts', 'timestamp', 'date_uts', 'listened_at', 'played_at', 'utc_time', 'datetime', 'date', 'time'],
} as const

/** By the header, or, without one, the four columns of the oldest exporter: artist, album, title, date. Throws DwellError 'bad-input'. */
export function layoutOf(first: readonly string[], fileName: string): Layout {
  const header = first.map(cell =>
    cell
      .trim()
      .toLowerCase()
      .replace(/#.*$/, '')
      .replace(/[\s-]+/g, '_'),
  )
  const at = (of: keyof typeof names) => {
    for (const name of names[of]) if (header.includes(name)) return header.indexOf(name)
    return -1
  }
  const layout = { artist: at('artist'), title: at('title'), album: at('album'), time: at('time'), hasHeader: true }
  if (layout.artist >= 0 && layout.title >= 0 && layout.time >= 0) return layout
  if (first.length === 4 && (first[3]?.trim() === '' || Number.isFinite(momentOf(first[3] ?? ''))))
    return { artist: 0, album: 1, title: 2, time: 3, hasHeader: false }
  throw new DwellError(
    'bad-input',
    `“${fileName}” does not say which column is the artist, the track and the time. Its first line should name them: artist, album, track, date.`,
  )
}

/** `,`, `;` or a tab: whichever the first line has most of. */
export function delimiterOf(firstLine: string): ',' | ';' | '\t' {
  const outside = firstLine.replace(/"[^"]*"/g, '')
  const count = (one: string) => outside.split(one).length
  return count(';') > count(',') ? ';' : count('\t') > count(',') ? '\t' : ','
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** Seconds or milliseconds since 1970, "31 Jan 2020 12:34", or ISO with a blank or a T; UTC where it does not say. NaN when it is none of these. */
export function momentOf(text: string): number {
  const time = text.trim()
  if (/^\d{9,10}$/.test(time)) return Number(time) * 1000
  if (/^\d{12,13}$/.test(time)) return Number(time)
  const printed = /^(\d{1,2}) (\p{L}{3})\p{L}* (\d{4}),? (\d{1,2}):(\d\d)(?::(\d\d))?$/u.exec(time)
  if (printed) {
    const month = months.indexOf((printed[2] ?? '').toLowerCase())
    if (month < 0) return Number.NaN
    const [, day, , year, hour, minute, second = '0'] = printed
    return Date.UTC(Number(year), month, Number(day), Number(hour), Number(minute), Number(second))
  }
  const iso = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d)?(?:\.\d+)?)\s*(Z|UTC|[+-]\d\d:?\d\d)?$/.exec(time)
  if (!iso) return Number.NaN
  const zone = iso[3] === undefined || iso[3] === 'UTC' ? 'Z' : iso[3]
  return Date.parse(`${iso[1]}T${iso[2]}${zone}`)
}

export function lastFmRow(cells: readonly string[], layout: Layout, now: number): Told {
  const cell = (at: number) => (at < 0 ? '' : (cells[at] ?? '').trim())
  const [artist, title, time] = [cell(layout.artist), cell(layout.title), cell(layout.time)]
  if (artist === '' || title === '') return broken(artist === '' ? 'the artist is missing' : 'the title is missing')
  if (artist.length > LONGEST_NAME || title.length > LONGEST_NAME) return broken('a name is too long to be one')
  // What plays at the moment of the export has no time yet.
  if (time === '') return pass('it has no time: it was playing when the file was made')
  const startedAt = momentOf(time)
  const trouble = timeTrouble(startedAt, now)
  if (trouble !== null) return broken(`“${time.slice(0, 40)}”: ${trouble}`)
  const album = cell(layout.album)
  return {
    is: 'row',
    row: {
      artists: [artist],
      title,
      album: album === '' || album.length > LONGEST_NAME ? null : album,
      startedAt,
      dwellMs: null,
      durationMs: null,
      cause: null,
      origin: null,
    },
  }
}
