// What a printed title says: its words, which version of the recording it is, and who else sings on it.
import { fold } from '../../text/fold.ts'

export interface Title {
  /** Folded, without version and guests. */
  readonly base: string
  /** What makes it another recording: "live", "remix carl craig", sorted and joined; '' for the plain one. */
  readonly version: string
  /** Where or when it was played live, folded; '' where that is not said. */
  readonly place: string
  /** It differs from the plain one by its master or its cut alone (a remaster, mono, a radio edit). */
  readonly isSoft: boolean
}

/** Another recording of the song. */
const hard: readonly (readonly [kind: string, words: RegExp])[] = [
  ['live', /\b(?:live|unplugged|in concert|concert|bootleg|라이브)\b|라이브/u],
  ['acoustic', /\b(?:acoustic|stripped|어쿠스틱)\b|어쿠스틱/u],
  ['demo', /\bdemo\b/u],
  ['instrumental', /\b(?:instrumental|inst|karaoke|backing track)\b/u],
  ['remix', /\b(?:remix|rmx|dub|bootleg mix|vip|rework|refix|flip|mashup)\b|리믹스/u],
  ['cover', /\bcover\b/u],
  ['session', /\b(?:sessions?|peel|bbc|rehearsal|take \d+|outtake|alternate|alternative|early version)\b/u],
  ['tempo', /\b(?:sped up|slowed|nightcore|reverb)\b/u],
  ['a cappella', /\ba ?cappella\b/u],
  ['orchestral', /\b(?:orchestral|symphonic|piano version|string version|strings version)\b/u],
  ['reprise', /\breprise\b/u],
  ['rerecorded', /\b(?:re ?recorded|rerecording|taylors version|\d{4} version)\b/u],
]
/** The same recording, mastered or cut anew. */
const soft =
  /\b(?:remaster(?:ed)?|remastering|mono|stereo|album version|lp version|single version|radio version|radio mix|explicit|clean|bonus(?: track)?|deluxe|original mix|original version|main version|extended(?: version| mix)?|12 version|7 version|anniversary edition|expanded edition|digital remaster|from .+)\b|^(?:radio |single |short |album |video |original )?edit$|리마스터/u
const mixOf = /\bmix\b/u

const guests =
  /[([]\s*(?:feat\.?|ft\.?|featuring|with)\s+([^)\]]+)[)\]]|\s+(?:feat\.?|ft\.?|featuring)\s+(.+?)(?=\s+[-–—([]|$)/giu
/** A part in brackets anywhere, or what follows a dash between blanks. */
const parts = /[([]([^()[\]]*)[)\]]|\s[-–—]\s+(.+?)(?=\s[-–—]\s|\s*[([]|$)/gu

type Kind = { readonly kind: 'hard'; readonly name: string; readonly rest: string } | { readonly kind: 'soft' }

/** What a part of a title says about the version, or null: then it belongs to the title. */
function versionIn(part: string): Kind | null {
  const words = fold(part)
  if (words === '') return null
  for (const [name, said] of hard) {
    if (!said.test(words)) continue
    const rest = words.replace(said, ' ').replace(/\b(?:version|mix|the|at|in|from|on|recorded)\b/gu, ' ')
    return { kind: 'hard', name, rest: rest.replace(/\s+/gu, ' ').trim() }
  }
  if (soft.test(words)) return { kind: 'soft' }
  if (mixOf.test(words)) return { kind: 'hard', name: 'remix', rest: words.replace(mixOf, ' ').trim() }
  return /^(?:19|20)\d\d$/u.test(words) ? { kind: 'soft' } : null
}

export function titleOf(printed: string): Title {
  const without = printed.replace(guests, ' ')
  const versions = new Set<string>()
  let place = ''
  let isSoft = false
  const plain = without.replace(
    parts,
    (whole: string, bracketed: string | undefined, dashed: string | undefined, at: number) => {
      // A title that is all brackets, or begins with them, keeps its words: "(I Can't Get No) Satisfaction".
      if (at === 0) return whole
      const said = versionIn(bracketed ?? dashed ?? '')
      if (said === null) return whole
      if (said.kind === 'soft') isSoft = true
      else if (said.name === 'live') {
        versions.add('live')
        place = said.rest
      } else versions.add(said.name === 'remix' ? `remix ${said.rest}`.trim() : said.name)
      return ' '
    },
  )
  return { base: nameKey(plain) || nameKey(printed), version: [...versions].sort().join(' + '), place, isSoft }
}

/** A record that was played before people: its tracks are live though their titles do not say so. */
export function isLiveAlbum(album: string): boolean {
  const words = fold(album)
  return /\b(?:live (?:at|in|from|on)|unplugged|in concert)\b|(?:^| )live(?: \d{4})?$|라이브/u.test(words)
}

const joins = /\s+(?:and|und|et|y|og|och|with|x|vs)\s+|\s*[&+]\s*/giu

/** One form of a name: folded, "&" and "and" as one, without a leading article. */
export function nameKey(name: string): string {
  const key = fold(name.replace(joins, ' and '))
  return key.replace(/^the (?=\S)/u, '')
}

const between = /\s*(?:,|;|\/|&|\+|\bfeat\.?|\bft\.?|\bfeaturing\b|\band\b|\bwith\b|\bvs\.?|\bx\b)\s+/iu

/** The keys by which an artist's name may be known: as printed first, then the people in it. */
export function artistKeys(printed: readonly string[]): readonly string[] {
  const keys = printed.map(nameKey)
  for (const name of printed) {
    const people = name.split(between).map(nameKey)
    if (people.length > 1) keys.push(...people)
  }
  return [...new Set(keys.filter(key => key !== ''))]
}
