// Real files to listen to, made in milliseconds by the encoders of the demonstration: a tone each, a few seconds long, tagged.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { encodeFlac } from '../../../main/core/demo/flac.ts'
import { encodeOggOpus } from '../../../main/core/demo/ogg-opus.ts'
import { encodeWav } from '../../../main/core/demo/wav.ts'

export interface Recording {
  readonly title: string
  readonly artist: string
  readonly album: string
  readonly number: number
  readonly seconds: number
}

/** No two recordings sound alike: a file is known by its sound too. */
let hertz = 180

/** Writes `recording` where `file` says; its ending chooses the format: flac, opus or wav. */
export function record(file: string, recording: Recording): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, encoded(extname(file), recording))
}

/** A record as a folder: numbered flac files of one album. */
export function recordAlbum(
  folder: string,
  { artist, album }: Pick<Recording, 'artist' | 'album'>,
  tracks: readonly (readonly [title: string, seconds: number])[],
): void {
  for (const [index, [title, seconds]] of tracks.entries())
    record(join(folder, album, `0${index + 1} ${title}.flac`), { artist, album, title, seconds, number: index + 1 })
}

/** A flac file with good tags whose sound is noise that no decoder takes: it is found, and fails when it is played. */
export function recordBroken(file: string, recording: Recording): void {
  const whole = encoded('.flac', recording)
  const kept = 1024
  const broken = Buffer.alloc(whole.length, 0x5a)
  broken.set(whole.subarray(0, kept))
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, broken)
}

function encoded(ending: string, { title, artist, album, number, seconds }: Recording): Uint8Array {
  const comments = [
    ['TITLE', title],
    ['ARTIST', artist],
    ['ALBUM', album],
    ['TRACKNUMBER', String(number)],
  ] as const
  switch (ending) {
    case '.flac':
      return encodeFlac(tone(8_000, seconds), 8_000, { comments, picture: null })
    case '.opus':
      return encodeOggOpus(tone(48_000, seconds), 24_000, { comments, picture: null })
    case '.wav':
      return encodeWav(tone(8_000, seconds), 8_000, 2, [
        ['TIT2', title],
        ['TPE1', artist],
        ['TALB', album],
        ['TRCK', String(number)],
      ])
    default:
      throw new Error(`nothing here writes ${ending}`)
  }
}

function tone(rate: number, seconds: number): Int16Array {
  hertz += 7
  const frames = Math.round(rate * seconds)
  const samples = new Int16Array(2 * frames)
  for (let n = 0; n < frames; n++)
    samples.fill(Math.round(6_000 * Math.sin((n * hertz * 2 * Math.PI) / rate)), 2 * n, 2 * n + 2)
  return samples
}
