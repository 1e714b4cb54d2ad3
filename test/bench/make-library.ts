// `node test/bench/make-library.ts DIR N`: N short, tagged files as Artist/Album/NN Title.ext, the same for the same N. Half mp3, a quarter flac,
// the rest ogg vorbis, opus and m4a; 70 kB covers in half of the mp3 and flac albums; sounds by ffmpeg, or made of bytes where there is none.
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type BaseSound, baseSounds, coverOf, dress, type Format, type Label } from './base-sounds.ts'
import { names, type Script } from './names.ts'
import { type Random, seeded } from './random.ts'

const shares: Readonly<Record<Format, number>> = { mp3: 50, flac: 25, ogg: 15, opus: 5, m4a: 5 }
const formats = Object.keys(shares) as readonly Format[] // the keys of a literal are exactly its names
const genres = [
  'Rock',
  'Pop',
  'Jazz',
  'Classical',
  'Electronic',
  'Folk',
  'Hip-Hop',
  'Metal',
  'Ambient',
  'K-Pop',
  '발라드',
  'R&B',
]
const tracksAnAlbum = [12, 10, 14, 11, 13]
const albumsAnArtist = 4

export interface MadeLibrary {
  readonly files: number
  readonly bytes: number
  /** Real sounds, which players take; else only tag readers do. */
  readonly real: boolean
}

/** Writes the library under `folder`, which must be empty or not there. */
export function makeLibrary(folder: string, files: number, seed = 1): MadeLibrary {
  mkdirSync(folder, { recursive: true })
  if (readdirSync(folder).length > 0)
    throw new Error(`${folder} is not empty: name a folder that is, or remove what is in it`)
  const random = seeded(seed)
  const shelf = names(random, 400)
  const { sounds, jpegs, real } = baseSounds()
  const made: Record<Format, { files: number; albums: number }> = {
    mp3: { files: 0, albums: 0 },
    flac: { files: 0, albums: 0 },
    ogg: { files: 0, albums: 0 },
    opus: { files: 0, albums: 0 },
    m4a: { files: 0, albums: 0 },
  }
  let bytes = 0
  let artist = ''
  let script: Script = 'latin'
  for (let album = 0, done = 0; done < files; album++) {
    if (album % albumsAnArtist === 0) {
      script = scriptOf(random)
      artist = `${random.next() < 0.5 ? shelf.person(script) : shelf.band(script)}${album >= 400 ? ` ${album}` : ''}`
    }
    const count = Math.min(tracksAnAlbum[album % tracksAnAlbum.length] ?? 12, files - done)
    const format = mostBehind(made, done + count)
    const nth = made[format].albums++
    const hasCover = (format === 'mp3' || format === 'flac') && nth % 2 === 0
    const cover = hasCover ? coverOf(jpegs, album) : null
    const title = `${shelf.title(script)} ${album}`
    const path = join(folder, safe(artist), safe(title))
    mkdirSync(path, { recursive: true })
    for (let track = 1; track <= count; track++, done++) {
      const label: Label = {
        title: shelf.title(script),
        artist,
        album: title,
        track,
        of: count,
        year: 1965 + ((album * 13) % 60),
        genre: genres[(album >> 2) % genres.length] ?? 'Rock',
        gainDb: nth % 3 === 1 ? -12 + ((done * 37) % 120) / 10 : null,
        cover,
      }
      const base: BaseSound = sounds[(done * 5 + album) % sounds.length] ?? {}
      const file = join(path, `${String(track).padStart(2, '0')} ${safe(label.title)}.${format}`)
      const whole = dress(format, base, label, done)
      writeFileSync(file, whole)
      const when = 1_420_070_400 + done * 3607
      utimesSync(file, when, when)
      bytes += whole.length
      made[format].files++
    }
  }
  return { files, bytes, real }
}

function scriptOf(random: Random): Script {
  const dice = random.next()
  return dice < 0.15 ? 'korean' : dice < 0.22 ? 'japanese' : 'latin'
}

function mostBehind(made: Readonly<Record<Format, { files: number }>>, files: number): Format {
  const behind = (format: Format) => (shares[format] * files) / 100 - made[format].files
  return formats.reduce((most, format) => (behind(format) > behind(most) ? format : most), 'mp3')
}

/** A file name that every system takes. */
function safe(name: string): string {
  return name.replace(/[/\\:*?"<>|]/gu, '_').replace(/[. ]+$/u, '') || '_'
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [folder, files] = process.argv.slice(2)
  if (folder === undefined || !Number.isInteger(Number(files)) || Number(files) < 1) {
    console.error('usage: node test/bench/make-library.ts DIR N')
    process.exit(2)
  }
  const made = makeLibrary(folder, Number(files))
  console.log(
    `${made.files} files, ${(made.bytes / 1e6).toFixed(0)} MB${made.real ? '' : ', sounds made of bytes (no ffmpeg here)'}`,
  )
}
