// A flac seen from somewhere in its middle: its head, and then the file from a frame on, as if nothing lay between.
//
// The demuxer walks a flac frame by frame from its start; on an hour of music that takes seconds. It does not mind where a file's
// first frame comes from, so a jump gives it a file that begins shortly before the place.
import type { Bytes } from './bytes.ts'
import { type FlacFrame, frameBefore, readFlacLayout } from './flac-frames.ts'

export interface FlacView {
  readonly bytes: Bytes
  /** Sample of the whole file at which this one begins. */
  readonly sample: number
}

/** The file as it appears from the frame at `from` on. */
export function viewFrom(bytes: Bytes, head: Uint8Array<ArrayBuffer>, from: FlacFrame): Bytes {
  const shift = from.offset - head.length
  return {
    size: bytes.size - shift,
    async read(start, end) {
      if (start >= head.length) return bytes.read(start + shift, end + shift)
      const rest = end > head.length ? await bytes.read(from.offset, end + shift) : new Uint8Array()
      const both = new Uint8Array(Math.min(end, head.length) - start + rest.length)
      both.set(head.subarray(start, Math.min(end, head.length)))
      both.set(rest, both.length - rest.length)
      return both
    },
  }
}

/** A view that begins not long before `sample`; null where the file's layout is not what is expected. */
export async function flacViewAt(bytes: Bytes, sample: number): Promise<FlacView | null> {
  const layout = await readFlacLayout(bytes)
  if (!layout) return null
  const frame = await frameBefore(bytes, layout, sample)
  return { bytes: viewFrom(bytes, layout.head, frame), sample: frame.sample }
}
