// Texts in disguise: tags that claim Latin-1 but hold UTF-8, Korean CP949 or Japanese Shift-JIS, as old taggers wrote them.

/** Turns the bytes that were read as Latin-1 into what they mean. */
export type Rereading = (text: string) => string

const utf8 = new TextDecoder('utf-8', { fatal: true })
const cp949 = new TextDecoder('euc-kr', { fatal: true }) // WHATWG's euc-kr is CP949
const shiftJis = new TextDecoder('shift_jis', { fatal: true })
const windows1252 = new TextDecoder('windows-1252')

const isHigh = /[\x80-\xff]/
const hangul = /[가-힣]/g
const kana = /[ぁ-ゖァ-ヺ]/g
/** Everything that may stand in a Korean title: Hangul, ASCII, the symbols of KS X 1001's first rows, fullwidth forms. */
const koreanText = /^[ -~가-힣ㄱ-ㆎ　-〟·‘’“”…※★☆♡♥♪♬①-⑮Ⅰ-Ⅹ～～！-｠–—´°×÷∼¸¡¿α-ωΑ-Ω]*$/
/** Halfwidth katakana are single bytes that any text may contain by accident. */
const halfwidth = /[｡-ﾟ]/
/** One Hangul syllable alone against a Latin letter: 'CANÇÃO' read as CP949, but also a Korean 'A형'. */
const accident = /[A-Za-z][가-힣](?![가-힣])|(?<![가-힣])[가-힣][A-Za-z]/g

/**
 * Decides over all texts of a file that were read as Latin-1, conservatively: UTF-8 text by text, since its form does not
 * arise by chance; CP949 and Shift-JIS only when every text of the file is valid in it and it reads as Korean or Japanese.
 */
export function rereading(latin1Texts: readonly string[]): Rereading {
  const odd = latin1Texts.filter(text => isHigh.test(text) && asUtf8(text) === null)
  const korean = odd.length > 0 && isKorean(odd)
  const japanese = !korean && odd.length > 0 && isJapanese(odd)
  return text => {
    if (!isHigh.test(text)) return text
    const known = asUtf8(text)
    if (known !== null) return known
    const told = korean ? decodeCut(cp949, text) : japanese ? decodeCut(shiftJis, text) : null
    return told ?? western(text)
  }
}

/** Real Latin-1 has no letters in 0x80-0x9F: what stands there is Windows-1252. */
function western(text: string): string {
  return /[\x80-\x9f]/.test(text) ? windows1252.decode(Buffer.from(text, 'latin1')) : text
}

function decode(decoder: InstanceType<typeof TextDecoder>, text: string): string | null {
  try {
    return decoder.decode(Buffer.from(text, 'latin1'))
  } catch {
    return null
  }
}

/** ID3v1 cuts at 30 bytes, sometimes through a letter. */
function decodeCut(decoder: InstanceType<typeof TextDecoder>, text: string): string | null {
  const whole = decode(decoder, text)
  return whole ?? (text.length === 30 ? decode(decoder, text.slice(0, -1)) : null)
}

function asUtf8(text: string): string | null {
  const whole = decode(utf8, text)
  if (whole !== null || text.length !== 30) return whole
  return decode(utf8, text.slice(0, -1)) ?? decode(utf8, text.slice(0, -2))
}

function isKorean(texts: readonly string[]): boolean {
  let syllables = 0
  let accidents = 0
  let isAllKorean = false
  for (const text of texts) {
    const decoded = decodeCut(cp949, text)
    if (decoded === null || !koreanText.test(decoded)) return false
    accidents += decoded.match(accident)?.length ?? 0
    const common = commonSyllables(text)
    const found = decoded.match(hangul)?.length ?? 0
    // The rare syllables that CP949 adds to KS X 1001 use bytes of every Western text: without common ones they are chance.
    if (found > 2 * common) return false
    syllables += common
    isAllKorean ||= common > 0 && !/[A-Za-z]/.test(decoded)
  }
  return syllables > 4 * accidents && (syllables >= 2 || isAllKorean)
}

/** Syllables of KS X 1001: both bytes high, the first in B0-C8. */
function commonSyllables(text: string): number {
  let count = 0
  for (let i = 0; i < text.length; i++) {
    const lead = text.charCodeAt(i)
    if (lead < 0x80) continue
    if (lead >= 0xb0 && lead <= 0xc8 && text.charCodeAt(i + 1) >= 0xa1) count++
    i++
  }
  return count
}

function isJapanese(texts: readonly string[]): boolean {
  let letters = 0
  for (const text of texts) {
    const decoded = decodeCut(shiftJis, text)
    if (decoded === null || halfwidth.test(decoded)) return false
    letters += decoded.match(kana)?.length ?? 0
  }
  return letters >= 2
}
