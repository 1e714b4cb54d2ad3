// One file to one reading: opened with care, known by its content, read by its container's reader, told in our words.
import { DwellError } from '../../../../preload/contract/errors.ts'
import { type Bytes, createWindows, FileBytes, Malformed, PiecedBytes, type Windows } from './bytes.ts'
import { Collector } from './collector.ts'
import { type CoverMemory, createCoverMemory } from './cover.ts'
import { readFlac } from './flac/read.ts'
import { readMp4 } from './mp4/read.ts'
import { readMpeg } from './mpeg/read.ts'
import { describe } from './normalise.ts'
import { readOgg } from './ogg/read.ts'
import { type Disk, realDisk, withOpenFile } from './open-file.ts'
import { type Container, containerAt, strangerAt } from './sniff.ts'
import type { Sound } from './sound.ts'
import { readId3v2 } from './systems/id3v2.ts'
import type { FileToRead, Reading, Unreadable } from './tagged.ts'

/** What serves one file after another. */
export interface Desk {
  readonly windows: Windows
  readonly covers: CoverMemory
  readonly disk: Disk
}

export function createDesk(disk: Disk = realDisk): Desk {
  return { windows: createWindows(), covers: createCoverMemory(), disk }
}

/** Never rejects: what is wrong with a file is its reading. Answers at once for the formats that most libraries are made of. */
export function readFile(file: FileToRead, desk: Desk): Reading | Promise<Reading> {
  try {
    const reading = withOpenFile(file, desk.disk, (fd, size): Reading | Promise<Reading> => {
      const bytes = new FileBytes(fd, size, desk.windows)
      const tags = new Collector()
      const sound = readSound(bytes, tags)
      if (!(sound instanceof Promise)) return describe(sound, tags, desk.covers)
      return sound.then(found => describe(found, tags, desk.covers))
    })
    return reading instanceof Promise ? reading.catch(unreadable) : reading
  } catch (thrown) {
    return unreadable(thrown)
  }
}

/**
 * Gathers tags and sound of an open file. A file whose sound is cut off is read as long as some of it can be played, told as
 * long as it plays, with a warning; only one without any sound is refused.
 * Throws DwellError, Malformed, or what a parser stumbles over.
 */
export function readSound(bytes: Bytes, tags: Collector): Sound | Promise<Sound> {
  let at = 0
  for (let end = readId3v2(bytes, at, tags); end !== null; end = readId3v2(bytes, at, tags)) {
    if (end >= bytes.size) {
      throw new DwellError(
        'file-truncated',
        'The file ends inside its tags: there is no sound in it. Copy it again from where it came.',
      )
    }
    at = end
  }
  const container = containerAt(bytes, at)
  const sound = container && readKnown(bytes, at, container, tags)
  if (sound) return sound
  if (container && container !== 'mpeg') return readByLibrary(bytes, at, container, tags)
  const stranger = strangerAt(bytes, at)
  const mpeg = stranger === null ? readMpeg(bytes, at, tags) : null
  if (mpeg) return mpeg
  if (!tags.isEmpty) throw new Malformed('there are tags, but no sound behind them')
  throw new DwellError(
    'file-not-audio',
    stranger === null
      ? 'No sound was found in this file. It may be damaged, or no music at all.'
      : `This is ${stranger}, whatever its name says. Rename it or move it out of the library.`,
  )
}

function readKnown(bytes: Bytes, at: number, container: Container, tags: Collector): Sound | null {
  switch (container) {
    case 'mpeg':
      return readMpeg(bytes, at, tags)
    case 'flac':
      return readFlac(bytes, at, tags)
    case 'ogg':
      return readOgg(bytes, at, tags)
    case 'mp4':
      return readMp4(bytes, tags)
    default:
      return null
  }
}

/** Music-metadata looks for the format at the very start, so a tag before it is left out. */
async function readByLibrary(bytes: Bytes, at: number, container: Container, tags: Collector): Promise<Sound> {
  const { readOther } = await import('./other/read.ts')
  const behind = at === 0 ? bytes : new PiecedBytes(bytes, [{ at, length: bytes.size - at }])
  return readOther(behind, container, tags)
}

const truncated = /cut off|end-of-stream|end of stream|truncated|no sound behind/i

function unreadable(thrown: unknown): Unreadable {
  if (thrown instanceof DwellError) return { ok: false, code: thrown.code, message: thrown.message }
  const said = thrown instanceof Error ? thrown.message : String(thrown)
  if (thrown instanceof RangeError && /maxBufferSize|keeps its reader busy/.test(said)) {
    return {
      ok: false,
      code: 'tags-too-large',
      message: `The tags are too large to be read (${said}). Write them anew with a tag editor.`,
    }
  }
  const isShort = thrown instanceof Malformed ? truncated.test(said) : outOfBytes(thrown, said)
  if (isShort) {
    return {
      ok: false,
      code: 'file-truncated',
      message: `The file ends too early (${said}). Copy it again from where it came.`,
    }
  }
  return { ok: false, code: 'file-broken', message: `The file is damaged (${said}). Play it elsewhere, or replace it.` }
}

/** Buffer and parser alike complain when there are fewer bytes than a header promises. */
function outOfBytes(thrown: unknown, said: string): boolean {
  if (thrown instanceof Error && thrown.name === 'EndOfStreamError') return true
  return (
    truncated.test(said) ||
    (thrown instanceof RangeError && 'code' in thrown && thrown.code === 'ERR_BUFFER_OUT_OF_BOUNDS')
  )
}
