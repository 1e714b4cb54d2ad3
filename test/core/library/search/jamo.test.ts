// Hangul by its letters: what the keys say, and that typing towards a word never leaves it.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { initialsOf, isInitials, keysOf } from '../../../../main/core/library/search/jamo.ts'
import { fold } from '../../../../main/core/text/fold.ts'
import { wordsOf, wordsTyped } from '../../../../main/core/text/words.ts'

describe('Hangul by its letters', () => {
  it.each([
    ['바다', 'ㅂㅏㄷㅏ', 'ㅂㄷ'],
    ['밝', 'ㅂㅏㄹㄱ', 'ㅂ'],
    ['왜', 'ㅇㅗㅐ', 'ㅇ'],
    ['bts소년', 'btsㅅㅗㄴㅕㄴ', 'btsㅅㄴ'],
    ['abc', 'abc', ''],
  ])('%s is typed %s and begins %s', (word, keys, initials) => {
    expect([keysOf(word), initialsOf(word)]).toEqual([keys, initials])
  })

  it.each(['ㅂㄷ', 'ㄳ', 'ㅋㅋㅋ'])('%s, as the keyboard gives it and as it is folded, is initials', typed => {
    expect(isInitials(keysOf(fold(typed)))).toBe(true)
  })

  it('types a word letter by letter without ever leaving it', () => {
    const syllable = fc.integer({ min: 0xac00, max: 0xd7a3 }).map(code => String.fromCharCode(code))
    fc.assert(
      fc.property(fc.array(syllable, { minLength: 2, maxLength: 6 }), syllables => {
        const keys = keysOf(syllables.join(''))
        expect(keys).toBe(syllables.map(keysOf).join(''))
        // On the way from one syllable to the next, its first consonant stands under the one before.
        expect(keys.startsWith(keysOf(syllables.slice(0, -1).join('')))).toBe(true)
      }),
    )
  })
})

describe('words', () => {
  it.each([
    ['AC/DC', 'ac dc acdc'],
    ['R.E.M.', 'r e m rem'],
    ['Don’t Stop', 'dont stop'],
    ['Love, Love, Love', 'love'],
    ['Ke$ha', 'ke$ha'],
    ['!!!', '!!!'],
    ['ヒカル', 'ひかる'],
    ['', ''],
  ])('of %j are %j', (name, words) => {
    expect(wordsOf(name)).toBe(words)
  })

  it.each([
    ['Love & H', ['love', 'h']],
    ['&', ['&']],
    ['the the', ['the']],
    ['  ', []],
  ])('typed as %j are %j', (typed, words) => {
    expect(wordsTyped(typed)).toEqual(words)
  })
})
