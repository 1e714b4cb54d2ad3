// Writes the demonstration's library: composes each record, encodes it in its format with tags and art, a file at a time.
import { existsSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { catalogue, type DemoAlbum, hueOf } from './catalogue.ts'
import { COVER_SIZE, coverPng } from './cover.ts'
import { encodeFlac, type FlacTags } from './flac.ts'
import { encodeOggOpus } from './ogg-opus.ts'
import { seededRandom, seedOf } from './random.ts'
import { interleaved, type Recording, render } from './render.ts'
import { type StyleName, styles } from './styles.ts'
import { encodeWav } from './wav.ts'

interface Job {
  readonly album: DemoAlbum
  readonly index: number
  readonly title: string
  readonly artist: string
  readonly style: StyleName
  readonly file: string
}

/** Several makers share the work by albums: this one is number `index` (from 0) of `of`. */
export interface Share {
  readonly index: number
  readonly of: number
}

export const tracksInAll = catalogue.reduce((sum, album) => sum + album.tracks.length, 0)

/**
 * Makes a share of the library below `folder`, the same bytes every time; files that are there already are kept, so a broken-off run goes
 * on. Calls `onMade` after each file.
 */
export async function makeDemoLibrary(folder: string, share: Share, onMade: (file: string) => void): Promise<void> {
  const jobs = catalogue.filter((_, index) => index % share.of === share.index).flatMap(jobsOf)
  for (const job of jobs) {
    const path = join(folder, job.file)
    if (!existsSync(path)) {
      await mkdir(join(path, '..'), { recursive: true })
      if (job.album.cover === 'folder' && job.index === 0)
        await write(join(path, '..', 'cover.png'), coverOf(job.album))
      await write(path, encode(job))
    }
    onMade(job.file)
  }
}

/** Whole or not at all: a file that is there was finished. */
async function write(path: string, bytes: Uint8Array): Promise<void> {
  await writeFile(`${path}.part`, bytes)
  await rename(`${path}.part`, path)
}

function jobsOf(album: DemoAlbum): Job[] {
  return album.tracks.map((track, index) => {
    const { title, artist, style } =
      typeof track === 'string' ? { title: track, artist: album.artist, style: album.style } : track
    const name = `${String(index + 1).padStart(2, '0')} ${title}.${album.format}`
    return { album, index, title, artist, style, file: join(album.artist, album.title, name) }
  })
}

const coverOf = (album: DemoAlbum) => coverPng(seedOf(`${album.artist} ${album.title}`), hueOf(album.style))
/** Whole seconds, so that a continuous record can be cut between samples of every rate. */
const secondsOf = (album: DemoAlbum, index: number) => 26 + (seedOf(`${album.artist}${album.title}${index}`) % 22)

function encode(job: Job): Uint8Array {
  const { album, index, title, artist } = job
  const frames = [
    ['TITLE', title],
    ['ARTIST', artist],
    ['ALBUM', album.title],
    ['ALBUMARTIST', album.artist],
    ['TRACKNUMBER', String(index + 1)],
    ['TRACKTOTAL', String(album.tracks.length)],
    ['DISCNUMBER', '1'],
    ['DATE', String(album.year)],
    ['GENRE', album.genre],
    ...(album.compilation ? ([['COMPILATION', '1']] as const) : []),
  ] as const
  if (album.format === 'wav') return encodeWav(mono(record(job, 22_050)), 22_050, 1, id3Frames(job))
  const picture =
    album.cover === 'embedded'
      ? { mime: 'image/png', width: COVER_SIZE, height: COVER_SIZE, bytes: coverOf(album) }
      : null
  const tags: FlacTags = { comments: frames, picture }
  if (album.format === 'opus') return encodeOggOpus(interleaved(record(job, 48_000)), 96_000, tags)
  return encodeFlac(interleaved(record(job, 44_100)), 44_100, tags)
}

function id3Frames({ album, index, title, artist }: Job): (readonly [string, string])[] {
  return [
    ['TIT2', title],
    ['TPE1', artist],
    ['TALB', album.title],
    ['TPE2', album.artist],
    ['TRCK', `${index + 1}/${album.tracks.length}`],
    ['TPOS', '1/1'],
    ['TDRC', String(album.year)],
    ['TCON', album.genre],
  ]
}

/** Loudness differs from record to record, as it does on a real shelf. */
const peakOf = (album: DemoAlbum) => 0.45 + (seedOf(album.title) % 45) / 100

function record({ album, index, title, artist, style }: Job, rate: number): Recording {
  if (album.continuous) return cut(whole(album, rate), album, index)
  const random = seededRandom(seedOf(`${artist} ${title}`))
  const seconds = secondsOf(album, index)
  return render(styles[style](seconds, random), seconds, rate, peakOf(album), random)
}

let lastWhole: { readonly album: DemoAlbum; readonly recording: Recording } | null = null

/** A continuous record is composed once and cut; the tracks of an album are made one after another, so one is remembered. */
function whole(album: DemoAlbum, rate: number): Recording {
  if (lastWhole?.album === album && lastWhole.recording.rate === rate) return lastWhole.recording
  const random = seededRandom(seedOf(album.title))
  const seconds = album.tracks.reduce((sum, _, index) => sum + secondsOf(album, index), 0)
  const recording = render(styles[album.style](seconds, random), seconds, rate, peakOf(album), random)
  lastWhole = { album, recording }
  return recording
}

function cut({ rate, left, right }: Recording, album: DemoAlbum, index: number): Recording {
  let from = 0
  for (let i = 0; i < index; i++) from += secondsOf(album, i) * rate
  const to = from + secondsOf(album, index) * rate
  return { rate, left: left.slice(from, to), right: right.slice(from, to) }
}

function mono({ left, right }: Recording): Int16Array {
  return Int16Array.from(left, (sample, i) => Math.round(((sample + (right[i] ?? 0)) / 2) * 32767))
}
