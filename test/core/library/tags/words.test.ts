// The words in tags: who made it, what kind of music, how loud, how good, and in which alphabet it was meant.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rereading } from '../../../../main/core/library/tags/encoding.ts'
import { id3Genres, splitGenres } from '../../../../main/core/library/tags/genres.ts'
import { clean } from '../../../../main/core/library/tags/normalise.ts'
import { gainOf, gainOfR128, ordinal, peakOf, yearOf } from '../../../../main/core/library/tags/numbers.ts'
import { credits, peopleIn } from '../../../../main/core/library/tags/people.ts'
import { ratingOfPopm, ratingOfText } from '../../../../main/core/library/tags/ratings.ts'

describe('people', () => {
  it.each([
    ['AC/DC', ['AC/DC']],
    ['Earth, Wind & Fire', ['Earth, Wind & Fire']],
    ['Simon & Garfunkel', ['Simon & Garfunkel']],
    ['Tyler, The Creator', ['Tyler, The Creator']],
    ["Their / They're / There", ["Their / They're / There"]],
    ['Crosby, Stills, Nash and Young', ['Crosby, Stills, Nash and Young']],
    ['Defeater', ['Defeater']],
    ['Little Feat', ['Little Feat']],
    ['Ada feat. Milo', ['Ada', 'Milo']],
    ['Ada Feat Milo', ['Ada', 'Milo']],
    ['Ada ft. Milo & Juno', ['Ada', 'Milo & Juno']],
    ['Ada featuring Milo', ['Ada', 'Milo']],
    ['아이유 (Feat. 하이포)', ['아이유', '하이포']],
    ['아이유(feat. 슈가)', ['아이유', '슈가']],
    ['Ada [feat. Milo (of Juno)]', ['Ada', 'Milo (of Juno)']],
    ['Ada; Milo', ['Ada', 'Milo']],
  ])('in %s are told apart only where it is safe', (printed, people) => {
    expect(peopleIn(printed)).toEqual(people)
  })

  it('listed by a tagger are taken as listed, and a list in one text is parted where the printed name parts it', () => {
    expect(credits(['A & B'], ['A', 'B'])).toEqual({ printed: 'A & B', people: ['A', 'B'] })
    expect(credits(['A feat. B'], ['A/B'])).toEqual({ printed: 'A feat. B', people: ['A', 'B'] })
    expect(credits(['AC/DC'], ['AC/DC'])).toEqual({ printed: 'AC/DC', people: ['AC/DC'] })
    expect(credits(['A', 'B'], [])).toEqual({ printed: 'A, B', people: ['A', 'B'] })
    expect(credits([], ['A', 'B'])).toEqual({ printed: 'A, B', people: ['A', 'B'] })
    expect(credits([], [])).toEqual({ printed: null, people: [] })
  })
})

describe('genres', () => {
  it.each([
    ['17', ['Rock']],
    ['(17)', ['Rock']],
    ['(51)(39)', ['Techno-Industrial', 'Noise']],
    ['(4)Eurodisco', ['Disco', 'Eurodisco']],
    ['(RX)', ['Remix']],
    ['((sic)', ['(sic)']],
    ['Drum & Bass', ['Drum & Bass']],
    ['(999)', []],
  ])("of ID3's %s are named", (value, genres) => {
    expect(id3Genres(value)).toEqual(genres)
  })

  it('are parted at semicolons, not inside names', () => {
    expect(splitGenres('Rock; Pop;Folk, World, & Country;Pop/Funk')).toEqual([
      'Rock',
      'Pop',
      'Folk, World, & Country',
      'Pop/Funk',
    ])
  })
})

describe('numbers', () => {
  it('of tracks and discs stand before the total', () => {
    expect(['3/12', '03', ' 7 ', '5 of 9', 'A1', '0', '', '-1', '2.5'].map(ordinal)).toEqual([
      3,
      3,
      7,
      5,
      null,
      null,
      null,
      null,
      null,
    ])
  })

  it('of years are found in dates of any form', () => {
    const dates = ['1999', '1999-05-01', '1999-05-01T00:00:00Z', '19990501', '01.05.1999', '07/2003', '0000', '99', '']
    expect(dates.map(yearOf)).toEqual([1999, 1999, 1999, 1999, 1999, 2003, null, null, null])
  })

  it('of loudness are in dB, with or without the unit', () => {
    expect(['-7.54 dB', '+1.2', '-6,5 dB', 'loud', '900'].map(gainOf)).toEqual([-7.54, 1.2, -6.5, null, null])
    expect(['0.98', '1.2', '0', '0.000000', '-1', 'x'].map(peakOf)).toEqual([0.98, 1.2, null, null, null, null])
  })

  it('of R128 stand 5 dB below the ReplayGain of the same sound', () => {
    expect(['0', '-1280', '256', '+512', '40000', '1.5'].map(gainOfR128)).toEqual([5, 0, 6, 7, null, null])
    fc.assert(fc.property(fc.integer({ min: -32768, max: 32767 }), q => gainOfR128(String(q)) === q / 256 + 5))
  })
})

describe('ratings', () => {
  it('of Windows and MediaMonkey come in stars', () => {
    expect([1, 64, 128, 196, 255].map(byte => ratingOfPopm('Windows Media Player 9 Series', byte))).toEqual([
      0.2, 0.4, 0.6, 0.8, 1,
    ])
    expect([13, 54, 118, 186, 242].map(byte => ratingOfPopm('no@email', byte))).toEqual([0.1, 0.3, 0.5, 0.7, 0.9])
    expect(ratingOfPopm('', 30)).toBe(0.2)
    expect(ratingOfPopm('', 0)).toBeNull()
  })

  it('of Quod Libet and Traktor are shares of 255', () => {
    expect(ratingOfPopm('quodlibet@lists.sacredchao.net', 51)).toBeCloseTo(0.2)
    expect(ratingOfPopm('traktor@native-instruments.de', 204)).toBeCloseTo(0.8)
  })

  it('in words are read on the scale that the writer used', () => {
    const read = [
      ratingOfText('vorbis', 'FMPS_RATING', '0.75'),
      ratingOfText('vorbis', 'RATING:me@example.org', '0.5'),
      ratingOfText('vorbis', 'RATING', '80'),
      ratingOfText('vorbis', 'RATING', '4'),
      ratingOfText('vorbis', 'RATING', '0.9'),
      ratingOfText('iTunes', 'rate', '60'),
      ratingOfText('asf', 'WM/SharedUserRating', '75'),
      ratingOfText('asf', 'WM/SharedUserRating', '99'),
      ratingOfText('vorbis', 'RATING', '0'),
      ratingOfText('vorbis', 'RATING', 'good'),
    ]
    expect(read).toEqual([0.75, 0.5, 0.8, 0.8, 0.9, 0.6, 0.8, 1, null, null])
  })
})

describe('texts', () => {
  it('are one line of composed letters, whatever was in the tag', () => {
    expect(clean(' a\u0000b\n\tc\ufeff ')).toBe('a b c')
    expect(clean('e\u0301')).toBe('é')
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), text => {
        const made = clean(text)
        return made === made.trim() && !/\p{Cc}|\p{Cs}/u.test(made) && clean(made) === made
      }),
    )
  })
})

describe('tags that claim Latin-1', () => {
  const disguised = (text: string, encoding: 'utf8' | readonly number[]) =>
    typeof encoding === 'string'
      ? Buffer.from(text, encoding).toString('latin1')
      : Buffer.from(encoding).toString('latin1')
  /** 서울의 밤, 가수 and Shift-JIS さくら as those encodings write them. */
  const seoul = disguised('', [0xbc, 0xad, 0xbf, 0xef, 0xc0, 0xc7, 0x20, 0xb9, 0xe3])
  const singer = disguised('', [0xb0, 0xa1, 0xbc, 0xf6])
  const sakura = disguised('', [0x82, 0xb3, 0x82, 0xad, 0x82, 0xe7])
  const reread = (...texts: string[]) => texts.map(rereading(texts))

  it('but hold UTF-8 are read as that', () => {
    expect(reread(disguised('서울의 밤', 'utf8'), disguised('Größe', 'utf8'), 'plain')).toEqual([
      '서울의 밤',
      'Größe',
      'plain',
    ])
  })

  it('but hold Korean CP949 are read as that', () => {
    expect(reread(seoul, singer, 'Album 1')).toEqual(['서울의 밤', '가수', 'Album 1'])
    expect(reread(disguised('', [0xb9, 0xe3]))).toEqual(['밤'])
    // A형 남자, among enough other Korean
    const bloodType = disguised('', [0x41, 0xc7, 0xfc, 0x20, 0xb3, 0xb2, 0xc0, 0xda])
    expect(reread(bloodType, seoul, singer)).toEqual(['A형 남자', '서울의 밤', '가수'])
  })

  it('but hold Japanese Shift-JIS are read as that', () => {
    expect(reread(sakura)).toEqual(['さくら'])
  })

  it('cut at thirty bytes through a letter are read but for that letter', () => {
    const long = Buffer.from('A서울의밤은깊어가고하루').toString('latin1').slice(0, 30)
    expect(reread(long)[0]).toBe('A서울의밤은깊어가고')
    const korean = Buffer.concat(Array.from({ length: 15 }, () => Buffer.from([0xb0, 0xa1])))
    const cut = Buffer.concat([Buffer.from('A'), korean])
      .toString('latin1')
      .slice(0, 30)
    expect(reread(` ${cut.slice(1)}`.slice(0, 30))[0]).toMatch(/^ 가+$/)
  })

  it.each([
    ['Größe', 'Müde', 'Žluť'],
    ['Élan', 'Cœur', 'Forêt'],
    ['Ångström', 'Smørrebrød', 'Fjörður'],
    ['CANÇÃO', 'AÇÃO', 'CORAÇÃO DA NAÇÃO'],
    ['Señor', 'Mañana', '¿por qué?'],
    ['Þýðing', 'Ægir', 'Ölafur'],
    ['Motörhead', 'Björk', 'Sigur Rós'],
  ])('and hold %s are left in peace', (...texts) => {
    const latin1 = texts.map(text => text.replaceAll('Ž', 'Z').replaceAll('ť', 't').replaceAll('œ', '\x9c'))
    expect(reread(...latin1)).toEqual(latin1.map(text => text.replaceAll('\x9c', 'œ')))
  })

  it('with quotation marks of Windows show them', () => {
    expect(reread('Don\x92t \x93stop\x94')).toEqual(['Don’t “stop”'])
  })

  it('and are any European word never turn into Hangul', () => {
    const letters = 'abcdefghijklmnopqrstuvwxyzàáâãäåæçèéêëìíîïñòóôõöøùúûüýÿßABCDEÄÖÜÉÇÑ'
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...letters), { minLength: 1, maxLength: 12 }), chars => {
        // Accents stand alone between plain letters, as they do in European words.
        const word = chars.filter((c, i) => c.charCodeAt(0) < 128 || (chars[i - 1] ?? 'a').charCodeAt(0) < 128).join('')
        return !/[가-힣]/.test(rereading([`${word}e`])(`${word}e`))
      }),
      { numRuns: 2000 },
    )
  })
})
