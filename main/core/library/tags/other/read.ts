// Everything that has no reader of its own here is read by music-metadata, and told in the same words. Loaded only when such a file comes.
import { type IAudioMetadata, type IFormat, parseFromTokenizer } from 'music-metadata'
import { keyOfRegion } from '../audio-key.ts'
import { type Bytes, Malformed, MemoryBytes } from '../bytes.ts'
import { Collector } from '../collector.ts'
import { pictureMime } from '../cover.ts'
import { type TagSystem, tagSystems } from '../fields.ts'
import { ratingOfPopm } from '../ratings.ts'
import type { Container } from '../sniff.ts'
import type { Sound } from '../sound.ts'
import { readId3v2 } from '../systems/id3v2.ts'
import { readTrailingTags } from '../systems/trailing.ts'
import { chunkPlaces } from './chunks.ts'
import { WindowTokenizer } from './tokenizer.ts'

const mimes: Readonly<Record<Container, string>> = {
  mpeg: 'audio/mpeg',
  flac: 'audio/flac',
  ogg: 'audio/ogg',
  mp4: 'audio/mp4',
  wav: 'audio/wav',
  aiff: 'audio/aiff',
  asf: 'audio/x-ms-wma',
  ape: 'audio/x-ape',
  wavpack: 'audio/x-wavpack',
  musepack: 'audio/x-musepack',
  dsf: 'audio/x-dsf',
  dsdiff: 'audio/x-dff',
  matroska: 'audio/x-matroska',
}

/** Files that music-metadata reads by a name that it must be told. */
const extensions: Readonly<Record<Container, string>> = {
  mpeg: '.mp3',
  flac: '.flac',
  ogg: '.ogg',
  mp4: '.m4a',
  wav: '.wav',
  aiff: '.aiff',
  asf: '.wma',
  ape: '.ape',
  wavpack: '.wv',
  musepack: '.mpc',
  dsf: '.dsf',
  dsdiff: '.dff',
  matroska: '.mka',
}

/** Reads the file, or as much of it as can be read before it turns out to be damaged. Throws what music-metadata throws. */
export async function readOther(bytes: Bytes, container: Container, tags: Collector): Promise<Sound> {
  const tokenizer = new WindowTokenizer(bytes, `file${extensions[container]}`)
  let seen: IAudioMetadata | null = null
  let metadata: IAudioMetadata
  try {
    const observer = (event: { metadata: IAudioMetadata }) => {
      seen = event.metadata
    }
    metadata = await parseFromTokenizer(tokenizer, { duration: false, observer })
  } catch (thrown) {
    const partial = asMetadata(seen)
    if (!partial?.format.duration) throw thrown
    tags.warn(`not everything could be read (${thrown instanceof Error ? thrown.message : String(thrown)})`)
    metadata = partial
  }
  return told(bytes, container, metadata, tags)
}

/** The compiler cannot see that the observer was called. */
function asMetadata(seen: IAudioMetadata | null): IAudioMetadata | null {
  return seen
}

function told(bytes: Bytes, container: Container, metadata: IAudioMetadata, tags: Collector): Sound {
  const { format } = metadata
  const places = chunkPlaces(bytes, container)
  // Our own reader of ID3 knows what music-metadata splits and drops.
  for (const at of places.id3) readId3v2(bytes, at, tags)
  gatherNative(metadata, tags, places.id3.length > 0)
  const seconds = format.duration ?? 0
  const codec = codecOf(container, format)
  const isChunked = ['wav', 'aiff', 'dsf', 'dsdiff'].includes(container)
  if (format.hasAudio === false || (isChunked && !places.sound) || (seconds === 0 && !format.sampleRate))
    throw new Malformed('there is no sound in it')
  // Without chunks the sound is what lies between the tags.
  const region = places.sound ?? { from: 0, to: readTrailingTags(bytes, 0, new Collector()) }
  const isKeyed = !['matroska', 'mp4', 'asf'].includes(container) || places.sound !== null
  return {
    codec: codec.name,
    mime: container === 'matroska' && format.container === 'EBML/webm' ? 'audio/webm' : mimes[container],
    durationMs: Math.round(seconds * 1000),
    bitrate: format.bitrate || (isKeyed && seconds > 0 ? ((region.to - region.from) * 8) / seconds : null),
    sampleRate: format.sampleRate ?? null,
    channels: format.numberOfChannels ?? null,
    audioKey: isKeyed
      ? keyOfRegion(bytes, region.from, region.to, `${container}:${format.sampleRate}:${format.codec}`)
      : null,
    ...(codec.obstacle !== undefined && { obstacle: codec.obstacle }),
  }
}

/** What Chromium decodes inside wav (tried on 130); 65534 is PCM with a longer header. Other codings are named in the reason. */
const playedInWav = /^(?:PCM|IEEE_FLOAT|ALAW|MULAW|MPEGLAYER3|non-PCM \(65534\))$/

function codecOf(
  container: Container,
  { codec = '', bitsPerSample = 0 }: IFormat,
): { name: string; obstacle?: string } {
  switch (container) {
    case 'asf':
      return { name: 'wma' }
    case 'ape':
      return { name: 'ape' }
    case 'dsf':
    case 'dsdiff':
      return { name: 'dsd' }
    case 'wav':
      if (bitsPerSample > 32) return { name: 'wav', obstacle: 'WAV with 64 bits a sample' }
      return playedInWav.test(codec)
        ? { name: 'wav' }
        : { name: 'wav', obstacle: `WAV with ${codec || 'an unknown coding'}` }
    case 'matroska':
      return { name: matroskaCodec(codec) }
    case 'mp4':
      return { name: mp4Codec(codec) }
    default:
      return { name: container }
  }
}

function matroskaCodec(codec: string): string {
  const name = codec.toUpperCase()
  if (name.startsWith('AAC')) return 'aac'
  if (name.startsWith('MPEG/L')) return `mp${name.slice(6)}`
  if (name.startsWith('PCM')) return 'wav'
  return name.toLowerCase() || 'matroska'
}

function mp4Codec(codec: string): string {
  if (/AAC/.test(codec)) return 'aac'
  if (/ALAC/.test(codec)) return 'alac'
  if (/MP3/i.test(codec)) return 'mp3'
  return codec.toLowerCase() || 'mp4'
}

const systems: ReadonlySet<string> = new Set(tagSystems)
const isSystem = (name: string): name is TagSystem => systems.has(name)

/** Hands every native tag on under its own name. */
function gatherNative(metadata: IAudioMetadata, tags: Collector, hasOwnId3: boolean): void {
  for (const [system, values] of Object.entries(metadata.native)) {
    if (!isSystem(system) || (hasOwnId3 && system.startsWith('ID3v2'))) continue
    // ID3v1 and RIFF's INFO cannot say their encoding.
    const latin1 = system === 'ID3v1' || system === 'exif'
    for (const { id, value } of values) {
      if (typeof value === 'string') tags.add(system, id, value, latin1)
      else if (typeof value === 'number' || typeof value === 'boolean') tags.add(system, id, String(Number(value)))
      else if (isPopm(value)) tags.rate(system, ratingOfPopm(value.email, value.rating))
    }
  }
  for (const picture of metadata.common.picture ?? []) {
    const bytes = Buffer.from(picture.data.buffer, picture.data.byteOffset, picture.data.byteLength)
    const data = new MemoryBytes(bytes.subarray(pictureStart(bytes)))
    const type = /front/i.test(picture.type ?? 'front') ? 3 : /icon/i.test(picture.type ?? '') ? 1 : 0
    tags.addPicture({ bytes: data, at: 0, length: data.size, mime: picture.format, type })
  }
}

const signatures = [Buffer.from([0xff, 0xd8, 0xff]), Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')]
/** Two texts of UTF-16 may stand before a picture. */
const longestPictureHeader = 1024

/** Of WMA's pictures music-metadata hands out the end of the header with the picture: it starts where its signature is. */
function pictureStart(b: Buffer): number {
  const starts = signatures.map(signature => b.indexOf(signature)).filter(at => at > 0 && at < longestPictureHeader)
  return pictureMime(b) !== null || starts.length === 0 ? 0 : Math.min(...starts)
}

function isPopm(value: unknown): value is { email: string; rating: number } {
  return typeof value === 'object' && value !== null && 'email' in value && 'rating' in value
}
