// `scan DIR`: takes a folder in, reads it to the end, and names every file that could not be read.
import type { Library } from '../library/index.ts'

export interface Scan {
  readonly library: Pick<Library, 'scanFolder'>
  /** Absolute. */
  readonly path: string
  readonly json: boolean
}

export async function scanAnswer({ library, path, json }: Scan): Promise<string> {
  const report = await library.scanFolder(path)
  if (json) return JSON.stringify(report)
  const { files, tracks, recordings, copies, failed, ms } = report
  const copied = copies > 0 ? ` (${recordings} recordings, ${copies} copies)` : ''
  return [
    `${files} files in ${(ms / 1000).toFixed(1)} s: ${tracks} tracks${copied}, ${failed.length} could not be read`,
    ...failed.map(({ path: file, code, message }) => `  ${file}: ${message} (${code})`),
  ].join('\n')
}
