import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parsePeople, readPeople } from '../../evaluate/artists.ts'
import { pearson, ranksOf } from '../../evaluate/correlation.ts'
import { InputError } from '../../evaluate/logs.ts'

const HEAD = 'user_id,artist_id,play_count\n'
const parse = (text: string) => parsePeople(text, 'people.csv.gz')

describe('people and their artists', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'dwell-artists-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('numbers artists as they come, adds up the same one, and leaves out those never played', () => {
    const { people, artists } = parse(`${HEAD}2,51,3\n2,52,1\n3,52,4\n2,51,2\n3,60,0\n`)
    expect(artists).toBe(2)
    expect(people.map(({ artists: of, plays }) => [[...of], [...plays]])).toEqual([
      [
        [0, 1],
        [5, 1],
      ],
      [[1], [4]],
    ])
    expect(parse(HEAD)).toEqual({ people: [], artists: 0 })
  })

  it.each([
    [
      'a column that is missing',
      'user_id,play_count\n2,1\n',
      /line 1: the column “artist_id” is missing; it has user_id, play_count/,
    ],
    ['plays that are no number', `${HEAD}2,51,3\n2,52,many\n`, /people.csv.gz, line 3: “play_count” .* “many”/],
    ['plays below 0', `${HEAD}2,51,-3\n`, /line 2: “play_count”/],
    ['a line that breaks off', `${HEAD}2\n`, /line 2: a user or an artist is missing/],
    ['a line without plays', `${HEAD}2,51\n`, /line 2: “play_count”/],
    ['an empty file', '', /line 1/],
  ])('names the file and the line of %s', (_what, text, message) => {
    expect(() => parse(text)).toThrow(InputError)
    expect(() => parse(text)).toThrow(message)
  })

  it('is content without the file, and says when the file is no whole gzip', () => {
    expect(readPeople(join(folder, 'nothing.csv.gz'))).toBe(null)
    writeFileSync(join(folder, 'broken.csv.gz'), 'user_id')
    expect(() => readPeople(join(folder, 'broken.csv.gz'))).toThrow(/broken.csv.gz: cannot be read as gzip/)
  })
})

describe('correlation', () => {
  it('is 1 along a line, -1 against it, and not defined where nothing varies', () => {
    expect(pearson([1, 2, 3], [2, 4, 6])).toBeCloseTo(1, 9)
    expect(pearson([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1, 9)
    expect(pearson([1, 2, 3, 4], [1, 3, 2, 4])).toBeCloseTo(0.8, 9)
    expect(pearson([1, 1], [1, 2])).toBe(null)
    expect(pearson([1, 2, 3], [1, 2, 9], Int32Array.of(0, 1, 1))).toBeCloseTo(1, 9)
  })

  it('ranks with equal values at the mean of their places', () => {
    expect(ranksOf([5, 1, 5, 9])).toEqual([1.5, 0, 1.5, 3])
    expect(ranksOf([])).toEqual([])
  })
})
