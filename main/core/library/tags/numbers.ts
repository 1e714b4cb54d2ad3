// Numbers as tags write them: '3/12', '1999-05-01', '-7.54 dB', six digits.

/** The number of a track or disc: '3', '03/12'. Null for 'A1', zero and nonsense. */
export function ordinal(text: string): number | null {
  const digits = /^\s*0*(\d{1,5})\s*(?:\/|of\b|$)/i.exec(text)
  const number = digits ? Number(digits[1]) : 0
  return number > 0 && number < 100_000 ? number : null
}

/** The year in a date of any common form ('1999', '1999-05-01', '01.05.1999', '19990501'), or null. */
export function yearOf(text: string): number | null {
  const compact = /^\s*(\d{4})(?:\d{4})?(?:\D|$)/.exec(text) ?? /(?:^|\D)(\d{4})(?:\D|$)/.exec(text)
  const year = compact ? Number(compact[1]) : 0
  return year >= 1000 && year < 3000 ? year : null
}

/** dB in a ReplayGain text, with or without its unit, with a comma where a locale put one. Beyond 60 dB it is no loudness. */
export function gainOf(text: string): number | null {
  const value = Number.parseFloat(text.trim().replace(',', '.'))
  return Number.isFinite(value) && Math.abs(value) <= 60 ? value : null
}

/** Peak, 1 = full scale; zero (digital silence, or a writer that did not know) is null. */
export function peakOf(text: string): number | null {
  const value = Number.parseFloat(text.trim().replace(',', '.'))
  return Number.isFinite(value) && value > 0 && value < 100 ? value : null
}

/**
 * Opus' R128 gains: Q7.8 dB towards -23 LUFS. ReplayGain aims at -18 LUFS, 5 dB above (RFC 7845 5.2.1, EBU R 128). The
 * header's output gain is left out: every decoder applies it by itself.
 */
export function gainOfR128(text: string): number | null {
  if (!/^\s*[+-]?\d{1,6}\s*$/.test(text)) return null
  const value = Number(text)
  return value >= -32768 && value <= 32767 ? value / 256 + 5 : null
}

export function asciiDigits(text: string): number | null {
  return /^\d+$/.test(text) ? Number(text) : null
}
