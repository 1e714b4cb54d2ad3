// What counts as a word: of a name that is searched, and of what the listener types.
import { fold } from './fold.ts'

const katakana = /[\u30a1-\u30f6]/gu
const meaning = /[\p{L}\p{N}]/u
const innerMark = /[^\s\p{L}\p{N}\p{M}'’]/u
const white = /\s+/u

/** Folded further than names are: hiragana and katakana are typed alike. */
function foldedWords(text: string): string[] {
  const folded = fold(text).replace(katakana, kana => String.fromCharCode(kana.charCodeAt(0) - 0x60))
  return folded.split(white).filter(word => word !== '')
}

/** The words of a name between spaces, each once. "AC/DC" is found as ac, as dc and as acdc. */
export function wordsOf(name: string): string {
  const words = new Set(foldedWords(name))
  if (innerMark.test(name))
    for (const chunk of name.split(white)) {
      const parts = innerMark.test(chunk) ? foldedWords(chunk).filter(part => meaning.test(part)) : []
      if (parts.length > 1) words.add(parts.join(''))
    }
  return [...words].join(' ')
}

/** What was typed, as words that must all match, longest first. Signs count only when there is nothing else. */
export function wordsTyped(typed: string): readonly string[] {
  const words = [...new Set(foldedWords(typed))]
  const meant = words.filter(word => meaning.test(word))
  return (meant.length > 0 ? meant : words).sort((a, b) => b.length - a.length)
}
