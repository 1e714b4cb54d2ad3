// Every track of a library at a shell: as search shows it, with the file that plays.
import { cpSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { recordAlbum } from '../../e2e/listener/music.ts'
import { temporaryFolder } from '../store/profiles.ts'
import { answered, ask } from './shell.ts'

interface Row {
  readonly title: string
  readonly available: boolean
  readonly path: string
}

describe('the command tracks', () => {
  it('lists each track once, as search does, with the copy that plays; what is away with the place where it was', async () => {
    const folder = temporaryFolder()
    const music = join(folder, 'music')
    const at = ['--profile', join(folder, 'profile')] as const
    const record = join(music, 'Tides')
    recordAlbum(music, { artist: 'Milo', album: 'Tides' }, [
      ['Harbour', 1],
      ['Ferry', 1],
    ])
    const [harbour, copy] = [join(record, '01 Harbour.flac'), join(music, 'copy of Harbour.flac')]
    cpSync(harbour, copy)
    await ask('scan', music, ...at)
    const rows = await answered<Row[]>('tracks', ...at)
    expect(rows.map(({ title }) => title)).toEqual(['Harbour', 'Ferry'])
    const found = await answered<{ readonly tracks: readonly object[] }>('search', 'ferry', ...at)
    expect(rows[1]).toEqual({ ...found.tracks[0], path: join(record, '02 Ferry.flac') })
    expect([harbour, copy]).toContain(rows[0]?.path)

    rmSync(rows[0]?.path ?? '')
    await ask('scan', music, ...at)
    const other = rows[0]?.path === copy ? harbour : copy
    expect((await answered<Row[]>('tracks', ...at))[0]).toMatchObject({ available: true, path: other })

    // An empty folder may be a disk that is away: nothing is believed gone.
    rmSync(other)
    rmSync(record, { recursive: true })
    await ask('scan', music, ...at)
    const then = await answered<Row[]>('tracks', ...at)
    expect(then.map(({ title, available }) => [title, available])).toEqual([
      ['Harbour', false],
      ['Ferry', false],
    ])
    expect(then[1]?.path).toBe(join(record, '02 Ferry.flac'))
    const words = (await ask('tracks', ...at)).out
    expect(words).toContain(`Ferry · Milo · Tides  (cannot be reached now)\n    ${join(record, '02 Ferry.flac')}\n`)
    expect((await ask('tracks', ...at, '--limit', '1')).out.trimEnd().split('\n')).toHaveLength(2)
  })

  it('of a profile that is not there are none, and none is made', async () => {
    const profile = join(temporaryFolder(), 'nowhere')
    const said = await ask('tracks', '--profile', profile, '--json')
    expect(said).toMatchObject({ code: 0, out: '[]\n', err: expect.stringContaining(`no profile at ${profile}`) })
    expect(existsSync(profile)).toBe(false)
  })
})
