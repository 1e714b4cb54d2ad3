// An invented listener of any length, from a seed: what `speed` times fits on needs no log, only the shape of one.
import type { History, HistoryPlay } from '../../models/history.ts'
import { rngOf } from '../../models/rng.ts'

const TRACKS_AN_ARTIST = 8
const TRACKS_AN_ALBUM = 4
const SESSION_PLAYS = 20
const TRACK_S = 200
const BREAK_S = 6 * 3600

/** `plays` plays in sessions of 20, mostly of few tracks, a third of them skipped, a fifth of those at once. One track for every 15 plays. */
export function inventedHistory(plays: number, seed: number): History {
  const rng = rngOf(seed)
  const tracks = Math.max(TRACKS_AN_ARTIST, Math.ceil(plays / 15))
  const artistOf = Int32Array.from({ length: tracks }, (_, track) => Math.floor(track / TRACKS_AN_ARTIST))
  const albumOf = Int32Array.from({ length: tracks }, (_, track) => Math.floor(track / TRACKS_AN_ALBUM))
  const out: HistoryPlay[] = []
  let now = 1_600_000_000
  for (let index = 0; index < plays; index++) {
    if (index % SESSION_PLAYS === 0) now += BREAK_S
    // Half the time the next track of the album, else one that is the likelier the smaller its number.
    const last = out.at(-1)?.track ?? 0
    const track = rng.next() < 0.5 ? (last + 1) % tracks : Math.floor(tracks * rng.next() ** 3)
    const isSkip = rng.next() < 0.35
    const dwellS = isSkip ? TRACK_S * rng.next() ** 3 : TRACK_S
    out.push({
      track,
      artist: artistOf[track] ?? 0,
      album: albumOf[track] ?? 0,
      start: now,
      end: now + dwellS,
      dwellMs: dwellS * 1000,
      session: Math.floor(index / SESSION_PLAYS),
      sat: isSkip ? 0 : 1,
      fp: isSkip && dwellS < 30,
      byHand: index % SESSION_PLAYS === 0,
    })
    now += dwellS
  }
  return {
    plays: out,
    tracks,
    artists: Math.ceil(tracks / TRACKS_AN_ARTIST),
    albums: Math.ceil(tracks / TRACKS_AN_ALBUM),
    sessions: Math.ceil(plays / SESSION_PLAYS),
    artistOf,
    albumOf,
  }
}
