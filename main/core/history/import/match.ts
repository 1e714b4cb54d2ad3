// Which owned track a name from elsewhere means: by artist and title, live and remix told apart, slips of the pen forgiven.
import { fold } from '../../text/fold.ts'
import { artistKeys, isLiveAlbum, nameKey, type Title, titleOf } from './titles.ts'
import { isSlip } from './typo.ts'

export type MatchKind = 'exact' | 'folded' | 'version' | 'typo'

export interface Owned {
  readonly id: number
  readonly title: string
  /** As printed. */
  readonly artist: string
  /** Credited one by one. */
  readonly people: readonly string[]
  readonly album: string | null
  /** Null for a compilation. */
  readonly albumArtist: string | null
  readonly durationMs: number
  /** It can be heard now. */
  readonly listed: boolean
}

export interface Wanted {
  readonly artists: readonly string[]
  readonly title: string
  readonly album: string | null
  readonly durationMs: number | null
}

export interface Match {
  readonly track: Owned
  readonly how: MatchKind
}

export interface Matcher {
  match(wanted: Wanted): Match | null
}

interface Candidate {
  readonly track: Owned
  readonly title: Title
  readonly live: boolean
  readonly albumKey: string
}

type Shelf = Map<string, Candidate[]>

/** Titles of one artist that are looked through for slips. */
const MOST_TITLES = 5000
const SAME_DURATION_MS = 5000

export function createMatcher(owned: Iterable<Owned>): Matcher {
  const shelves = new Map<string, Shelf>()
  /** Every artist key under which a title stands: where a slip in the artist's name is looked for. */
  const artistsOf = new Map<string, string[]>()

  for (const track of owned) {
    const title = titleOf(track.title)
    const candidate: Candidate = {
      track,
      title,
      live: isLive(title, track.album),
      albumKey: track.album === null ? '' : nameKey(track.album),
    }
    const keys = new Set([...artistKeys([track.artist]), ...track.people.map(nameKey)])
    if (track.albumArtist !== null) keys.add(nameKey(track.albumArtist))
    for (const key of keys) {
      if (key === '') continue
      let shelf = shelves.get(key)
      if (shelf === undefined) {
        shelf = new Map()
        shelves.set(key, shelf)
      }
      const list = shelf.get(title.base)
      if (list !== undefined) {
        list.push(candidate)
        continue
      }
      shelf.set(title.base, [candidate])
      const artists = artistsOf.get(title.base)
      if (artists === undefined) artistsOf.set(title.base, [key])
      else artists.push(key)
    }
  }

  function match(wanted: Wanted): Match | null {
    const title = titleOf(wanted.title)
    const artists = artistKeys(wanted.artists)
    for (const artist of artists) {
      const found = best(shelves.get(artist)?.get(title.base) ?? [], wanted, title)
      if (found !== null) return found
    }
    for (const artist of artists) {
      const shelf = shelves.get(artist)
      if (shelf === undefined || shelf.size > MOST_TITLES) continue
      const slips = [...shelf.keys()].filter(base => isSlip(base, title.base))
      // Two titles near it: nobody can tell which was meant.
      const [only] = slips
      if (slips.length !== 1 || only === undefined) continue
      const found = best(shelf.get(only) ?? [], wanted, title)
      if (found !== null) return { ...found, how: 'typo' }
    }
    // A slip in the artist's name, where the title is the very same.
    const [printed] = artists
    if (printed === undefined || printed.length < 6) return null
    for (const artist of artistsOf.get(title.base) ?? []) {
      if (!isSlip(artist, printed)) continue
      const found = best(shelves.get(artist)?.get(title.base) ?? [], wanted, title)
      if (found !== null) return { ...found, how: 'typo' }
    }
    return null
  }

  return { match }
}

function isLive(title: Title, album: string | null): boolean {
  return title.version.includes('live') || (album !== null && isLiveAlbum(album))
}

/** Words that both have: "at wembley 1986" and "wembley". */
function overlap(one: string, other: string): boolean {
  const words = new Set(one.split(' '))
  return other.split(' ').some(word => words.has(word))
}

/** Of the tracks with that title the one that is meant, or null where all are other recordings. */
function best(candidates: readonly Candidate[], wanted: Wanted, title: Title): Match | null {
  const live = isLive(title, wanted.album)
  const albumKey = wanted.album === null ? '' : nameKey(wanted.album)
  let winner: { readonly candidate: Candidate; readonly score: number } | null = null
  for (const candidate of candidates) {
    const other = candidate.title
    if (withoutLive(other.version) !== withoutLive(title.version)) continue
    // Without an album nothing says that a plain title was not live; with one, live is live and studio is studio.
    const mayBe = candidate.live === live || (wanted.album === null && title.version === '' && other.version === '')
    if (!mayBe) continue
    if (title.place !== '' && other.place !== '' && !overlap(title.place, other.place)) continue
    const { durationMs } = wanted
    const near =
      durationMs === null || candidate.track.durationMs === 0
        ? null
        : Math.abs(durationMs - candidate.track.durationMs) <= SAME_DURATION_MS
    const score =
      Number(candidate.live === live) * 32 +
      Number(albumKey !== '' && candidate.albumKey === albumKey) * 16 +
      Number(other.isSoft === title.isSoft) * 8 +
      Number(near === true) * 4 +
      Number(candidate.track.listed) * 2
    if (winner === null || score > winner.score) winner = { candidate, score }
  }
  if (winner === null) return null
  const { track, title: found } = winner.candidate
  const printed = wanted.artists[0] ?? ''
  if (track.title === wanted.title && track.artist === printed) return { track, how: 'exact' }
  const sameVersion = found.isSoft === title.isSoft && found.version === title.version && found.place === title.place
  const softly = fold(track.title) === fold(wanted.title)
  return { track, how: softly || sameVersion ? 'folded' : 'version' }
}

const withoutLive = (version: string): string =>
  version
    .split(' + ')
    .filter(one => one !== 'live')
    .join(' + ')

/** What a track that is not owned is known by. */
export function ghostKey(wanted: Pick<Wanted, 'artists' | 'title' | 'album'>): {
  readonly artist: string
  readonly title: string
} {
  const title = titleOf(wanted.title)
  const version = [title.version, title.version === '' && isLive(title, wanted.album) ? 'live' : ''].join('')
  return {
    artist: nameKey(wanted.artists[0] ?? '') || fold(wanted.artists[0] ?? ''),
    title: version === '' ? title.base : `${title.base}\u001f${version}`,
  }
}
