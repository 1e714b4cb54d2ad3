// What would play next at a shell: under sliders for this answer alone, beside a Dwell that runs.
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { open, temporaryFolder } from '../store/profiles.ts'
import { answered, ask, profileOfAListener } from './shell.ts'

interface Ahead {
  readonly mix: Readonly<Record<string, number>>
  readonly items: readonly {
    readonly track: string
    readonly artist: string
    readonly album: string | null
    readonly objectives: readonly string[]
    readonly sat: number
    readonly reason: string
  }[]
}

const serving = ({ items }: Ahead, objective: string) =>
  items.slice(0, 20).filter(item => item.objectives.includes(objective)).length

describe('the command queue', () => {
  it('answers for sliders that stand elsewhere, and leaves the kept ones as they are', async () => {
    const profile = await profileOfAListener({ heard: 40 })
    // A Dwell that runs has the profile to itself.
    const running = open(profile)
    const under = (...sliders: string[]) =>
      answered<Ahead>('queue', '--profile', profile, '--exposure', '0', '--boost', '0', ...sliders)
    const none = await under('--adventure', '0.9', '--discovery', '0')
    const all = await under('--adventure', '0.9', '--discovery', '1')
    expect(serving(all, 'discovery')).toBeGreaterThan(serving(none, 'discovery'))
    for (const answer of [none, all]) {
      expect(answer.items).toHaveLength(20)
      expect(answer.mix).toEqual({
        discovery: serving(answer, 'discovery'),
        exposure: serving(answer, 'exposure'),
        boost: serving(answer, 'boost'),
      })
      for (const { track, artist, album, sat, reason } of answer.items) {
        expect(track.startsWith(`${artist} · `)).toBe(true)
        expect(album).toMatch(/^Record \d/)
        expect(sat >= 0 && sat <= 1 && reason !== '').toBe(true)
      }
    }
    expect(running.store.db.prepare('SELECT count(*) FROM balance').pluck().get()).toBe(0)
    await running.close()
  })

  it('says which flag is wrong and what it takes', async () => {
    const at = ['--profile', join(temporaryFolder(), 'none')]
    const wrong = [
      await ask('queue', ...at, '--adventure', '1.5'),
      await ask('queue', ...at, '--boost', '-0.1'),
      await ask('queue', ...at, '--exposure', 'much'),
      await ask('queue', ...at, '--length', '0'),
      await ask('tracks', ...at, '--discovery', '1'),
    ]
    expect(wrong.map(({ code, out }) => [code, out])).toEqual(wrong.map(() => [2, '']))
    expect(wrong.map(({ err }) => err.trimEnd())).toEqual([
      '--adventure takes a number from 0 to 1, not “1.5”.',
      '--boost takes a number from 0 to 1, not “-0.1”.',
      '--exposure takes a number from 0 to 1, not “much”.',
      '--length takes a whole number from 1, not “0”.',
      '--discovery belongs to queue; tracks takes none.',
    ])
  })
})
