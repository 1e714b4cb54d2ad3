// Listening logs as files: CSV, packed with gzip, parsed once here; a line that cannot be used is named.
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { History, HistoryPlay } from '../models/history.ts'

export class InputError extends Error {
  constructor(file: string, line: number | null, what: string) {
    super(`${basename(file)}${line === null ? '' : `, line ${line}`}: ${what}`)
    this.name = 'InputError'
  }
}

export interface LogPlay extends HistoryPlay {
  readonly reasonStart: string
  readonly reasonEnd: string
  readonly shuffle: boolean | null
}

export interface Log extends History {
  readonly user: string
  readonly plays: readonly LogPlay[]
  /** Plays left out, by reason: 'before 1990', 'no time', 'no track'. */
  readonly leftOut: { readonly [reason: string]: number }
}

export const SESSION_SILENCE_S = 1200
export const FP_MS = 30_000
const YEAR_1990_S = Date.UTC(1990, 0, 1) / 1000

/**
 * Sessions and false positives as in the reference protocol: a silence of more than 20 minutes ends a session; FP is a play of under
 * 30 s that did not finish. SAT from `reason_end`: trackdone 1, fwdbtn 0, all else says nothing. Start = ts - ms_played.
 */
export function readLog(file: string): Log {
  return parseLog(basename(file).replace(/[.]csv([.]gz)?$/, ''), textOf(file), file)
}

function textOf(file: string): string {
  let bytes: Buffer
  try {
    bytes = readFileSync(file)
  } catch (error) {
    throw new InputError(file, null, `cannot be read (${error instanceof Error ? error.message : error})`)
  }
  if (!file.endsWith('.gz')) return bytes.toString()
  try {
    return gunzipSync(bytes).toString()
  } catch {
    throw new InputError(file, null, 'is not a whole gzip file: fetch it again')
  }
}

const needed = ['ts', 'track', 'artist', 'ms_played'] as const

/** The text of a log; `file` is what errors name. */
export function parseLog(user: string, text: string, file: string): Log {
  const [head = '', ...lines] = text.trimEnd().split('\n')
  const columns = new Map(head.split(',').map((name, index) => [name.trim(), index]))
  for (const name of needed) {
    if (!columns.has(name))
      throw new InputError(file, 1, `the column “${name}” is missing; it has ${[...columns.keys()].join(', ')}`)
  }
  const [tracks, artists, albums] = [new Numbering(), new Numbering(), new Numbering()]
  const leftOut: Record<string, number> = {}
  const plays: Omit<LogPlay, 'session'>[] = []
  lines.forEach((line, index) => {
    const fields = line.split(',')
    const field = (name: string) => fields[columns.get(name) ?? -1]?.trim() ?? ''
    const stamp = field('ts')
    const end = Date.parse(stamp.endsWith('Z') ? stamp : `${stamp.replace(' ', 'T')}Z`) / 1000
    const ms = field('ms_played') === '' ? Number.NaN : Number(field('ms_played'))
    if (Number.isNaN(end)) throw new InputError(file, index + 2, `“ts” is not a time: “${stamp}”`)
    if (!Number.isFinite(ms) || ms < 0)
      throw new InputError(file, index + 2, `“ms_played” is not a duration: “${field('ms_played')}”`)
    const reason = field('track') === '' ? 'no track' : end < YEAR_1990_S ? 'before 1990' : null
    if (reason !== null) {
      leftOut[reason] = (leftOut[reason] ?? 0) + 1
      return
    }
    const reasonEnd = field('reason_end')
    const finished = reasonEnd === 'trackdone'
    const reasonStart = field('reason_start')
    const album = field('album')
    plays.push({
      track: tracks.of(field('track')),
      artist: artists.of(field('artist')),
      album: album === '' ? -1 : albums.of(album),
      start: end - ms / 1000,
      end,
      dwellMs: ms,
      sat: finished ? 1 : reasonEnd === 'fwdbtn' ? 0 : null,
      fp: !finished && ms < FP_MS,
      byHand: reasonStart === '' ? null : reasonStart === 'clickrow' || reasonStart === 'playbtn',
      reasonStart,
      reasonEnd,
      shuffle: field('shuffle') === '' ? null : field('shuffle') === '1',
    })
  })
  plays.sort((a, b) => a.start - b.start)
  const artistOf = new Int32Array(tracks.size).fill(-1)
  const albumOf = new Int32Array(tracks.size).fill(-1)
  let session = 0
  let before = Number.POSITIVE_INFINITY
  const inSessions = plays.map(play => {
    if (play.start - before > SESSION_SILENCE_S) session++
    before = play.end
    if (artistOf[play.track] === -1) artistOf[play.track] = play.artist
    if (albumOf[play.track] === -1) albumOf[play.track] = play.album
    return { ...play, session }
  })
  return {
    user,
    plays: inSessions,
    tracks: tracks.size,
    artists: artists.size,
    albums: albums.size,
    sessions: plays.length === 0 ? 0 : session + 1,
    artistOf,
    albumOf,
    leftOut,
  }
}

class Numbering {
  readonly #known = new Map<string, number>()

  get size(): number {
    return this.#known.size
  }

  of(name: string): number {
    const known = this.#known.get(name)
    if (known !== undefined) return known
    this.#known.set(name, this.#known.size)
    return this.#known.size - 1
  }
}
