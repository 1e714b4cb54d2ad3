// A made library in memory: artists, albums and tracks with names in three scripts, art, and a listener's traces.
import type { AlbumId, ArtistId, GenreId, TrackId } from '../../../preload/contract/ids.ts'
import type { AlbumRow, ArtistRow, GenreRow, TrackRow } from '../../../preload/contract/library.ts'
import { createRandom } from './random.ts'

const adjectives =
  'Slow Paper Amber Northern Quiet Salt Hollow Velvet Winter Copper Distant Golden Low Second Open Silver Blue Early Late Green'.split(
    ' ',
  )
const nouns =
  'Harbour Windows Lanterns Rivers Orchard Signals Gardens Cinema Atlas Company Meridian Arcade Weather Balcony Islands Choir Letters Station Summer Room'.split(
    ' ',
  )
const koreanArtists = [
  '새벽역',
  '느린 우체통',
  '김하늘 트리오',
  '종이배',
  '한강 너머',
  '윤서',
  '달빛 세탁소',
  '오래된 라디오',
]
const japaneseArtists = ['夜の図書館', '雨宮カルテット', 'みどりの窓']
const verbs = 'Leaving Counting Holding Finding Crossing Drawing Waiting Turning Remembering Folding'.split(' ')
const things =
  'the Light|a Map|the Tide|October|Small Hours|the Kitchen|a Letter|the Bridge|Morning|the Long Way|Snow|Glass'.split(
    '|',
  )
const koreanTitles = [
  '창문을 열면',
  '느린 오후',
  '골목 끝 가로등',
  '봄이 오기 전에',
  '우산 하나',
  '밤 열한 시',
  '천천히 걷는 법',
  '물빛',
  '돌아오는 길',
  '첫눈',
]
const koreanAlbums = ['오후 네 시', '계절의 끝', '조용한 방', '강가에서']
export const genreNames = [
  'Ambient',
  'Folk',
  'Jazz',
  'Dream Pop',
  'Classical',
  'Electronic',
  'Soul',
  'Post-Rock',
  '인디',
  'ECM & Friends',
]

export const now = Date.UTC(2026, 10, 22, 14, 5)
const dayMs = 86_400_000

export interface FakeLibrary {
  readonly tracks: Map<TrackId, TrackRow>
  readonly albums: Map<AlbumId, AlbumRow>
  readonly artists: Map<ArtistId, ArtistRow>
  readonly genres: readonly GenreRow[]
  readonly tracksOf: Map<AlbumId, TrackId[]>
}

/** 32 hex digits that name a picture. */
const artHash = (n: number): string =>
  (n * 2_654_435_761 + 97).toString(16).padStart(12, '0').slice(-12).padStart(32, 'a')

export function makeLibrary(count: number, seed = 7): FakeLibrary {
  const random = createRandom(seed)
  const tracks = new Map<TrackId, TrackRow>()
  const albums = new Map<AlbumId, AlbumRow>()
  const artists = new Map<ArtistId, ArtistRow>()
  const tracksOf = new Map<AlbumId, TrackId[]>()
  // The casts below name plain numbers as the ids that this library gives out.
  const names = new Set<string>()
  const nameArtist = (n: number): string => {
    if (n % 9 === 4) return koreanArtists[Math.floor(n / 9) % koreanArtists.length] ?? '새벽역'
    if (n % 23 === 7) return japaneseArtists[Math.floor(n / 23) % japaneseArtists.length] ?? 'みどりの窓'
    const pair = `${random.pick(adjectives)} ${random.pick(nouns)}`
    return random.next() < 0.3
      ? `The ${pair}`
      : random.next() < 0.2
        ? `${random.pick(['Ida', 'Jonas', 'Mara', 'Teo', 'Lena'])} ${random.pick(nouns).replace(/s$/, '')}`
        : pair
  }
  let [trackNumber, albumNumber, artistNumber] = [0, 0, 0]
  while (trackNumber < count) {
    let name = nameArtist(artistNumber)
    while (names.has(name)) name = `${name} ${random.pick(['Trio', 'Ensemble', 'II', 'Quartet', 'Sound', 'Club'])}`
    names.add(name)
    artistNumber += 1
    const artistId = artistNumber as ArtistId
    const isKorean = /[가-힣]/.test(name)
    const genre = isKorean && random.next() < 0.6 ? '인디' : random.pick(genreNames)
    const love = 0.12 + 0.88 * random.next() ** 2
    const albumCount = 1 + random.below(5)
    let [artistTracks, artistHeard, artistArt] = [0, 0, null as string | null]
    for (let a = 0; a < albumCount && trackNumber < count; a++) {
      albumNumber += 1
      const albumId = albumNumber as AlbumId
      const year = 1968 + random.below(58)
      const title = isKorean
        ? `${random.pick(koreanAlbums)}${a > 0 ? ` ${a + 1}` : ''}`
        : `${random.pick(verbs)} ${random.pick(things)}`
      const art = random.next() < 0.08 ? null : artHash(albumNumber)
      artistArt ??= art
      const addedAt = now - random.below(700) * dayMs - random.below(dayMs)
      const ids: TrackId[] = []
      let [albumMs, albumHeard] = [0, 0]
      const trackCount = Math.min(count - trackNumber, 6 + random.below(9))
      for (let n = 1; n <= trackCount; n++) {
        trackNumber += 1
        const id = trackNumber as TrackId
        const durationMs = 95_000 + random.below(290_000)
        const plays = random.next() < 0.25 + love * 0.7 ? 1 + random.below(Math.ceil(28 * love) + 1) : 0
        const dwellFraction = plays > 0 ? Math.min(1, 0.25 + random.next() * 0.5 + love * 0.35) : null
        const heardMs = dwellFraction === null ? 0 : Math.round(plays * durationMs * dwellFraction)
        const codec = random.pick(['flac', 'flac', 'mp3', 'mp3', 'opus', 'aac'])
        const isBroken = trackNumber % 211 === 0
        ids.push(id)
        albumMs += durationMs
        albumHeard += heardMs
        tracks.set(id, {
          id,
          title: isKorean ? random.pick(koreanTitles) : `${random.pick(verbs)} ${random.pick(things)}`,
          artist: trackNumber % 37 === 0 ? `${name} feat. Mara Vale` : name,
          artists: [{ id: artistId, name }],
          album: title,
          albumId,
          albumArtist: name,
          disc: 1,
          track: n,
          year,
          genre,
          durationMs,
          art,
          addedAt,
          codec: isBroken ? 'wma' : codec,
          playable: !isBroken,
          unplayableReason: isBroken ? 'WMA cannot be decoded by Chromium' : null,
          available: trackNumber % 307 !== 0,
          rating: null,
          liked: plays > 14 || (plays > 6 && random.next() < 0.3),
          plays,
          heardMs,
          lastHeardAt: plays > 0 ? now - Math.floor(random.next() ** 2 * 200) * dayMs - random.below(dayMs) : null,
          dwellFraction,
        })
      }
      tracksOf.set(albumId, ids)
      albums.set(albumId, {
        id: albumId,
        title,
        artist: name,
        artistId,
        year,
        tracks: ids.length,
        durationMs: albumMs,
        art,
        compilation: false,
        heardMs: albumHeard,
      })
      artistTracks += ids.length
      artistHeard += albumHeard
    }
    artists.set(artistId, {
      id: artistId,
      name,
      albums: albumCount,
      tracks: artistTracks,
      heardMs: artistHeard,
      art: artistArt,
    })
  }
  const genres = genreNames.map((name, index) => {
    const of = [...tracks.values()].filter(({ genre }) => genre === name)
    return {
      id: (index + 1) as GenreId,
      name,
      tracks: of.length,
      heardMs: of.reduce((sum, { heardMs }) => sum + heardMs, 0),
    }
  })
  return { tracks, albums, artists, genres, tracksOf }
}
