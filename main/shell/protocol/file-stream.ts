// A part of a file as a stream: opened when the first byte is wanted, read only as fast as it is taken, closed when it ends, fails or is dropped.
import { type FileHandle, open } from 'node:fs/promises'

const chunkBytes = 128 * 1024

/**
 * Streams bytes `from` to `to` (both included) of the file at `path`. A request that is given up before its first byte has opened nothing.
 * A file that was cut short meanwhile ends the stream.
 */
export function streamOf(path: string | Buffer, from: number, to: number): ReadableStream<Uint8Array> {
  let at = from
  let file: FileHandle | null = null
  const close = async () => {
    const opened = file
    file = null
    await opened?.close()
  }
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          file ??= await open(path, 'r')
          const wanted = Math.min(chunkBytes, to - at + 1)
          const { bytesRead, buffer } = await file.read(Buffer.allocUnsafeSlow(wanted), 0, wanted, at)
          at += bytesRead
          if (bytesRead > 0) controller.enqueue(buffer.subarray(0, bytesRead))
          if (bytesRead > 0 && at <= to) return
          await close()
          controller.close()
        } catch (thrown) {
          await close().catch(() => {})
          controller.error(thrown)
        }
      },
      cancel: close,
    },
    { highWaterMark: 0 },
  )
}
