// A part of an open file as a stream: read only as fast as it is taken, closed when it ends, fails or is no longer wanted.
import type { FileHandle } from 'node:fs/promises'

const chunkBytes = 128 * 1024

/** Streams bytes `from` to `to` (both included) and owns the handle from now on. A file cut short meanwhile ends the stream. */
export function streamOf(file: FileHandle, from: number, to: number): ReadableStream<Uint8Array> {
  let at = from
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const wanted = Math.min(chunkBytes, to - at + 1)
          const { bytesRead, buffer } = await file.read(Buffer.allocUnsafeSlow(wanted), 0, wanted, at)
          at += bytesRead
          if (bytesRead > 0) controller.enqueue(buffer.subarray(0, bytesRead))
          if (bytesRead === 0 || at > to) {
            await file.close()
            controller.close()
          }
        } catch (thrown) {
          await file.close().catch(() => {})
          controller.error(thrown)
        }
      },
      async cancel() {
        await file.close()
      },
    },
    { highWaterMark: 0 },
  )
}
