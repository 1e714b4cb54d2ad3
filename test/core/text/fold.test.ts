// Two spellings of one name, and the order of a shelf.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fold, sortKey } from '../../../main/core/text/fold.ts'

describe('folding a name', () => {
  it.each([
    ['Björk', 'bjork'],
    ['BJÖRK', 'bjork'],
    ['Sigur Rós', 'sigur ros'],
    ['Straße', 'strasse'],
    ['Smørrebrød', 'smorrebrod'],
    ['AC/DC', 'ac dc'],
    ["Don't  Stop…", 'dont stop'],
    ['Don’t Stop', 'dont stop'],
    ['Ｆｕｌｌ　Ｗｉｄｔｈ', 'full width'],
    ['Ёлка', 'елка'],
    ['Ἀθήνα', 'αθηνα'],
    ['İstanbul', 'istanbul'],
    ['!!!', '!!!'],
    ['Ke$ha', 'ke$ha'],
  ])('%s is %s', (typed, folded) => {
    expect(fold(typed)).toBe(folded)
  })

  it('keeps Hangul syllables whole, however the file system spells them', () => {
    expect(fold('한국어')).toBe('한국어')
    expect(fold('한국어'.normalize('NFD'))).toBe('한국어')
  })

  it('keeps the voicing of kana: が is not か', () => {
    expect(fold('がぎぐ')).toBe('がぎぐ')
    expect(fold('ｶﾞｷﾞ')).toBe('ガギ')
  })

  it('changes nothing when done twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), text => {
        expect(fold(fold(text))).toBe(fold(text))
      }),
      { numRuns: 500 },
    )
  })

  it('is the same for the composed and the decomposed spelling', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), text => {
        expect(fold(text.normalize('NFD'))).toBe(fold(text.normalize('NFC')))
      }),
      { numRuns: 500 },
    )
  })
})

describe('the order of a shelf', () => {
  const sorted = (names: readonly string[]) =>
    [...names].sort((a, b) => Buffer.compare(Buffer.from(sortKey(a)), Buffer.from(sortKey(b))))

  it('passes over articles, but not over a name that is one', () => {
    expect(sorted(['The Zombies', 'Beatles', 'A Perfect Circle', 'a-ha', 'The The', 'La Femme', 'Die Ärzte'])).toEqual([
      'a-ha',
      'Die Ärzte',
      'Beatles',
      'La Femme',
      'A Perfect Circle',
      'The The',
      'The Zombies',
    ])
    expect(sortKey('The')).toBe('2the')
  })

  it('counts numbers by their value', () => {
    expect(sorted(['Track 10', 'Track 9', 'Track 09b', 'Track 100'])).toEqual([
      'Track 9',
      'Track 09b',
      'Track 10',
      'Track 100',
    ])
  })

  it('puts digits, Latin, other alphabets, Hangul, kana and han one after the other', () => {
    expect(sorted(['漢字', 'かな', '한국', 'Жук', 'Zed', 'Élan', '10cc'])).toEqual([
      '10cc',
      'Élan',
      'Zed',
      'Жук',
      '한국',
      'かな',
      '漢字',
    ])
  })
})
