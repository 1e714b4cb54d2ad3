// Bytes to text for the tag systems that let the writer choose an encoding.

/** ID3v2's encoding byte. Anything unknown is read as UTF-8, as most writers of such bytes meant. */
export type Id3Encoding = 'latin1' | 'utf-16' | 'utf-16be' | 'utf-8'

export function id3Encoding(byte: number): Id3Encoding {
  switch (byte) {
    case 0:
      return 'latin1'
    case 1:
      return 'utf-16'
    case 2:
      return 'utf-16be'
    default:
      return 'utf-8'
  }
}

/** Decodes `from`..`to` of a buffer. Never throws: what is not valid becomes U+FFFD. */
export function decodeId3(b: Buffer, from: number, to: number, encoding: Id3Encoding): string {
  switch (encoding) {
    case 'latin1':
      return b.toString('latin1', from, to)
    case 'utf-8':
      return stripMark(b.toString('utf8', from, to))
    case 'utf-16be':
      return stripMark(utf16be(b, from, to))
    case 'utf-16':
      return b[from] === 0xfe && b[from + 1] === 0xff
        ? stripMark(utf16be(b, from, to))
        : stripMark(b.toString('utf16le', from, to - ((to - from) & 1)))
  }
}

/** Where the text that starts at `from` ends: at its terminator, or at `to`. */
export function endOfText(b: Buffer, from: number, to: number, encoding: Id3Encoding): number {
  if (encoding === 'latin1' || encoding === 'utf-8') {
    const end = b.indexOf(0, from)
    return end === -1 || end > to ? to : end
  }
  for (let i = from; i + 1 < to; i += 2) if (b[i] === 0 && b[i + 1] === 0) return i
  return to
}

export function terminatorLength(encoding: Id3Encoding): number {
  return encoding === 'latin1' || encoding === 'utf-8' ? 1 : 2
}

function utf16be(b: Buffer, from: number, to: number): string {
  return Buffer.from(b.subarray(from, to - ((to - from) & 1)))
    .swap16()
    .toString('utf16le')
}

/** Each text of a list may carry its own byte order mark. */
function stripMark(text: string): string {
  return text.includes('\ufeff') ? text.replaceAll('\ufeff', '') : text
}
