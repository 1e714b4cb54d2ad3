// The music's sound: what is not on this machine is named, what is broken is passed over, and excerpts come from all over a track.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clipsOf, openShelf } from '../../../evaluate/sound/clips.ts'
import type { MusicTrack } from '../../../evaluate/sound/music.ts'
import { encode, needsFfmpeg } from '../../fixtures/audio/tools.ts'

const track = (name: string, pathInPackage: string, seconds = 65): MusicTrack => ({
  package: name,
  pathInPackage,
  seconds,
  artist: name,
  styles: [],
})

describe('the shelf of music', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'dwell-clips-'))
    writeFileSync(join(folder, 'there.ogg'), 'no music, but there')
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('names the packages of which no file is there, and those alone', () => {
    const below = join(folder, 'there.ogg').slice(1)
    const shelf = openShelf([track('one', below), track('one', 'no/such.ogg'), track('two', 'no/other.ogg')])
    expect(shelf.missing).toEqual(['two'])
    expect(existsSync(shelf.pathOf(track('one', below)))).toBe(true)
    shelf.close()
  })

  it('looks for what lies in the zip where it was unpacked, and leaves nothing behind', () => {
    const shelf = openShelf([track('one', 'usr/none.ogg')])
    const unpacked = join(shelf.pathOf(track('nexuiz-music', 'pk3/sound/a.ogg')), '..', '..')
    expect(existsSync(unpacked)).toBe(true)
    shelf.close()
    expect(existsSync(unpacked)).toBe(false)
  })

  it('hears four excerpts of fifteen seconds', needsFfmpeg, async () => {
    encode(join(folder, 'tone.flac'), [], 441, 65)
    const clips = await clipsOf(track('one', ''), join(folder, 'tone.flac'), () => {})
    expect(clips.map(clip => clip.frames)).toEqual([644, 644, 644, 644])
  })

  it('passes over a broken file, by name', needsFfmpeg, async () => {
    const said: string[] = []
    expect(await clipsOf(track('one', 'there.ogg'), join(folder, 'there.ogg'), line => said.push(line))).toEqual([])
    expect(said).toHaveLength(1)
    expect(said[0]).toContain('one: there.ogg is passed over: ')
  })
})
