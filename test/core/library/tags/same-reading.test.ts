// Our own readers of the common formats and music-metadata tell the same about the same file, but for differences that are named here.
import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, extname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWindows, FileBytes } from '../../../../main/core/library/tags/bytes.ts'
import { Collector } from '../../../../main/core/library/tags/collector.ts'
import { createCoverMemory } from '../../../../main/core/library/tags/cover.ts'
import { describe as describeSong } from '../../../../main/core/library/tags/normalise.ts'
import { readOther } from '../../../../main/core/library/tags/other/read.ts'
import { containerAt } from '../../../../main/core/library/tags/sniff.ts'
import { id3v2End } from '../../../../main/core/library/tags/systems/id3v2.ts'
import type { Tagged } from '../../../../main/core/library/tags/tagged.ts'
import { AudioFolder } from '../../../fixtures/audio/folder.ts'
import { custom, id3v1, id3v2, picture, picture22, rated, text } from '../../../fixtures/audio/id3.ts'
import { mp4 } from '../../../fixtures/audio/mp4.ts'
import { mpegStream } from '../../../fixtures/audio/mpeg.ts'
import { jpegLike } from '../../../fixtures/audio/pictures.ts'
import { mediaArchives, needsMedia } from '../../../fixtures/audio/tools.ts'
import { flac, ogg } from '../../../fixtures/audio/vorbis.ts'

const folder = new AudioFolder()
afterAll(() => folder.close())

/** The same file told by music-metadata alone. Null when it cannot read it. */
async function byLibrary(path: string): Promise<Tagged | null> {
  const fd = openSync(path, 'r')
  try {
    const bytes = new FileBytes(fd, statSync(path).size, createWindows())
    let at = 0
    for (let end = id3v2End(bytes, at); end !== null; end = id3v2End(bytes, at)) at = end
    const container = containerAt(bytes, at) ?? 'mpeg'
    const tags = new Collector()
    return describeSong(await readOther(bytes, container, tags), tags, createCoverMemory())
  } catch {
    return null
  } finally {
    closeSync(fd)
  }
}

/** What a listener reads; the sound's facts are compared apart. */
function words(song: Tagged) {
  const { title, artist, artists, album, albumArtist, artistSort, albumSort, albumArtistSort, titleSort } = song
  const { compilation, disc, track, year, genres, picture: cover } = song
  return {
    title,
    artist,
    artists,
    album,
    albumArtist,
    artistSort,
    albumSort,
    albumArtistSort,
    titleSort,
    compilation,
    disc,
    track,
    year,
    genres,
    cover,
  }
}

function loudness({ trackGainDb, trackPeak, albumGainDb, albumPeak, sampleRate, channels }: Tagged) {
  return { trackGainDb, trackPeak, albumGainDb, albumPeak, sampleRate, channels }
}

async function expectSame(
  path: string,
  except: Partial<Record<'words' | 'sound' | 'length', string>> = {},
): Promise<void> {
  const ours = await folder.read(path)
  const theirs = await byLibrary(path)
  if (!ours.ok || !theirs) return
  if (except.words === undefined) expect(words(ours)).toEqual(words(theirs))
  if (except.sound === undefined) expect(loudness(ours)).toEqual(loudness(theirs))
  // Where music-metadata tells a length at all; truncated files are told by us as long as they play.
  if (except.length === undefined && theirs.durationMs > 0 && ours.warning === null) {
    expect(Math.abs(ours.durationMs - theirs.durationMs)).toBeLessThan(Math.max(60, theirs.durationMs * 0.01))
  }
}

describe('a built file is read alike by us and by music-metadata', () => {
  const frames = [
    text('TIT2', 'Rain'),
    text('TPE1', ['Ada', 'Milo'], 'utf-16'),
    text('TPE2', 'Ada', 'utf-16be'),
    text('TALB', 'Größe', 'latin1'),
    text('TRCK', '3/12'),
    text('TPOS', '1/2'),
    text('TCON', ['Jazz', '17']),
    text('TDRC', '1999-05-01'),
    text('TSOP', 'Ada, A'),
    text('TCMP', '1'),
    custom('REPLAYGAIN_TRACK_GAIN', '-7.54 dB'),
    custom('REPLAYGAIN_TRACK_PEAK', '0.98'),
    rated('a', 196),
    picture(jpegLike(40_000)),
  ]
  const comments = [
    ['TITLE', 'Rain'],
    ['ARTIST', 'Ada'],
    ['ARTIST', 'Milo'],
    ['ALBUM', '날씨'],
    ['TRACKNUMBER', '3'],
    ['DATE', '1999'],
    ['GENRE', 'Jazz'],
    ['REPLAYGAIN_ALBUM_GAIN', '-1.00 dB'],
  ] as const
  const stream = mpegStream({ frames: 300, header: 'Info' })
  const files: Readonly<Record<string, Buffer>> = {
    'v24.mp3': Buffer.concat([id3v2(frames, { padding: 100 }), stream]),
    'v23.mp3': Buffer.concat([
      id3v2(
        frames.filter(f => f.id !== 'TPE1' && f.id !== 'TDRC' && f.id !== 'TCON'),
        { version: 3 },
      ),
      stream,
    ]),
    'v22.mp3': Buffer.concat([
      id3v2(
        [
          text('TT2', 'Rain', 'latin1'),
          text('TAL', 'Weather', 'utf-16'),
          text('TRK', '3/9', 'latin1'),
          picture22(jpegLike()),
        ],
        { version: 2 },
      ),
      stream,
    ]),
    'v1.mp3': Buffer.concat([
      stream,
      id3v1({ title: 'Rain', artist: 'Ada', album: 'Weather', year: '1999', track: 3, genre: 8 }),
    ]),
    'equal.mp3': mpegStream({ frames: 2000 }),
    'a.flac': flac({ comments, picture: jpegLike(40_000) }),
    'a.ogg': ogg({ codec: 'vorbis', comments }),
    'a.opus': ogg({ codec: 'opus', comments }),
    'a.m4a': mp4({
      items: [
        ['©nam', 'Rain'],
        ['©ART', 'Ada', 'Milo'],
        ['trkn', '3/12'],
        ['disk', '1/2'],
        ['©day', '1999'],
        ['cpil', 1],
        ['covr', jpegLike(30_000)],
        ['----:com.apple.iTunes:replaygain_track_gain', '-7.54 dB'],
      ],
    }),
  }

  it.each(Object.entries(files))('%s', async (name, bytes) => {
    const path = folder.put(name, bytes)
    expect(await byLibrary(path)).not.toBeNull()
    await expectSame(path)
  })
})

/** Differences that are meant, by file: what music-metadata does, and why we do not. */
const meant: Readonly<Record<string, Partial<Record<'words' | 'sound' | 'length', string>>>> = {
  'id3v2.3.mp3': { words: 'parts names at every slash, as if AC/DC were two' },
  "Their - They're - Therapy - 1sec.mp3": { words: 'parts the one band of this name at its slashes' },
  'issue-795.mp3': { words: "passes over frames that carry 2.2's names in 2.3" },
  'audio.flac.ogg': { words: 'does not look for comments in Ogg FLAC' },
  'he_32khz.mp3': { length: 'takes the first frames for all: 24 s instead of 5.4' },
  'he_44khz.mp3': { length: 'takes the first frames for all: 41 s instead of 10.7' },
  'he_48khz.mp3': { length: 'takes the first frames for all: 16 s instead of 3.6' },
  'issue-331.apev2.mp3': { sound: "has LAME's loudness elsewhere than in the tags" },
  'issue-979.mp3': {
    words: 'does not undo unsynchronisation that runs over a whole tag',
    sound: 'does not undo unsynchronisation that runs over a whole tag',
  },
  'lame-peak.mp3': { sound: "has LAME's loudness elsewhere than in the tags" },
}

const archives = mediaArchives()
// The test media lie beside the project for measuring and are never copied into it.
describe('a file of the test media is read alike by us and by music-metadata', needsMedia, () => {
  let media: string
  beforeAll(() => {
    media = mkdtempSync(join(tmpdir(), 'dwell-media-'))
    for (const archive of archives) execFileSync('tar', ['xzf', archive, '-C', media])
  })
  afterAll(() => rmSync(media, { recursive: true, force: true }))

  it('but for the differences that are named', async () => {
    const own = new Set(['.mp3', '.flac', '.ogg', '.oga', '.opus', '.m4a', '.spx'])
    const files = readdirSync(media, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile() && own.has(extname(entry.name).toLowerCase()))
      .map(entry => join(entry.parentPath, entry.name))
    expect(files.length).toBeGreaterThan(100)
    const different: Record<string, string> = {}
    for (const path of files) {
      try {
        await expectSame(path, meant[basename(path)])
      } catch (error) {
        different[basename(path)] = error instanceof Error ? error.message : String(error)
      }
    }
    expect(different).toEqual({})
  })
})
