// Width and height of a picture from its header, before anything large is decoded.

export interface PictureSize {
  readonly width: number
  readonly height: number
}

/** Null when the header says nothing sensible. Sources: PNG 11.2.2, RFC 9649 (WebP), ITU T.81 B.2.2 (JPEG frame header). */
export function pictureSize(b: Buffer, mime: string): PictureSize | null {
  try {
    const size =
      mime === 'image/png' ? png(b) : mime === 'image/webp' ? webp(b) : mime === 'image/jpeg' ? jpeg(b) : null
    return size && size.width > 0 && size.height > 0 ? size : null
  } catch (thrown) {
    if (thrown instanceof RangeError) return null // the header is cut off
    throw thrown
  }
}

function png(b: Buffer): PictureSize {
  return { width: b.readUInt32BE(16), height: b.readUInt32BE(20) }
}

function webp(b: Buffer): PictureSize | null {
  switch (b.toString('latin1', 12, 16)) {
    case 'VP8 ':
      return { width: b.readUInt16LE(26) & 0x3fff, height: b.readUInt16LE(28) & 0x3fff }
    case 'VP8L': {
      const bits = b.readUInt32LE(21)
      return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 }
    }
    case 'VP8X':
      return { width: b.readUIntLE(24, 3) + 1, height: b.readUIntLE(27, 3) + 1 }
    default:
      return null
  }
}

/** Markers until the first that starts a frame; C4, C8 and CC are tables among them. */
function jpeg(b: Buffer): PictureSize | null {
  let at = 2
  while (at + 9 <= b.length) {
    if (b[at] !== 0xff) return null
    const marker = b.readUInt8(at + 1)
    if (marker === 0xff) {
      at++
      continue
    }
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      return { width: b.readUInt16BE(at + 7), height: b.readUInt16BE(at + 5) }
    }
    const isAlone = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)
    at += isAlone ? 2 : 2 + b.readUInt16BE(at + 2)
  }
  return null
}
