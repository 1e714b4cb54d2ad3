// Names from elsewhere against the library: the same recording is found however it is spelt, another one is not.
import { describe, expect, it } from 'vitest'
import { createMatcher, ghostKey, type MatchKind, type Owned } from '../../../main/core/history/import/match.ts'
import { distance, isSlip } from '../../../main/core/history/import/typo.ts'
import { perturbed } from './perturbed.ts'

const owned = (
  id: number,
  artist: string,
  title: string,
  album: string | null = null,
  more: Partial<Owned> = {},
): Owned => ({
  id,
  artist,
  title,
  album,
  people: [artist],
  albumArtist: artist,
  durationMs: 200_000,
  listed: true,
  ...more,
})

const shelf = createMatcher([
  owned(1, 'Sigur Hálsen', 'Ágætis Morgunn', 'Morgunn'),
  owned(2, 'The Lanterns', 'Slow Light', 'First Light'),
  owned(3, 'The Lanterns', 'Slow Light (Live at Union Hall)', 'At Union Hall'),
  owned(4, 'The Lanterns & Mira', 'Harbour Song'),
  owned(5, 'Mira', "(I Can't Get No) Sleep"),
  owned(6, 'Mira', 'Paper Boats (Carl Remix)'),
  owned(7, 'Mira', 'Étude No. 5'),
  owned(8, '한여름', '느린 오후 (라이브)'),
  owned(9, 'Mira', 'Everything Returns'),
  owned(10, 'Mira', 'Unplugged Heart', 'MTV Unplugged in Oslo'),
  owned(11, 'Mira', 'Paper Boats', 'Boats'),
  owned(12, 'Mira', 'Paper Boats', 'Greatest Hits'),
])

const found = (artist: string, title: string, album: string | null = null): [number, MatchKind] | null => {
  const match = shelf.match({ artists: [artist], title, album, durationMs: null })
  return match === null ? null : [match.track.id, match.how]
}

describe('a name from elsewhere', () => {
  it('finds the track with the very same name, or one spelt differently', () => {
    expect(found('The Lanterns', 'Slow Light')).toEqual([2, 'exact'])
    expect(found('LANTERNS', 'slow  light')).toEqual([2, 'folded'])
    expect(found('Sigur Halsen', 'Agaetis morgunn')).toEqual([1, 'folded'])
    expect(found('Mira', 'I Can’t Get No Sleep')).toEqual([5, 'folded'])
  })

  it('finds it whoever else is named beside the artist, and wherever', () => {
    expect(found('The Lanterns', 'Harbour Song (feat. Mira)')).toEqual([4, 'folded'])
    expect(found('Mira', 'Harbour Song')).toEqual([4, 'folded'])
    expect(found('Lanterns, Mira', 'Harbour Song')?.[0]).toBe(4)
    expect(found('The Lanterns', 'Slow Light (with Mira)')?.[0]).toBe(2)
  })

  it('takes a remaster, a mono mix or a radio edit for the track, and says that it is another version', () => {
    for (const suffix of [' - Remastered 2011', ' (2009 Remaster)', ' - Mono', ' [Radio Edit]', ' (Deluxe Edition)'])
      expect(found('The Lanterns', `Slow Light${suffix}`), suffix).toEqual([2, 'version'])
  })

  it('never takes a studio track for its live version, nor a remix for the track', () => {
    expect(found('The Lanterns', 'Slow Light - Live at Union Hall')?.[0]).toBe(3)
    expect(found('The Lanterns', 'Slow Light - Live in Tokyo')).toBe(null)
    expect(found('The Lanterns', 'Slow Light', 'Live at Union Hall')?.[0]).toBe(3)
    expect(found('Mira', 'Paper Boats (Another Remix)')).toBe(null)
    expect(found('Mira', 'Paper Boats - Acoustic')).toBe(null)
    expect(found('한여름', '느린 오후', '여름')).toBe(null)
    expect(found('Mira', 'Unplugged Heart', 'Studio Album')).toBe(null)
    expect(found('Mira', 'Unplugged Heart')?.[0]).toBe(10)
  })

  it('prefers the record that it was heard from', () => {
    expect(found('Mira', 'Paper Boats', 'Greatest Hits')?.[0]).toBe(12)
    expect(found('Mira', 'Paper Boats', 'Boats')?.[0]).toBe(11)
  })

  it('forgives a slip of the pen within the same artist, and in the artist of the very same title', () => {
    expect(found('Mira', 'Everythng Returns')).toEqual([9, 'typo'])
    expect(found('Mira', 'Every thing Returns')).toEqual([9, 'typo'])
    expect(found('The Lantrens', 'Slow Light')).toEqual([2, 'typo'])
    expect(found('Mira', 'Étude No. 6')).toBe(null)
    expect(found('Nobody', 'Everything Returns')).toBe(null)
  })

  it('not owned is one ghost however it is spelt, and another one live', () => {
    const key = (title: string, album: string | null = null) => ghostKey({ artists: ['Björk & Co'], title, album })
    expect(key('Far Away - 2012 Remaster')).toEqual(key('FAR AWAY'))
    expect(key('Far Away (Live)')).not.toEqual(key('Far Away'))
    expect(key('Far Away', 'Live in Oslo')).toEqual(key('Far Away (Live)'))
  })
})

describe('a slip', () => {
  it('is a few letters of a long word, never another number, plural or short word', () => {
    expect(distance('harbuor', 'harbour', 2)).toBe(1)
    expect(distance('abc', 'xyz', 1)).toBe(2)
    expect(isSlip('harbuor lights', 'harbour lights')).toBe(true)
    for (const [one, other] of [
      ['dream', 'dreams'],
      ['part 1', 'part 2'],
      ['love on the run', 'love on the gun'],
      ['alone', 'stone'],
      ['intro', 'outro'],
    ] as const)
      expect(isSlip(one, other), `${one} / ${other}`).toBe(false)
  })
})

describe('of a thousand invented tracks under perturbed names', () => {
  it('nearly all that are owned are found, and hardly one is taken for another', () => {
    const { tracks, names } = perturbed(20261122)
    const matcher = createMatcher(tracks)
    let right = 0
    let wrong = 0
    let could = 0
    for (const { wanted, truth } of names) {
      const match = matcher.match(wanted)
      if (truth !== null) could++
      if (match === null) continue
      if (match.track.id === truth) right++
      else wrong++
    }
    expect(right / (right + wrong)).toBeGreaterThan(0.995)
    expect(right / could).toBeGreaterThan(0.93)
  })
})
