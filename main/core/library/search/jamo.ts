// Hangul by its letters, as fingers type them: so that a half-typed syllable (받 on the way to 바다) and initials alone (ㅂㄷ) find their word.

// Compatibility letters, in the order in which Unicode's composed syllables count them.
const initials = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ'
const vowels = 'ㅏ ㅐ ㅑ ㅒ ㅓ ㅔ ㅕ ㅖ ㅗ ㅗㅏ ㅗㅐ ㅗㅣ ㅛ ㅜ ㅜㅓ ㅜㅔ ㅜㅣ ㅠ ㅡ ㅡㅣ ㅣ'.split(' ')
const finals =
  ' ㄱ ㄲ ㄱㅅ ㄴ ㄴㅈ ㄴㅎ ㄷ ㄹ ㄹㄱ ㄹㅁ ㄹㅂ ㄹㅅ ㄹㅌ ㄹㅍ ㄹㅎ ㅁ ㅂ ㅂㅅ ㅅ ㅆ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ'.split(' ')
const hangul = /[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]/u
const syllable = /[\uac00-\ud7a3]/u

/** Does the word hold Hangul, whole or in letters? */
export const hasHangul = (word: string): boolean => hangul.test(word)
export const hasSyllable = (word: string): boolean => syllable.test(word)

/** The keys that type the word: 바다 is ㅂㅏㄷㅏ, 밝 is ㅂㅏㄹㄱ. What is no Hangul stays. */
export function keysOf(word: string): string {
  let keys = ''
  for (const letter of word) {
    const code = letter.codePointAt(0) ?? 0
    if (code >= 0xac00 && code <= 0xd7a3) {
      const place = code - 0xac00
      keys += initials[Math.floor(place / 588)] ?? ''
      keys += vowels[Math.floor(place / 28) % 21] ?? ''
      keys += finals[place % 28] ?? ''
    } else if (code >= 0x1100 && code <= 0x1112) keys += initials[code - 0x1100] ?? ''
    else if (code >= 0x1161 && code <= 0x1175) keys += vowels[code - 0x1161] ?? ''
    else if (code >= 0x11a8 && code <= 0x11c2) keys += finals[code - 0x11a7] ?? ''
    else keys += letter
  }
  return keys
}

/** The first letter of every syllable: 바다 is ㅂㄷ. Words without a whole syllable have none. */
export function initialsOf(word: string): string {
  let letters = ''
  for (const letter of word) {
    const place = (letter.codePointAt(0) ?? 0) - 0xac00
    if (place >= 0 && place < 11_172) letters += initials[Math.floor(place / 588)] ?? ''
    else letters += letter
  }
  return hasSyllable(word) ? letters : ''
}

/** Is the typed word made of initial letters alone (after folding)? */
export const isInitials = (keys: string): boolean => keys !== '' && [...keys].every(letter => initials.includes(letter))
