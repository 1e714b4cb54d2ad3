// From the tags of one file to what the library keeps of it: a track, the record it is on, the people in it. Pure.
import { fold, sortKey } from '../../text/fold.ts'
import type { Tagged } from '../tags/tagged.ts'
import { identityOf } from './identity.ts'
import { isDiscFolder, stem } from './names.ts'
import { nameOf, parentOf } from './paths.ts'

const between = '\u001f'
export const variousArtists = 'Various Artists'
const variousFolds = new Set(['various artists', 'various', 'va', 'v a', '여러 아티스트', '여러 가수'])
const lossless = new Set(['flac', 'alac', 'wav', 'aiff', 'ape', 'wavpack', 'dsd', 'dsf', 'dff', 'tta', 'pcm'])

export interface DescribedArtist {
  readonly name: string
  readonly fold: string
  readonly sort: string
  /** The order was given by a tag, not made from the name. */
  readonly sortIsTagged: boolean
}

export interface DescribedAlbum {
  /** What makes it one record: see albums.fold. */
  readonly fold: string
  readonly title: string
  readonly sortTitle: string
  /** Null when no album artist is tagged: who is on it decides. */
  readonly artist: DescribedArtist | null
  readonly compilation: boolean
}

export interface Described {
  readonly identity: string
  readonly title: string
  readonly artist: string
  readonly albumArtist: string | null
  readonly disc: number | null
  readonly track: number | null
  readonly year: number | null
  readonly durationMs: number
  readonly sortTitle: string
  readonly sortArtist: string
  readonly sortAlbum: string
  readonly album: DescribedAlbum | null
  readonly artists: readonly DescribedArtist[]
  readonly genres: readonly string[]
  readonly quality: number
}

export interface FileOf {
  readonly rootId: number
  readonly folder: string
  readonly name: string
}

/** `remember` keeps folds of names that come again and again. */
export function describe(tagged: Tagged, file: FileOf, remember: Memory): Described {
  const people = tagged.artists.length > 0 ? tagged.artists : tagged.artist === null ? [] : [tagged.artist]
  const title = tagged.title ?? titleOfName(file.name)
  const artist = tagged.artist ?? people.join(', ')
  const album = tagged.album === null ? null : describeAlbum(tagged, tagged.album, file, remember)
  return {
    identity: identityOf(tagged, file.name, remember.fold),
    title,
    artist,
    albumArtist: tagged.albumArtist,
    disc: tagged.disc,
    track: tagged.track,
    year: tagged.year,
    durationMs: Math.round(tagged.durationMs),
    sortTitle: sortKey(tagged.titleSort ?? title),
    sortArtist: remember.sort(
      tagged.albumArtist === null ? (tagged.artistSort ?? artist) : (tagged.albumArtistSort ?? tagged.albumArtist),
    ),
    sortAlbum: album?.sortTitle ?? '',
    album,
    artists: people.map(name => describeArtist(name, people.length === 1 ? tagged.artistSort : null, remember)),
    genres: tagged.genres,
    quality: qualityOf(tagged),
  }
}

function describeAlbum(tagged: Tagged, title: string, file: FileOf, remember: Memory): DescribedAlbum {
  const artist =
    tagged.albumArtist === null ? null : describeArtist(tagged.albumArtist, tagged.albumArtistSort, remember)
  const folder = isDiscFolder(nameOf(file.folder)) ? parentOf(file.folder) : file.folder
  const where = artist === null ? `${between}${file.rootId}/${folder}` : ''
  return {
    fold: `${artist?.fold ?? ''}${between}${remember.fold(title)}${where}`,
    title,
    sortTitle: remember.sort(tagged.albumSort ?? title),
    artist,
    compilation: tagged.compilation || (artist !== null && variousFolds.has(artist.fold)),
  }
}

export function describeArtist(name: string, sort: string | null, remember: Memory): DescribedArtist {
  return { name, fold: remember.fold(name), sort: remember.sort(sort ?? name), sortIsTagged: sort !== null }
}

/** Records without a tagged album artist are told apart by their folder. */
export function isByFolder(albumFold: string): boolean {
  return albumFold.startsWith(between)
}

/** The part of albums.fold that says the title. */
export function titleOfAlbumFold(albumFold: string): string {
  return albumFold.split(between)[1] ?? ''
}

export function isVarious(artistFold: string): boolean {
  return variousFolds.has(artistFold)
}

/** "01 - Title.mp3" reads as "Title"; a name that is all number stays. */
function titleOfName(name: string): string {
  const bare = stem(name).replaceAll('_', ' ').trim()
  return bare.replace(/^\d{1,3}(?:\s*[-.]\s*|\s+)(?=\S)/u, '') || bare || name
}

/** Which copy is played: playable before not, lossless before lossy, then by bitrate. */
function qualityOf(tagged: Tagged): number {
  const bits = Math.min(tagged.bitrate ?? 0, 99_999_999)
  return Math.round((tagged.playable ? 1e9 : 0) + (lossless.has(tagged.codec) ? 1e8 : 0) + bits)
}

export interface Memory {
  fold(text: string): string
  sort(text: string): string
}

export function createMemory(): Memory {
  return { fold: remembering(fold), sort: remembering(sortKey) }
}

/** A scan meets few artists many times: what was computed is kept, up to a bound. */
function remembering(compute: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>()
  return text => {
    const kept = known.get(text)
    if (kept !== undefined) return kept
    if (known.size > 20_000) known.clear()
    const made = compute(text)
    known.set(text, made)
    return made
  }
}
