// The music of debian-music.tsv: which tracks there are, by whom, of what style, and where their files lie.
import { readFileSync } from 'node:fs'
import { InputError } from '../logs.ts'

export interface MusicTrack {
  readonly package: string
  /** As in the table: a path below the root, or `pk3/…` inside the zip that nexuiz-music keeps its files in. */
  readonly pathInPackage: string
  readonly seconds: number
  /** Who made it, in one spelling; the package's name where the tags do not say. */
  readonly artist: string
  /** Words of the package's style: 'ambient', 'electronic'. */
  readonly styles: readonly string[]
}

/** Seven games by one composer, whose files carry no tags: their copyright files name Kenta Cho. */
const oneComposer = new Set(
  ['gunroar', 'mu-cade', 'noiz2sa', 'parsec47', 'titanion', 'torus-trooper', 'tumiki-fighters'].map(
    game => `${game}-data`,
  ),
)
/** Spellings of one name that letters alone do not bring together. */
const alsoKnownAs: Readonly<Record<string, string>> = {
  'gerd elysis raudenbusch': 'elysis',
  'www elysis de': 'elysis',
}
const noStyle = new Set(['stem', 'pairs', 'mixed', 'game', 'new', 'age'])

export function readMusic(file: string): MusicTrack[] {
  const [head = '', ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n')
  const columns = head.split('\t')
  return lines.map((line, index) => {
    const fields = line.split('\t')
    const field = (name: string) => {
      const at = columns.indexOf(name)
      if (at < 0) throw new InputError(file, 1, `the column “${name}” is missing`)
      return fields[at]?.trim() ?? ''
    }
    const seconds = Number(field('seconds'))
    if (!(seconds > 0)) throw new InputError(file, index + 2, `“seconds” is not a length: “${field('seconds')}”`)
    return {
      package: field('package'),
      pathInPackage: field('path_in_package'),
      seconds,
      artist: artistOf(field('tag_artist'), field('package')),
      styles: wordsOf(field('style_by_package_manual')),
    }
  })
}

function artistOf(tag: string, name: string): string {
  const plain = tag
    .split(';')[0]
    ?.normalize('NFD')
    .toLowerCase()
    .replace(/\p{Mark}/gu, '')
    .replace(/[^\p{Letter}\p{Number}]+/gu, ' ')
    .trim()
  if (!plain) return oneComposer.has(name) ? 'kenta cho' : name
  return alsoKnownAs[plain] ?? plain
}

function wordsOf(style: string): string[] {
  const words = style
    .toLowerCase()
    .replace('new-age', 'newage')
    .split(/[^a-z]+/)
  return [...new Set(words.filter(word => word !== '' && !noStyle.has(word)))]
}
