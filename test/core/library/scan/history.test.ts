// A law: whatever happens to files, one thing between two looks, each recording stays the track it was; and a scan cut off anywhere leaves nothing false.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createWriter } from '../../../../main/core/library/scan/writer.ts'
import { indexTracks } from '../../../../main/core/store/tables/search.ts'
import { House, type Song } from './pretend.ts'

interface Recording {
  path: string
  song: Song
  readonly id: number
}

const fates = [
  'move',
  'rename',
  'recase',
  'retag',
  're-encode',
  'move and retag',
  'lose and restore',
  'copy',
  'convert',
] as const

/** What the listener does to one recording; where it then lies. */
function happen(house: House, recording: Recording, fate: (typeof fates)[number], step: number): void {
  const { path, song } = recording
  const to = (next: string) => {
    house.move(path, next)
    recording.path = next
  }
  const tags = (): Song => ({ ...song, title: `${song.title} ${step}`, year: 1900 + step })
  switch (fate) {
    case 'move':
      to(`moved ${step}/${path.split('/').at(-1)}`)
      break
    case 'rename':
      to(`${path.split('/').slice(0, -1).join('/') || '.'}/renamed ${step}.mp3`.replace(/^\.\//, ''))
      break
    case 'recase':
      to(path === path.toUpperCase() ? path.toLowerCase() : path.toUpperCase())
      break
    case 'retag':
      recording.song = tags()
      house.put(path, recording.song)
      break
    case 're-encode':
      recording.song = { ...song, sound: `${song.sound}+${step}`, durationMs: (song.durationMs ?? 0) + 40 }
      house.put(path, recording.song)
      break
    case 'move and retag':
      recording.song = tags()
      house.remove(path)
      recording.path = `both ${step}/x.mp3`
      house.put(recording.path, recording.song)
      break
    case 'convert':
      recording.song = { ...song, sound: `${song.sound}*${step}`, codec: 'flac' }
      house.remove(path)
      recording.path = path.replace(/(\.\w+)?$/, ` ${step}.flac`)
      house.put(recording.path, recording.song)
      break
    case 'copy':
      house.put(`copies ${step}/${path.split('/').at(-1)}`, song)
      break
    case 'lose and restore':
      break
  }
}

describe('history', () => {
  it('stays with the music through any fate of its files', async () => {
    const story = fc.array(fc.tuple(fc.nat(5), fc.constantFrom(...fates)), { minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(story, async steps => {
        const house = new House()
        try {
          house.addRoot()
          for (let i = 0; i < 6; i++)
            house.put(`a/${i}.mp3`, {
              title: `Song ${i}`,
              track: i + 1,
              sound: `s${i}`,
              durationMs: 100_000 + 9000 * i,
            })
          await house.scan()
          const recordings: Recording[] = Array.from({ length: 6 }, (_, i) => ({
            path: `a/${i}.mp3`,
            song: { title: `Song ${i}`, track: i + 1, sound: `s${i}`, durationMs: 100_000 + 9000 * i },
            id: house.trackAt(`a/${i}.mp3`),
          }))
          for (const [step, [which, fate]] of steps.entries()) {
            const recording = recordings[which]
            if (recording === undefined) continue
            if (fate === 'lose and restore') {
              house.remove(recording.path)
              await house.scan()
              house.put(recording.path, recording.song)
            } else happen(house, recording, fate, step)
            await house.scan()
            for (const one of recordings) expect([one.path, house.trackAt(one.path)]).toEqual([one.path, one.id])
          }
          expect(house.count('SELECT count(*) FROM tracks')).toBe(6)
          expect(house.count('SELECT count(*) FROM tracks WHERE available = 1 AND listed = 1')).toBe(6)
        } finally {
          house.close()
        }
      }),
      { numRuns: 40 },
    )
  })
})

describe('a scan cut off', () => {
  const say = (house: House) => ({
    tracks: house.ask('SELECT title, artist, available, listed, art FROM tracks ORDER BY title'),
    albums: house.ask('SELECT a.title, a.artist, a.year, a.compilation FROM albums a ORDER BY a.title, a.artist'),
    files: house.count('SELECT count(*) FROM files WHERE present = 1'),
    words: house.count('SELECT count(*) FROM search_docs'),
  })
  const fill = (house: House) => {
    for (let i = 0; i < 400; i++)
      house.put(`r${i % 6}/${i}.mp3`, {
        title: `Song ${String(i).padStart(3, '0')}`,
        artist: `Artist ${i % 5}`,
        album: `Record ${i % 6}`,
        albumArtist: i % 6 === 0 ? null : `Artist ${i % 6}`,
        year: 1990 + (i % 3),
        sound: `${i}`,
      })
  }

  it.each([1, 2, 3, 4, 5])(
    'at its commit number %i has told no lies, and the next one ends where an uncut one does',
    async cut => {
      const whole = new House()
      whole.addRoot()
      fill(whole)
      await whole.scan()
      const house = new House()
      house.addRoot()
      fill(house)
      let ms = 0
      house.tick = () => (ms += 4)
      const { writer } = house
      let commits = 0
      house.writer = {
        ...writer,
        commit: work => {
          if (++commits > cut) throw new Error('killed')
          return writer.commit(work)
        },
      }
      await house.scan().catch(() => undefined)
      expect(commits).toBe(cut + 1)
      expect(
        house.count(
          'SELECT count(*) FROM tracks WHERE id NOT IN (SELECT track_id FROM files WHERE track_id IS NOT NULL)',
        ),
      ).toBe(0)
      expect(
        house.count(
          'SELECT count(*) FROM tracks t WHERE NOT EXISTS (SELECT 1 FROM search_docs d WHERE d.kind = 1 AND d.id = t.id)',
        ),
      ).toBe(0)
      expect(
        house.count(
          'SELECT count(*) FROM albums WHERE id NOT IN (SELECT album_id FROM tracks WHERE album_id IS NOT NULL)',
        ),
      ).toBe(0)
      house.writer = createWriter(house.store.db, indexTracks)
      await house.scan()
      expect(say(house)).toEqual(say(whole))
      house.close()
      whole.close()
    },
  )
})
