// Both languages say everything, with the same facts in it, and Korean particles follow the sound of the word.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { errorCodes } from '../../../preload/contract/errors.ts'
import { en } from '../../../renderer/base/i18n/en.ts'
import { chooseLanguage, i18n, languages, startLanguages } from '../../../renderer/base/i18n/index.ts'
import { ko } from '../../../renderer/base/i18n/ko.ts'
import { particleAfter } from '../../../renderer/base/i18n/particles.ts'

type Tree = { readonly [key: string]: string | Tree }
const flatten = (tree: Tree, at = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${at}${key}`, value] as [string, string]] : flatten(value, `${at}${key}.`),
  )
const english = new Map(flatten(en))
const korean = new Map(flatten(ko))
/** The facts in a sentence, without how they are formatted. */
const facts = (words: string): string[] =>
  [...new Set([...words.matchAll(/\{\{(\w+)/g)].map(([, name]) => name ?? ''))].sort()

const sources = fileURLToPath(new URL('../../../renderer', import.meta.url))
const code = readdirSync(sources, { recursive: true, encoding: 'utf8' })
  .filter(file => /\.tsx?$/.test(file) && !file.startsWith('base/i18n/'))
  .map(file => readFileSync(join(sources, file), 'utf8'))
  .join('\n')

describe('the words of the interface', () => {
  it('lie in one file a language', () => {
    const files = readdirSync(join(sources, 'base/i18n'))
    expect(files.sort()).toEqual([...languages.map(language => `${language}.ts`), 'index.ts', 'particles.ts'].sort())
  })

  it('are there in Korean for every key of the English', () => {
    const needed = [...english.keys()].filter(key => !key.endsWith('_one'))
    expect([...korean.keys()].sort()).toEqual(needed.sort())
  })

  it('are Korean, not English left over', () => {
    const notWords = new Set(['app.name', 'settings.about.version', 'library.columns.number', 'keys.key.delete'])
    const isName = (key: string) => notWords.has(key) || key.startsWith('learning.backend.')
    const left = [...korean].filter(([key, words]) => !isName(key) && !/[가-힣]/.test(words))
    expect(left).toEqual([])
  })

  it('tell the same facts in both languages', () => {
    // A particle asks for the word that it follows once more, which is the same fact.
    const different = [...korean].filter(([key, words]) => `${facts(words)}` !== `${facts(english.get(key) ?? '')}`)
    expect(different).toEqual([])
  })

  it('have an English singular for every plural', () => {
    const plurals = [...english.keys()].filter(key => key.endsWith('_other'))
    expect(plurals.filter(key => !english.has(key.replace(/_other$/, '_one')))).toEqual([])
  })

  it('have words for every error', () => {
    for (const errorCode of errorCodes) expect(korean.get(`error.${errorCode}`), errorCode).toBeTruthy()
  })

  it('are all used somewhere', () => {
    const used = (key: string): boolean => {
      const stem = key.replace(/_(one|other)$/, '')
      const parent = stem.slice(0, stem.lastIndexOf('.'))
      return code.includes(`'${stem}'`) || code.includes(`\`${parent}.\${`) || code.includes(`"${stem}"`)
    }
    expect([...english.keys()].filter(key => !used(key))).toEqual([])
  })
})

describe('a language', () => {
  it('is the listener’s choice, else the closest of the system’s', () => {
    expect(chooseLanguage('ko', ['en-US'])).toBe('ko')
    expect(chooseLanguage('system', ['de-DE', 'ko-KR', 'en'])).toBe('ko')
    expect(chooseLanguage('system', ['de-DE'])).toBe('en')
  })
})

describe('a Korean particle', () => {
  it.each([
    ['달빛', '을', '이', '은', '과', '으로'],
    ['우산 하나', '를', '가', '는', '와', '로'],
    ['물', '을', '이', '은', '과', '로'],
    ['Blue', '를', '가', '는', '와', '로'],
    ['Soul', '을', '이', '은', '과', '로'],
    ['Album', '을', '이', '은', '과', '으로'],
    ['Swing', '을', '이', '은', '과', '으로'],
    ['1979', '를', '가', '는', '와', '로'],
    ['Track 6', '을', '이', '은', '과', '으로'],
    ['첫눈 (Live)', '를', '가', '는', '와', '로'],
    ['?', '를', '가', '는', '와', '로'],
  ])('follows “%s” as %s %s %s %s %s', (word, ...expected) => {
    const found = (['eul', 'i', 'eun', 'gwa', 'euro'] as const).map(particle => particleAfter(word, particle))
    expect(found).toEqual(expected)
  })

  it('stands in the sentence, behind the mark that closes the name', () => {
    startLanguages('ko')
    expect(i18n.t('wish.done.like', { title: '달빛' })).toBe('〈달빛〉을 좋아하는 곡에 담았습니다.')
    expect(i18n.t('wish.done.like', { title: '우산 하나' })).toBe('〈우산 하나〉를 좋아하는 곡에 담았습니다.')
    expect(i18n.t('queue.added', { count: 1204 })).toBe('1,204곡을 다음에 들을 곡에 추가했습니다.')
  })

  it('does not stand in English, which counts in ones and manies', () => {
    startLanguages('en')
    expect(i18n.t('queue.added', { count: 1 })).toBe('1 track added to up next.')
    expect(i18n.t('queue.added', { count: 1204 })).toBe('1,204 tracks added to up next.')
  })
})
