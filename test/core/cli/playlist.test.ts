// A playlist file taken in at a shell: what of it is there becomes a playlist, what is not is said.
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { playlistTables } from '../../../main/core/store/tables/playlists.ts'
import { recordAlbum } from '../../e2e/listener/music.ts'
import { open, temporaryFolder } from '../store/profiles.ts'
import { answered, ask } from './shell.ts'

describe('the command playlist', () => {
  it('makes a playlist of what is in the library, and names what is not as it is written', async () => {
    const folder = temporaryFolder()
    const music = join(folder, 'music')
    const profile = join(folder, 'profile')
    recordAlbum(music, { artist: 'Milo', album: 'Tides' }, [
      ['Harbour', 1],
      ['Ferry', 1],
    ])
    await ask('scan', music, '--profile', profile)
    const file = join(folder, 'Evening.m3u8')
    const lines = ['#EXTM3U', 'music/Tides/02 Ferry.flac', '/elsewhere/Gone.mp3', 'music/Tides/01 Harbour.flac']
    writeFileSync(file, `${lines.join('\n')}\n`)
    writeFileSync(join(folder, 'Empty.m3u'), '')
    const of = (name: string) => ['playlist', join(folder, name), '--profile', profile] as const

    const running = open(profile)
    expect(await ask(...of('Evening.m3u8'))).toMatchObject({ code: 1, err: expect.stringContaining('Another Dwell') })
    await running.close()
    expect(await answered(...of('Evening.m3u8'))).toEqual({
      entries: 3,
      matched: 2,
      missing: ['/elsewhere/Gone.mp3'],
      playlist: 'Evening',
    })
    expect((await ask(...of('Evening.m3u8'))).out).toBe(
      '“Evening”: 2 of 3 tracks are in the library.\n  not found: /elsewhere/Gone.mp3\n',
    )
    expect(await answered(...of('Empty.m3u'))).toMatchObject({ entries: 0, matched: 0, missing: [] })
    const kept = playlistTables(open(profile).store.db).all()
    expect(kept.map(({ name, tracks }) => [name, tracks])).toEqual([
      ['Empty', 0],
      ['Evening', 2],
      ['Evening', 2],
    ])
  })

  it('that is not there is said, and no profile is made for it', async () => {
    const folder = temporaryFolder()
    const profile = join(folder, 'profile')
    const said = await ask('playlist', join(folder, 'none.m3u'), '--profile', profile)
    expect(said).toEqual({ code: 1, out: '', err: `There is nothing at ${join(folder, 'none.m3u')}.\n` })
    expect(existsSync(profile)).toBe(false)
  })
})
