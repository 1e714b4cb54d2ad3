// What the shell says by itself, and what it calls a file.
import { describe, expect, it } from 'vitest'
import { exitCodeFor } from '../../main/shell/exit-codes.ts'
import { playlistFileName } from '../../main/shell/playlist-file-name.ts'
import { troubleHtml } from '../../main/shell/trouble-page.ts'
import { languageFor, wordsIn } from '../../main/shell/words.ts'

describe('the shell’s words', () => {
  it('are in the listener’s language, else in the system’s where it is one of ours', () => {
    expect(languageFor('ko', 'en-US')).toBe('ko')
    expect(languageFor('system', 'ko-KR')).toBe('ko')
    expect(languageFor('system', 'fr')).toBe('en')
  })

  it('say everything in both languages', () => {
    const texts = (value: object): string[] =>
      Object.values(value).flatMap(each => (typeof each === 'string' ? [each] : texts(each)))
    const [english, korean] = [texts(wordsIn('en')), texts(wordsIn('ko'))]
    expect(korean).toHaveLength(english.length)
    expect([...english, ...korean].every(text => text.trim().length > 0)).toBe(true)
    expect(korean.filter(text => text !== 'Dwell').every(text => /[가-힣]/.test(text))).toBe(true)
  })
})

const look = { nonce: 'n', theme: 'dark', language: 'en' } as const

describe('the page that stands in for the interface', () => {
  const facts = {
    trouble: 'other',
    reason: '<img src=x onerror=alert(1)> & "so"',
    logFile: '/p/logs/dwell.log',
    canTryAgain: true,
  } as const

  it('says what happened, why, where the log is and what can be done', () => {
    const html = troubleHtml({ ...facts, reason: 'exit code 9' }, wordsIn('ko'), { ...look, language: 'ko' }, [
      '/assets/index-1.css',
    ])
    for (const text of [
      'lang="ko"',
      'data-theme="dark"',
      'href="/assets/index-1.css"',
      wordsIn('ko').trouble.other.title,
      'exit code 9',
      '/p/logs/dwell.log',
      'dwell://app/trouble/again',
    ])
      expect(html).toContain(text)
  })
  it('shows a reason as text, whatever it is', () => {
    expect(troubleHtml(facts, wordsIn('en'), look, [])).not.toContain('<img')
  })
  it('does not offer what cannot help', () => {
    expect(troubleHtml({ ...facts, canTryAgain: false }, wordsIn('en'), look, [])).not.toContain('/again')
  })
})

describe('the file of a playlist', () => {
  it.each([
    ['일요일 오후', '일요일 오후.m3u8'],
    ['AC/DC: best?', 'AC DC best.m3u8'],
    ['../../etc/passwd', 'etc passwd.m3u8'],
    ['...', 'Playlist.m3u8'],
    ['노래'.repeat(100), `${'노래'.repeat(30)}.m3u8`],
    ['🎧'.repeat(100), `${'🎧'.repeat(60)}.m3u8`],
  ])('is named after it, as far as a disk allows (%s)', (name, file) => {
    expect(playlistFileName(name, 'Playlist')).toBe(file)
  })
})

describe('the program’s end', () => {
  it('tells a script why there was no window', () => {
    expect([exitCodeFor('profile-in-use'), exitCodeFor('database-from-the-future'), exitCodeFor('internal')]).toEqual([
      3, 4, 1,
    ])
  })
})
