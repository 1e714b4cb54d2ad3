// An invented library, and names from elsewhere for it whose truth is known: respelt, with guests, remastered, with slips; and near misses.
import type { Owned, Wanted } from '../../../main/core/history/import/match.ts'
import { rngOf } from '../../../models/rng.ts'

export interface PerturbedName {
  readonly wanted: Wanted
  /** Id of the owned track that is meant; null: none. */
  readonly truth: number | null
}

const words =
  'harbour lantern winter paper river silver morning shadow garden window ocean mountain fever velvet thunder mirror island copper autumn cinder meadow signal station orbit satellite avenue holiday memory stranger bridge candle diamond echo feather glacier horizon ivory jungle kingdom labyrinth magnet needle orchard palace quarter ribbon saturn temple umbrella valley whisper yellow zephyr'.split(
    ' ',
  )
const joiners = ['', 'of ', 'in the ', 'and ', 'for a ']
const accents: Readonly<Record<string, string>> = { a: 'á', e: 'é', i: 'í', o: 'ö', u: 'ü' }

export function perturbed(seed: number): {
  readonly tracks: readonly Owned[]
  readonly names: readonly PerturbedName[]
} {
  const rng = rngOf(seed)
  const pick = <T>(of: readonly T[]): T => of[Math.floor(rng.next() * of.length)] as T // never empty
  const title = () => `${pick(words)} ${pick(joiners)}${pick(words)}`.replace(/\b\w/g, letter => letter.toUpperCase())
  const artists = Array.from(
    { length: 50 },
    (_, n) => `${n % 3 === 0 ? 'The ' : ''}${title()} ${n % 2 === 0 ? 'Band' : 'Quartet'}`,
  )
  const tracks: Owned[] = []
  const near: PerturbedName[] = []
  const names: PerturbedName[] = []
  const slip = (text: string) => {
    const long = text.split(' ').filter(word => word.length >= 6)
    const word = long.length === 0 ? text : pick(long)
    const at = 1 + Math.floor(rng.next() * (word.length - 2))
    return text.replace(word, `${word.slice(0, at)}${word[at + 1]}${word[at]}${word.slice(at + 2)}`)
  }
  const ways: readonly ((artist: string, name: string) => { artist: string; title: string; isOther?: boolean })[] = [
    (artist, name) => ({ artist, title: name }),
    (artist, name) => ({
      artist: artist.toUpperCase(),
      title: name.replace(/[aeiou]/, letter => accents[letter] ?? letter),
    }),
    (artist, name) => ({ artist: artist.replace(/^The /, ''), title: `${name} (feat. ${pick(artists)})` }),
    (artist, name) => ({ artist, title: `${name} - Remastered ${2000 + Math.floor(rng.next() * 20)}` }),
    (artist, name) => ({ artist: `${artist}, ${pick(artists)}`, title: name.toLowerCase() }),
    (artist, name) => ({ artist, title: slip(name) }),
    (artist, name) => ({ artist: slip(artist), title: name }),
    (artist, name) => ({ artist, title: `${name} - Live in Oslo`, isOther: true }),
    (artist, name) => ({ artist, title: `${name} (Someone Remix)`, isOther: true }),
    (artist, name) => ({ artist, title: `${name} II`, isOther: true }),
  ]
  const taken = new Set<string>()
  for (const artist of artists) {
    for (let n = 0; n < 20; n++) {
      const name = title()
      if (taken.has(`${artist} ${name}`)) continue
      taken.add(`${artist} ${name}`)
      const id = tracks.length + 1
      // Every fifth is not owned: the same artist's other songs are what it may be taken for.
      const isOwned = n % 5 !== 0
      if (isOwned)
        tracks.push({
          id,
          artist,
          title: name,
          people: [artist],
          album: null,
          albumArtist: artist,
          durationMs: 200_000,
          listed: true,
        })
      for (const way of ways) {
        const { artist: by, title: told, isOther } = way(artist, name)
        const wanted: Wanted = { artists: [by], title: told, album: null, durationMs: null }
        ;(isOwned ? names : near).push({ wanted, truth: isOwned && isOther !== true ? id : null })
      }
    }
  }
  return { tracks, names: [...names, ...near] }
}
