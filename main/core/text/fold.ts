// How two spellings are found to be one name (fold), and where a name stands in a sorted list (sortKey).

const ascii = /^[\x20-\x7e]*$/
const quotes = /['’‘ʼ`´]/gu
const breaks = /[\p{P}\p{Z}\p{C}]+/gu
/** The combining marks of Latin, Greek and Cyrillic; kana voicing marks and Hangul letters lie elsewhere and stay. */
const accents = /[\u0300-\u036f]+/gu
/** Letters that Unicode does not take apart but that listeners type without their stroke or ligature. */
const strokes = /[ßøłđðæœþıħŧς]/gu
const plain: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ı: 'i',
  ħ: 'h',
  ŧ: 't',
  ς: 'σ',
}

/**
 * One form for every way to type a name: NFKC, lower case, without the accents of Latin, Greek and Cyrillic, apostrophes dropped, runs of
 * other punctuation and white space as one space. Hangul syllables and kana stay whole. A name made of punctuation alone keeps it.
 * fold(fold(x)) = fold(x).
 */
export function fold(text: string): string {
  const lower = (ascii.test(text) ? text : unaccented(text)).toLowerCase()
  const folded = lower.replace(quotes, '').replace(breaks, ' ').trim()
  return folded === '' ? lower.trim() : folded
}

function unaccented(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(accents, '')
    .replace(strokes, letter => plain[letter] ?? letter)
    .normalize('NFC')
}

const article = /^(?:the|an?|der|die|das|les?|la|el)\s+(?=\S)/iu
const digits = /\d+/gu

/**
 * What ORDER BY compares (bytewise): leading articles off, numbers by value, and scripts in the order digits and signs, Latin, other alphabets,
 * Hangul, kana, han.
 */
export function sortKey(name: string): string {
  const folded = fold(name.trim().replace(article, ''))
  return script(folded) + folded.replace(digits, run => run.replace(/^0+(?=\d)/, '').padStart(6, '0'))
}

function script(folded: string): string {
  const code = folded.codePointAt(0) ?? 0
  if (code >= 0x61 && code <= 0x7a) return '2'
  if (code < 0x80) return '1'
  const first = String.fromCodePoint(code)
  if (/\p{Script=Latin}/u.test(first)) return '2'
  if (/\p{Script=Hangul}/u.test(first)) return '4'
  if (/\p{Script=Hiragana}|\p{Script=Katakana}/u.test(first)) return '5'
  if (/\p{Script=Han}/u.test(first)) return '6'
  return /\p{L}/u.test(first) ? '3' : '1'
}
