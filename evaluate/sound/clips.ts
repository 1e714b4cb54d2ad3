// The music's sound as log-mel: a few excerpts of each track, decoded once and held in memory.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LogMel, logMel } from '../../models/sound/log-mel.ts'
import { decodeFile } from '../decode.ts'
import type { MusicTrack } from './music.ts'

const EXCERPTS = 4
const EXCERPT_S = 15
/** The one package that keeps its files in a zip. */
const ZIP = '/usr/share/games/nexuiz/data/music.pk3'
const IN_ZIP = 'pk3/'

export interface Shelf {
  /** Where the track's file lies, there or not. */
  pathOf(track: MusicTrack): string
  /** Packages to install: those of which not one file is there, and unzip where it is needed. */
  readonly missing: readonly string[]
  /** Removes what was unpacked. */
  close(): void
}

/** Finds the files where their packages put them; those in the zip are unpacked into a folder of the system's own for the time being. */
export function openShelf(tracks: readonly MusicTrack[]): Shelf {
  const folder = mkdtempSync(join(tmpdir(), 'dwell-music-'))
  const zipped = existsSync(ZIP) && tracks.some(track => track.pathInPackage.startsWith(IN_ZIP))
  const unzipped = zipped && spawnSync('unzip', ['-q', ZIP, '-d', folder], { stdio: 'ignore' }).status === 0
  const pathOf = ({ pathInPackage }: MusicTrack) =>
    pathInPackage.startsWith(IN_ZIP) ? join(folder, pathInPackage.slice(IN_ZIP.length)) : join('/', pathInPackage)
  const there = new Set(tracks.filter(track => existsSync(pathOf(track))).map(track => track.package))
  const missing = [...new Set(tracks.map(track => track.package))].filter(name => !there.has(name))
  if (zipped && !unzipped) missing.push('unzip')
  return { pathOf, missing, close: () => rmSync(folder, { recursive: true, force: true }) }
}

/** Excerpts spread evenly over the track; none where it cannot be decoded, and `say` is told why. */
export async function clipsOf(track: MusicTrack, path: string, say: (line: string) => void): Promise<LogMel[]> {
  const clips: LogMel[] = []
  for (let part = 0; part < EXCERPTS; part++) {
    const centreS = (track.seconds * (part + 0.5)) / EXCERPTS
    const decoded = await decodeFile(path, { startS: Math.max(0, centreS - EXCERPT_S / 2), durationS: EXCERPT_S })
    if (decoded.ok) clips.push(logMel(decoded.samples))
    else {
      say(`${track.package}: ${track.pathInPackage} is passed over: ${decoded.why}`)
      return []
    }
  }
  return clips
}
