// Names that an interface must bear: very long ones in English and Korean, one without a place to break, ones that run from right to left.
import type { FakeLibrary } from './fake-library.ts'

export const hardNames = [
  'Variations on a Half-Remembered Song That Somebody Was Singing Through the Wall of the Next Room, in a Town Whose Name I Never Learned (Movements I to XII, Complete)',
  '아무도 기다리지 않는 정류장에 앉아 마지막 버스가 지나간 뒤에도 한참 동안 듣고 있던 노래와 그 노래를 불러 주던 사람에 대한 길고 긴 이야기',
  'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsorchesterprobenraum',
  'أغنية طويلة عن المدينة القديمة التي لا ينام أهلها ولا ينسون ما سمعوه في الليل',
  'שיר ארוך על הים, על הרוח ועל מי שהלך ולא חזר (גרסה חיה)',
  '가나다라마바사아자차카타파하가나다라마바사아자차카타파하가나다라마바사아자차카타파하가나다라마바사아자차카타파하',
  'Ｆｕｌｌｗｉｄｔｈ letters, ȧ̶ccents, 👩‍👩‍👧‍👦🎻🥁 (feat. the Whole Family & Friends & Friends of Friends & Their Neighbours)',
  'A',
] as const

/** The `n`th hard name, round and round. */
export const hardName = (n: number): string => hardNames[n % hardNames.length] ?? ''

/** Gives every artist, album and track of a made library a hard name; each of the three has another turn, so that they meet in all pairs. */
export function makeHard(library: FakeLibrary): void {
  for (const [id, row] of library.artists) library.artists.set(id, { ...row, name: hardName(id) })
  for (const [id, row] of library.albums)
    library.albums.set(id, { ...row, title: hardName(id + 1), artist: hardName(row.artistId ?? 0) })
  for (const [id, row] of library.tracks) {
    const artists = row.artists.map(artist => ({ ...artist, name: hardName(artist.id) }))
    const artist = artists.map(({ name }) => name).join(', ')
    library.tracks.set(id, {
      ...row,
      title: hardName(id + 2),
      artist,
      artists,
      album: hardName((row.albumId ?? 0) + 1),
      albumArtist: artist,
    })
  }
}
