// Korean particles that follow the sound of the word before them: 을/를, 이/가, 은/는, 와/과, 로/으로.

/** What a word ends in, as it is read aloud: a vowel, the consonant ㄹ, or another consonant. */
type Ending = 'vowel' | 'rieul' | 'consonant'

// How Koreans read them: 0 영, 1 일, 2 이, 3 삼, 4 사, 5 오, 6 육, 7 칠, 8 팔, 9 구.
const digits: readonly Ending[] = [
  'consonant',
  'rieul',
  'vowel',
  'consonant',
  'vowel',
  'vowel',
  'consonant',
  'rieul',
  'rieul',
  'vowel',
]

function endingOf(word: string): Ending {
  // Closing marks are not read: the sound is that of the last letter or digit.
  const last = [...word.normalize('NFC')].findLast(char => /[\p{L}\p{N}]/u.test(char))
  if (last === undefined) return 'vowel'
  const code = last.codePointAt(0) ?? 0
  if (code >= 0xac00 && code <= 0xd7a3) {
    const final = (code - 0xac00) % 28
    return final === 0 ? 'vowel' : final === 8 ? 'rieul' : 'consonant'
  }
  if (/[0-9]/.test(last)) return digits[Number(last)] ?? 'vowel'
  // Foreign words: by their last letter, as they are usually transcribed (Blue 블루, Album 앨범, Soul 소울).
  if (/[lLrR]/.test(last)) return last.toLowerCase() === 'l' ? 'rieul' : 'vowel'
  if (/[mnMN]/.test(last)) return 'consonant'
  if (/g$/i.test(last) && /ng[^\p{L}\p{N}]*$/iu.test(word)) return 'consonant'
  if (/[bckptBCKPT]/.test(last)) return /[aeiou].$/iu.test(word.replace(/[^\p{L}\p{N}]+$/u, '')) ? 'consonant' : 'vowel'
  return 'vowel'
}

const pairs = {
  eul: ['을', '를'],
  i: ['이', '가'],
  eun: ['은', '는'],
  gwa: ['과', '와'],
  euro: ['으로', '로'],
} as const

export type Particle = keyof typeof pairs
export const particles = Object.keys(pairs) as readonly Particle[] // the keys of a literal are exactly its names

/** The particle alone, to be put right after the word (or after the mark that closes it). */
export function particleAfter(word: string, particle: Particle): string {
  const ending = endingOf(word)
  const [afterConsonant, afterVowel] = pairs[particle]
  if (particle === 'euro') return ending === 'consonant' ? afterConsonant : afterVowel
  return ending === 'vowel' ? afterVowel : afterConsonant
}
