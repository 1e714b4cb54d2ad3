// A few sounds in every format, and how each format is given tags and a cover: what a made library is made of.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { custom, id3v2, picture, text } from '../fixtures/audio/id3.ts'
import { atom, type Item, mp4, tagsAtom } from '../fixtures/audio/mp4.ts'
import { mpegStream } from '../fixtures/audio/mpeg.ts'
import { jpegLike } from '../fixtures/audio/pictures.ts'
import { hasFfmpeg } from '../fixtures/audio/tools.ts'
import { type Comments, flac, ogg, oggPage, pictureBlock, vorbisComment } from '../fixtures/audio/vorbis.ts'

export type Format = 'mp3' | 'flac' | 'ogg' | 'opus' | 'm4a'

/** One sound, whole files without tags, by format; empty where no encoder was had. */
export type BaseSound = Readonly<Partial<Record<Format, Buffer>>>

export interface Label {
  readonly title: string
  readonly artist: string
  readonly album: string
  readonly track: number
  readonly of: number
  readonly year: number
  readonly genre: string
  readonly gainDb: number | null
  readonly cover: Buffer | null
}

const coverBytes = 70_000
const many = 6
const mp3Args = ['-b:a 128k', '-b:a 192k', '-q:a 2', '-q:a 4', '-b:a 128k -write_xing 0', '-b:a 320k']

/** Six sounds of about four seconds, and as many pictures. */
export function baseSounds(): { sounds: readonly BaseSound[]; jpegs: readonly Buffer[]; real: boolean } {
  if (!hasFfmpeg) return { sounds: [{}], jpegs: [jpegLike(5000)], real: false }
  const folder = mkdtempSync(join(tmpdir(), 'dwell-sounds-'))
  try {
    const made = Array.from({ length: many }, (_, k) => encodeOne(folder, k))
    return { sounds: made.map(one => one.sound), jpegs: made.map(one => one.jpeg), real: true }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function encodeOne(folder: string, k: number): { sound: BaseSound; jpeg: Buffer } {
  const run = (args: string) =>
    execFileSync('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-nostdin', '-y', ...args.split(' ')])
  const at = (name: string) => join(folder, `${k}.${name}`)
  const hertz = 196 + 37 * k
  const seconds = 3.6 + 0.2 * k
  // No encoder string with a date, fixed serial numbers: the same bytes every time.
  const plain = '-map_metadata -1 -fflags +bitexact -flags:a +bitexact'
  run(
    `-f lavfi -i aevalsrc=0.03*sin(2*PI*${hertz}*t)+0.01*(random(${k})-0.5)|0.03*sin(2*PI*${hertz}*1.5*t):s=44100:d=${seconds} -c:a pcm_s16le ${at('wav')}`,
  )
  run(`-i ${at('wav')} ${plain} -id3v2_version 0 -c:a libmp3lame ${mp3Args[k] ?? '-b:a 128k'} ${at('mp3')}`)
  run(`-i ${at('wav')} ${plain} -c:a flac ${at('flac')}`)
  run(`-i ${at('wav')} ${plain} -c:a libvorbis -q:a ${3 + (k % 3)} ${at('ogg')}`)
  run(`-i ${at('wav')} ${plain} -c:a libopus -b:a ${96 + 16 * (k % 3)}k -ar 48000 ${at('opus')}`)
  run(`-i ${at('wav')} ${plain} -c:a aac -b:a 128k ${k % 2 === 0 ? '-movflags +faststart ' : ''}-f ipod ${at('m4a')}`)
  run(`-f lavfi -i testsrc2=s=600x600:d=1,hue=h=${k * 60} -frames:v 1 -q:v 9 -bitexact ${at('jpg')}`)
  const read = (name: string) => readFileSync(at(name))
  return {
    sound: { mp3: read('mp3'), flac: read('flac'), ogg: read('ogg'), opus: read('opus'), m4a: read('m4a') },
    jpeg: read('jpg'),
  }
}

/** A picture of its own for an album: JPEG comments name it and fill it up to 70,000 bytes. */
export function coverOf(jpegs: readonly Buffer[], album: number): Buffer {
  const jpeg = jpegs[album % jpegs.length] ?? jpegLike(5000)
  const segments: Buffer[] = []
  for (let missing = coverBytes - jpeg.length; missing > 4; ) {
    const length = Math.min(missing, 60_000)
    const segment = Buffer.alloc(length, 0x20)
    segment.writeUInt16BE(0xfffe, 0)
    segment.writeUInt16BE(length - 2, 2)
    segment.write(`album ${album}`, 4, 'latin1')
    segments.push(segment)
    missing -= length
  }
  return Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)])
}

/** A whole file: the sound, or bytes that pass for one, with its label. `serial` makes bytes that pass for a sound differ. */
export function dress(format: Format, base: BaseSound, label: Label, serial: number): Buffer {
  const sound = base[format]
  switch (format) {
    case 'mp3':
      return Buffer.concat([id3Of(label), sound ?? mpegStream({ frames: 140, sound: serial & 0x7f, header: 'Info' })])
    case 'flac':
      return sound
        ? dressFlac(sound, label)
        : flac({ comments: commentsOf(label), ...(label.cover && { picture: label.cover }) })
    case 'ogg':
    case 'opus': {
      const codec = format === 'ogg' ? 'vorbis' : 'opus'
      return sound ? dressOgg(sound, codec, label) : ogg({ codec, comments: commentsOf(label), sound: serial & 0xff })
    }
    case 'm4a':
      return sound ? dressMp4(sound, itemsOf(label)) : mp4({ items: itemsOf(label) })
  }
}

function id3Of(label: Label): Buffer {
  return id3v2([
    text('TIT2', label.title),
    text('TPE1', label.artist),
    text('TPE2', label.artist),
    text('TALB', label.album),
    text('TRCK', `${label.track}/${label.of}`),
    text('TPOS', '1/1'),
    text('TDRC', String(label.year)),
    text('TCON', label.genre),
    ...(label.gainDb === null ? [] : [custom('REPLAYGAIN_TRACK_GAIN', `${label.gainDb.toFixed(2)} dB`)]),
    ...(label.cover === null ? [] : [picture(label.cover)]),
  ])
}

function commentsOf(label: Label): Comments {
  return [
    ['TITLE', label.title],
    ['ARTIST', label.artist],
    ['ALBUMARTIST', label.artist],
    ['ALBUM', label.album],
    ['TRACKNUMBER', String(label.track)],
    ['TRACKTOTAL', String(label.of)],
    ['DISCNUMBER', '1'],
    ['DATE', String(label.year)],
    ['GENRE', label.genre],
    ...(label.gainDb === null ? [] : [['REPLAYGAIN_TRACK_GAIN', `${label.gainDb.toFixed(2)} dB`] as const]),
  ]
}

function itemsOf(label: Label): readonly Item[] {
  return [
    ['©nam', label.title],
    ['©ART', label.artist],
    ['aART', label.artist],
    ['©alb', label.album],
    ['trkn', `${label.track}/${label.of}`],
    ['disk', '1/1'],
    ['©day', String(label.year)],
    ['©gen', label.genre],
  ]
}

/** The stream's own facts first, then the label, then the frames. */
function dressFlac(sound: Buffer, label: Label): Buffer {
  let at = 4
  let info: Buffer | null = null
  for (let last = false; !last; ) {
    const head = sound.readUInt32BE(at)
    last = head >>> 31 === 1
    const length = head & 0xffffff
    if (((head >>> 24) & 0x7f) === 0) info = sound.subarray(at + 4, at + 4 + length)
    at += 4 + length
  }
  if (info === null) throw new Error('a FLAC file without its facts')
  const blocks: readonly (readonly [number, Buffer])[] = [
    [0, info],
    [4, vorbisComment(commentsOf(label))],
    ...(label.cover === null ? [] : [[6, pictureBlock(label.cover)] as const]),
  ]
  const written = blocks.flatMap(([kind, body], i) => {
    const head = Buffer.alloc(4)
    head.writeUInt32BE((((kind | (i === blocks.length - 1 ? 0x80 : 0)) << 24) | body.length) >>> 0)
    return [head, body]
  })
  return Buffer.concat([sound.subarray(0, 4), ...written, sound.subarray(at)])
}

/** The second page holds the comments (and for Vorbis the set-up): it is written anew, the others stay as they are. */
function dressOgg(sound: Buffer, codec: 'vorbis' | 'opus', label: Label): Buffer {
  const second = pageEnd(sound, 0)
  const third = pageEnd(sound, second)
  const serial = sound.readUInt32LE(14)
  const comment = vorbisComment(commentsOf(label))
  const packets =
    codec === 'opus'
      ? [Buffer.concat([Buffer.from('OpusTags'), comment])]
      : [Buffer.concat([Buffer.from('\x03vorbis', 'latin1'), comment, Buffer.from([1])]), setupOf(sound, second)]
  const lacing = packets.flatMap(packet => [
    ...Array.from({ length: Math.floor(packet.length / 255) }, () => 255),
    packet.length % 255,
  ])
  const page = oggPage({ serial, sequence: 1, granule: 0 }, lacing, Buffer.concat(packets))
  return Buffer.concat([sound.subarray(0, second), page, sound.subarray(third)])
}

function pageEnd(sound: Buffer, at: number): number {
  const segments = sound.readUInt8(at + 26)
  let end = at + 27 + segments
  for (let i = 0; i < segments; i++) end += sound.readUInt8(at + 27 + i)
  return end
}

/** The packet behind the comments in a page that holds both. */
function setupOf(sound: Buffer, page: number): Buffer {
  const from = sound.indexOf('\x05vorbis', page, 'latin1')
  return sound.subarray(from, pageEnd(sound, page))
}

/** Tags go into the table of contents; where that lies before the sound, the places of the sound move on. */
function dressMp4(sound: Buffer, items: readonly Item[]): Buffer {
  const parts = atomsOf(sound)
  const at = (name: string) => parts.findIndex(part => part.name === name)
  const isFirst = at('moov') < at('mdat')
  return Buffer.concat(
    parts.map(({ name, body }) => {
      if (name !== 'moov') return atom(name, body)
      const kept = atomsOf(body).filter(part => part.name !== 'udta')
      const moov = Buffer.concat([...kept.map(part => atom(part.name, part.body)), tagsAtom(items)])
      if (isFirst) movePlaces(moov, moov.length - body.length)
      return atom('moov', moov)
    }),
  )
}

function atomsOf(bytes: Buffer): readonly { readonly name: string; readonly body: Buffer }[] {
  const parts: { name: string; body: Buffer }[] = []
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at)
    parts.push({ name: bytes.toString('latin1', at + 4, at + 8), body: bytes.subarray(at + 8, at + length) })
    at += length
  }
  return parts
}

function movePlaces(moov: Buffer, by: number): void {
  const at = moov.indexOf('stco', 0, 'latin1')
  const count = moov.readUInt32BE(at + 8)
  for (let i = 0; i < count; i++) moov.writeUInt32BE(moov.readUInt32BE(at + 12 + i * 4) + by, at + 12 + i * 4)
}
