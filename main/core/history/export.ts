// The log as a file: csv for spreadsheets, json for programs; written beside its place and moved there when it is whole.
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import type { ExportedPlay, ImportReading } from '../store/tables/import-reading.ts'

const columns = [
  'started_at',
  'ended_at',
  'artist',
  'title',
  'album',
  'duration_ms',
  'heard_ms',
  'origin',
  'ended_by',
  'outcome',
  'stayed',
  'source',
] as const

/** Text gathered before it is written. */
const PIECE = 1 << 16

function valuesOf(play: ExportedPlay): readonly (string | number | boolean | null)[] {
  return [
    new Date(play.startedAt).toISOString(),
    new Date(play.endedAt).toISOString(),
    play.artist,
    play.title,
    play.album,
    play.durationMs === 0 ? null : play.durationMs,
    play.dwellMs,
    play.origin,
    play.cause,
    play.outcome,
    play.sat === null ? null : play.sat === 1,
    play.source,
  ]
}

const cell = (value: string | number | boolean | null): string => {
  const text = value === null ? '' : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Returns how many plays were written. Blocks: runs in the history worker. Nothing is left behind when it fails. */
export function exportLog(
  reading: ImportReading,
  path: string,
  format: 'csv' | 'json',
  onProgress: (done: number) => void,
): number {
  const part = `${path}.part`
  const file = openSync(part, 'w')
  let held = ''
  let plays = 0
  const write = (text: string) => {
    held += text
    if (held.length < PIECE) return
    writeSync(file, held)
    held = ''
    onProgress(plays)
  }
  try {
    write(format === 'csv' ? `${columns.join(',')}\r\n` : '{\n"made_by": "Dwell",\n"plays": [\n')
    for (const play of reading.exported()) {
      const values = valuesOf(play)
      if (format === 'csv') write(`${values.map(cell).join(',')}\r\n`)
      else
        write(
          `${plays === 0 ? '' : ',\n'}${JSON.stringify(Object.fromEntries(columns.map((name, at) => [name, values[at]])))}`,
        )
      plays++
    }
    if (format === 'json') write('\n]\n}\n')
    writeSync(file, held)
    fsyncSync(file)
  } catch (thrown) {
    closeSync(file)
    rmSync(part, { force: true })
    throw thrown
  }
  closeSync(file)
  try {
    renameSync(part, path)
  } catch (thrown) {
    rmSync(part, { force: true })
    throw thrown
  }
  return plays
}
