// Which names count as music, which are passed over, and how a name that is no valid text is kept.
import { createHash } from 'node:crypto'

const audioEndings = new Set(
  'mp3 mp2 mp1 flac ogg oga opus spx m4a m4b m4r aac alac wav wave bwf aif aiff aifc wma asf ape wv mpc mp+ dsf dff mka weba caf ac3 tta'.split(
    ' ',
  ),
)
const pictureEndings = new Set(['jpg', 'jpeg', 'png', 'webp'])
/** Names of a record's picture, best first. */
const coverNames = ['cover', 'folder', 'front', 'album', 'albumart', 'albumartlarge', 'artwork']
/** Folders that systems and storage boxes keep for themselves. */
const housekeeping = new Set([
  '$RECYCLE.BIN',
  'System Volume Information',
  'lost+found',
  '@eaDir',
  '#recycle',
  '__MACOSX',
])

/** Lower case, without the dot; empty when there is none. */
export function ending(name: string): string {
  const dot = name.lastIndexOf('.')
  return dot <= 0 ? '' : name.slice(dot + 1).toLowerCase()
}

/** The name without its ending. */
export function stem(name: string): string {
  const dot = name.lastIndexOf('.')
  return dot <= 0 ? name : name.slice(0, dot)
}

/** Hidden files, AppleDouble twins (`._x.mp3`) and housekeeping folders. */
export function isPassedOver(name: string): boolean {
  return name.startsWith('.') || housekeeping.has(name)
}

export function isAudioName(name: string): boolean {
  return audioEndings.has(ending(name)) && !isPassedOver(name)
}

export function isPictureName(name: string): boolean {
  return pictureEndings.has(ending(name)) && !isPassedOver(name)
}

/** The picture that stands for the folder: by its name, else the only one there is. */
export function coverAmong(pictures: readonly string[]): string | null {
  for (const wanted of coverNames) {
    const found = pictures.filter(name => stem(name).toLowerCase() === wanted).sort()[0]
    if (found !== undefined) return found
  }
  return pictures.length === 1 ? (pictures[0] ?? null) : null
}

/** A disc of a set is part of the record in the folder around it. */
export function isDiscFolder(name: string): boolean {
  return /^(?:cd|dis[ck]|disque|side|디스크)[\s._-]*(?:\d{1,2}|[a-d])\b/iu.test(name)
}

/**
 * A readable, stable and distinct name for bytes that are no valid UTF-8: unreadable bytes as U+FFFD, and eight hex digits of all bytes before the
 * ending. Null when the bytes are valid.
 */
export function nameOfBytes(bytes: Uint8Array): { readonly name: string; readonly raw: Uint8Array | null } {
  const text = Buffer.from(bytes).toString('utf8')
  if (Buffer.from(text, 'utf8').equals(bytes)) return { name: text, raw: null }
  const mark = createHash('sha1').update(bytes).digest('hex').slice(0, 8)
  const dot = text.lastIndexOf('.')
  const name = dot <= 0 ? `${text}~${mark}` : `${text.slice(0, dot)}~${mark}${text.slice(dot)}`
  return { name, raw: Uint8Array.from(bytes) }
}
