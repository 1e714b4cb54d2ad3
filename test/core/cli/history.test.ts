// A history brought along at a shell: seen first, brought in once, and every row that is left out named.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { home, learned, own, spotify } from '../history/home.ts'
import { zipOf } from '../history/zip.ts'
import { noon, temporaryFolder } from '../store/profiles.ts'
import { answered, ask } from './shell.ts'

interface Told {
  readonly format: string
  readonly plays: number
  readonly matched: number
  readonly unmatched: number
  readonly skipped: readonly { readonly row: number; readonly why: string; readonly file?: string }[]
}

const day = 86_400_000
const uts = (daysAgo: number) => Math.floor((noon - daysAgo * day) / 1000)
const csv = [
  'uts,artist,album,track',
  `${uts(9)},Mira,Boats,Harbour`,
  '',
  `${uts(8)},Mira,Boats,Harbour`,
  `never,Mira,Boats,Harbour`,
  `${uts(7)},Strangers,,Far Away`,
  `${uts(7)},Strangers,,Far Away`,
  `${uts(6)},,,Nobody`,
].join('\n')

describe('the command history', () => {
  it('says what it would bring, brings it once, and names what it leaves out', async () => {
    const at = await home()
    own(at.store, [{ artist: 'Mira', title: 'Harbour', album: 'Boats' }])
    const file = at.file('scrobbles.csv', csv)
    const of = ['history', file, '--profile', at.dir] as const
    const seen = {
      format: 'lastfm',
      plays: 3,
      matched: 2,
      unmatched: 1,
      skipped: [
        { row: 5, why: '“never”: the time cannot be read' },
        { row: 7, why: 'the same play stands in the history twice' },
        { row: 8, why: 'the artist is missing' },
      ],
    }
    // A Dwell that runs has the profile to itself: looking goes, bringing in does not.
    expect(await answered<Told>(...of, '--preview')).toEqual(seen)
    expect(await ask(...of)).toMatchObject({ code: 1, out: '', err: expect.stringContaining('Another Dwell') })
    expect(learned(at.store)).toEqual([])
    await at.leave()

    expect(await answered<Told>(...of)).toEqual(seen)
    expect(await answered<Told>(...of)).toMatchObject({
      plays: 0,
      skipped: [2, 4, 5, 6, 7, 8].map(row => ({ row })),
    })
    const words = await ask(...of)
    expect(words.out).toContain('Last.fm, 6 rows: nothing new in it.')
    expect(words.out).toContain('  3 left out: Dwell has this play already (rows 2, 4, 6)')
    const later = await home(at.dir)
    expect(learned(later.store)).toHaveLength(3)
    const [{ id } = { id: 0 }] = await later.ask('history.imports', undefined)
    await later.ask('history.undo', { id: id as never })
    expect(learned(later.store)).toEqual([])
  })

  it('in a zip says the file of each row, and nothing of a profile that is not there is made by a look', async () => {
    const folder = temporaryFolder()
    const row = (n: number, more = {}) => ({
      ...spotify({ artist: 'Mira', title: 'Song', at: noon - n * day, ms: 9e4 }),
      ...more,
    })
    const file = join(folder, 'my_spotify_data.zip')
    writeFileSync(
      file,
      zipOf({
        'a/Streaming_History_Audio_2024_0.json': JSON.stringify([row(1), row(2, { ms_played: 0 })]),
        'a/Streaming_History_Audio_2025_1.json': JSON.stringify([row(3, { incognito_mode: true }), row(4)]),
      }),
    )
    const profile = join(folder, 'profile')
    const said = await ask('history', file, '--profile', profile, '--preview', '--json')
    expect(said).toMatchObject({ code: 0, err: expect.stringContaining('no profile') })
    expect(JSON.parse(said.out)).toEqual({
      format: 'spotify',
      plays: 2,
      matched: 0,
      unmatched: 2,
      skipped: [
        { row: 2, why: 'it never sounded: 0 ms were played', file: 'Streaming_History_Audio_2024_0.json' },
        { row: 1, why: 'it was heard in a private session', file: 'Streaming_History_Audio_2025_1.json' },
      ],
    })
    expect(existsSync(profile)).toBe(false)
  })

  it('says what is wrong with a file, and makes nothing of it', async () => {
    const folder = temporaryFolder()
    const profile = join(folder, 'profile')
    writeFileSync(join(folder, 'empty.json'), '')
    writeFileSync(join(folder, 'other.json'), '[{"a":1}]')
    mkdirSync(join(folder, 'folder'))
    const of = (name: string) => ask('history', join(folder, name), '--profile', profile)
    const said = await Promise.all([of('none.json'), ask('history', '--profile', profile)])
    expect(said.map(({ code }) => code)).toEqual([1, 2])
    expect(said[0]?.err).toBe(`There is nothing at ${join(folder, 'none.json')}.\n`)
    expect(said[1]?.err).toContain('history takes one file')
    expect(existsSync(profile)).toBe(false)
    expect(await of('empty.json')).toMatchObject({ code: 1, out: '', err: '“empty.json” is empty.\n' })
    expect(await of('folder')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('“folder” cannot be read'),
    })
    expect(await of('other.json')).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('no listening history'),
    })
  })
})
