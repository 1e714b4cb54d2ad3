// The core without a window, as a person at a shell meets it: each command in words and as JSON, and what is said of a wrong one.
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { recordAlbum } from '../e2e/listener/music.ts'
import { cli, profileOfAListener } from './cli/shell.ts'
import { temporaryFolder } from './store/profiles.ts'

describe('the command line', () => {
  it('says how it is used when a command is missing, unknown, or has no profile', async () => {
    const wrong = await Promise.all([cli(), cli('dance', '--profile', 'x'), cli('queue'), cli('queue', '--loud')])
    expect(wrong.map(({ code }) => code)).toEqual([2, 2, 2, 2])
    expect(wrong.map(({ out }) => out)).toEqual(['', '', '', ''])
    for (const { err } of wrong)
      for (const command of ['scan', 'search', 'tracks', 'queue', 'history', 'playlist', 'train', 'stats'])
        expect(err).toContain(command)
    expect(wrong[1]?.err).toContain('“dance” is no command')
  })

  it('says what would play next and why, and leaves the profile as it was', async () => {
    const profile = await profileOfAListener()
    const first = await cli('queue', '--profile', profile, '--json', '--limit', '10')
    expect(first).toMatchObject({ code: 0 })
    const said: unknown = JSON.parse(first.out)
    expect(said).toMatchObject({ companion: true, knowing: 'little', current: null })
    expect(said).toHaveProperty('items.length', 10)
    const { items } = said as { items: readonly { track: string; sat: number; reason: string }[] } // as checked above
    for (const { track, sat, reason } of items) {
      expect(track).toMatch(/^Player \d+ · Song /)
      expect(sat).toBeGreaterThanOrEqual(0)
      expect(sat).toBeLessThanOrEqual(1)
      expect(reason).not.toBe('')
    }
    const words = await cli('queue', '--profile', profile, '--limit', '3')
    expect(words.out.trimEnd().split('\n')).toHaveLength(3)
    expect(words.out).toMatch(/^ {2}1 +\d+ % {2}Player \d+ · Song .*\(.+\)$/m)
    // nothing was kept: asked again it is chosen again, with nothing playing
    expect(JSON.parse((await cli('queue', '--profile', profile, '--json')).out)).toMatchObject({ current: null })
  })

  it('has nothing to bring from an empty library, and says so', async () => {
    const profile = join(temporaryFolder(), 'empty')
    expect((await cli('stats', '--profile', profile)).code).toBe(0)
    const said = await cli('queue', '--profile', profile)
    expect(said).toMatchObject({ code: 0, out: expect.stringContaining('nothing in the library') })
    expect(JSON.parse((await cli('queue', '--profile', profile, '--json')).out)).toMatchObject({ items: [] })
  })

  it('trains to the end and says what is used and what it beats', async () => {
    const profile = await profileOfAListener()
    const said = await cli('train', '--profile', profile, '--json')
    expect(said).toMatchObject({ code: 0 })
    const { report } = JSON.parse(said.out)
    expect(report.plays).toBeGreaterThan(500)
    expect(report.lines.map(({ kind }: { kind: string }) => kind)).toEqual(expect.arrayContaining(['sat']))
    for (const { contestants, used } of report.lines)
      expect(contestants.map(({ name }: { name: string }) => name)).toContain(used)
    // what was learned is there for the next who asks
    expect(JSON.parse((await cli('queue', '--profile', profile, '--json')).out)).toMatchObject({ knowing: 'trained' })
  })

  it('scans, searches and counts', async () => {
    const folder = temporaryFolder()
    recordAlbum(join(folder, 'music'), { artist: 'Milo', album: 'Tides' }, [
      ['Harbour', 1],
      ['Ferry', 1],
    ])
    const at = ['--profile', join(folder, 'profile'), '--json'] as const
    expect(JSON.parse((await cli('scan', join(folder, 'music'), ...at)).out)).toMatchObject({
      files: 2,
      tracks: 2,
      failed: [],
    })
    expect(JSON.parse((await cli('search', 'harbour', ...at)).out)).toMatchObject({ tracks: [{ title: 'Harbour' }] })
    expect(JSON.parse((await cli('stats', ...at)).out)).toMatchObject({
      library: { tracks: 2 },
      listening: { plays: 0 },
    })
  })
})
