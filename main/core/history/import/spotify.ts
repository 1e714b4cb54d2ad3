// Rows of Spotify's extended streaming history, and of the shorter one of the last year: what was heard, how long, why it began and ended.
import { z } from 'zod'
import type { EndCause } from '../../../../models/listening/events.ts'
import { broken, firstProblem, LONGEST_NAME, pass, type Told, timeTrouble } from './row.ts'

const name = z.string().max(LONGEST_NAME).nullish()
const ms = z.number().min(0).max(86_400_000)

const extended = z.object({
  ts: z.string().max(40),
  ms_played: ms,
  master_metadata_track_name: name,
  master_metadata_album_artist_name: name,
  master_metadata_album_album_name: name,
  reason_start: z.string().max(60).nullish(),
  reason_end: z.string().max(60).nullish(),
  shuffle: z.boolean().nullish(),
  skipped: z.union([z.boolean(), z.number()]).nullish(),
  incognito_mode: z.boolean().nullish(),
})

/** The "account data" download: the time is local to nobody and to the minute. */
const lastYear = z.object({
  endTime: z.string().max(40),
  artistName: z.string().min(1).max(LONGEST_NAME),
  trackName: z.string().min(1).max(LONGEST_NAME),
  msPlayed: ms,
})

/** Only the forward button is a verdict. What is not listed says nothing. */
const causes: Readonly<Record<string, EndCause>> = {
  trackdone: 'finished',
  fwdbtn: 'skip',
  backbtn: 'previous',
  clickrow: 'picked',
  playbtn: 'picked',
  clickside: 'picked',
  trackselected: 'picked',
  uriopen: 'picked',
  endplay: 'stopped',
  popup: 'stopped',
  remote: 'stopped',
  logout: 'quit',
  'unexpected-exit': 'interrupted',
  'unexpected-exit-while-paused': 'interrupted',
  trackerror: 'error',
}
const byHand = new Set(['clickrow', 'playbtn', 'clickside', 'trackselected', 'uriopen', 'backbtn'])

export const isSpotify = (item: unknown): boolean =>
  typeof item === 'object' && item !== null && (('ts' in item && 'ms_played' in item) || 'endTime' in item)

/** `ts` is when it stopped, so it began `ms_played` before. Source of the fields: the "Read me first" that comes with the download. */
export function spotifyRow(item: unknown, now: number): Told {
  if (typeof item === 'object' && item !== null && 'endTime' in item) return shortRow(item, now)
  const parsed = extended.safeParse(item)
  if (!parsed.success) return broken(firstProblem(parsed.error))
  const row = parsed.data
  const [title, artist] = [row.master_metadata_track_name?.trim(), row.master_metadata_album_artist_name?.trim()]
  if (!title || !artist) return pass('no track is named: a podcast, an audiobook, or what Spotify names no longer')
  if (row.incognito_mode === true) return pass('it was heard in a private session')
  if (row.ms_played === 0) return pass('it never sounded: 0 ms were played')
  const endedAt = Date.parse(row.ts)
  const trouble = timeTrouble(endedAt, now)
  if (trouble !== null) return broken(`“ts”: ${trouble}`)
  // `skipped` contradicts `reason_end` in half of the rows: it is asked only where that says nothing.
  const cause = row.reason_end ? (causes[row.reason_end] ?? null) : row.skipped === true ? 'skip' : null
  return {
    is: 'row',
    row: {
      artists: [artist],
      title,
      album: row.master_metadata_album_album_name?.trim() || null,
      startedAt: Math.round(endedAt - row.ms_played),
      dwellMs: Math.round(row.ms_played),
      durationMs: null,
      cause,
      origin: byHand.has(row.reason_start ?? '') ? 'hand' : row.shuffle === true ? 'shuffle' : null,
    },
  }
}

function shortRow(item: object, now: number): Told {
  const parsed = lastYear.safeParse(item)
  if (!parsed.success) return broken(firstProblem(parsed.error))
  const { endTime, artistName, trackName, msPlayed } = parsed.data
  const endedAt = Date.parse(`${endTime.trim().replace(' ', 'T')}Z`)
  const trouble = timeTrouble(endedAt, now)
  if (trouble !== null) return broken(`“endTime”: ${trouble}`)
  return {
    is: 'row',
    row: {
      artists: [artistName.trim()],
      title: trackName.trim(),
      album: null,
      startedAt: Math.round(endedAt - msPlayed),
      dwellMs: Math.round(msPlayed),
      durationMs: null,
      cause: null,
      origin: null,
    },
  }
}
