// A WAV file: PCM with an ID3v2.4 chunk for the tags, which RIFF's own INFO list could only hold in part.

/** `samples`: 16-bit interleaved. `frames` are ID3v2.4 text frames such as TIT2. */
export function encodeWav(
  samples: Int16Array,
  rate: number,
  channels: 1 | 2,
  frames: readonly (readonly [id: string, text: string])[],
): Uint8Array {
  const format = Buffer.alloc(16)
  format.writeUInt16LE(1, 0)
  format.writeUInt16LE(channels, 2)
  format.writeUInt32LE(rate, 4)
  format.writeUInt32LE(rate * channels * 2, 8)
  format.writeUInt16LE(channels * 2, 12)
  format.writeUInt16LE(16, 14)
  const sound = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength)
  const body = Buffer.concat([
    Buffer.from('WAVE'),
    chunk('fmt ', format),
    chunk('data', sound),
    chunk('id3 ', id3(frames)),
  ])
  return chunk('RIFF', body)
}

function chunk(name: string, body: Uint8Array): Buffer {
  const head = Buffer.alloc(8)
  head.write(name, 'latin1')
  head.writeUInt32LE(body.length, 4)
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)])
}

function id3(frames: readonly (readonly [string, string])[]): Buffer {
  const body = Buffer.concat(
    frames.map(([id, text]) => {
      const value = Buffer.concat([Buffer.of(3), Buffer.from(text)]) // 3: UTF-8
      return Buffer.concat([Buffer.from(id, 'latin1'), synchsafe(value.length), Buffer.of(0, 0), value])
    }),
  )
  return Buffer.concat([Buffer.from('ID3'), Buffer.of(4, 0, 0), synchsafe(body.length), body])
}

/** Seven bits a byte, as ID3v2.4 writes sizes. */
function synchsafe(n: number): Buffer {
  return Buffer.of((n >> 21) & 0x7f, (n >> 14) & 0x7f, (n >> 7) & 0x7f, n & 0x7f)
}
