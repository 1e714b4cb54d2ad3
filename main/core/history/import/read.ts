// Reads a history from its files as a stream: tells the format by what is in them, and gives every row, every broken one with its place.

import { TextDecoder } from 'node:util'
import { DwellError } from '../../../../preload/contract/errors.ts'
import type { HistoryFormat } from '../../../../preload/contract/history.ts'
import { csvRecords } from './csv.ts'
import { type ItemReader, jsonItems } from './json-items.ts'
import { delimiterOf, type Layout, lastFmRow, layoutOf } from './lastfm.ts'
import { textLines } from './lines.ts'
import { isListenBrainz, listenBrainzRow } from './listenbrainz.ts'
import type { HeardRow, Told } from './row.ts'
import type { Source, Sources } from './sources.ts'
import { isSpotify, spotifyRow } from './spotify.ts'

export interface Reading {
  readonly format: HistoryFormat
  readonly rows: number
  readonly passedOver: number
  readonly broken: number
  readonly brokenSamples: readonly { readonly place: string; readonly message: string }[]
}

/** Where a row stands: the number of its file among the sources, and the line (csv, jsonl) or the place in the list (json), from 1. */
export interface Place {
  readonly file: number
  readonly row: number
}

export interface ReadOptions {
  readonly now: number
  readonly fileName: string
  readonly onRow: (row: HeardRow, place: Place) => void
  /** A row that is no play, and why. */
  readonly onSkipped: (place: Place, why: string) => void
  /** Bytes read so far. */
  readonly onProgress: (bytes: number) => void
  readonly mostRows?: number
  readonly mostMs?: number
}

const MOST_ROWS = 5_000_000
/** Reading half a million rows takes seconds; what takes minutes is no history. */
const MOST_MS = 10 * 60_000
const BROKEN_SAMPLES = 8

/** Throws DwellError 'bad-input' where the files are no history that Dwell knows. */
export async function readHistory(sources: Sources, options: ReadOptions): Promise<Reading> {
  const { fileName, onRow, onSkipped, onProgress, mostRows = MOST_ROWS, mostMs = MOST_MS } = options
  const until = performance.now() + mostMs
  const brokenSamples: { place: string; message: string }[] = []
  let format: HistoryFormat | null = null
  let rows = 0
  let passedOver = 0
  let broken = 0
  let bytes = 0

  for (const [file, source] of sources.files.entries()) {
    const take = (told: Told, row: number) => {
      if (++rows > mostRows)
        throw new DwellError('bad-input', `“${fileName}” has more than ${mostRows} rows; that is no history.`)
      if (told.is === 'row') {
        onRow(told.row, { file, row })
        return
      }
      onSkipped({ file, row }, told.message)
      if (told.is === 'pass') passedOver++
      else {
        broken++
        if (brokenSamples.length < BROKEN_SAMPLES)
          brokenSamples.push({ place: `${source.name}, row ${row}`, message: told.message })
      }
    }
    const onBroken = (message: string, row: number) => take({ is: 'broken', message }, row)
    const item = (text: string, row: number) => take(itemOf(text), row)
    const itemOf = (text: string): Told => {
      let value: unknown
      try {
        value = JSON.parse(text)
      } catch {
        return { is: 'broken', message: 'no valid JSON' }
      }
      const is = isSpotify(value) ? 'spotify' : isListenBrainz(value) ? 'listenbrainz' : null
      format ??= is
      if (is === null || is !== format) return { is: 'broken', message: 'no play of a known format' }
      return is === 'spotify' ? spotifyRow(value, options.now) : listenBrainzRow(value, options.now)
    }
    let layout: Layout | null = null
    const record = (cells: readonly string[], row: number) => {
      const isFirst = layout === null
      layout ??= layoutOf(cells, source.name)
      format ??= 'lastfm'
      if (!(isFirst && layout.hasHeader)) take(lastFmRow(cells, layout, options.now), row)
    }
    await readText(source, {
      start(text) {
        const first = text.trimStart()
        if (first.startsWith('[')) return jsonItems(item, onBroken)
        if (first.startsWith('{')) return textLines(item, onBroken)
        return csvRecords(delimiterOf(first.split(/[\r\n]/, 1)[0] ?? ''), record, onBroken)
      },
      onBytes(count) {
        bytes += count
        onProgress(bytes)
        if (performance.now() > until)
          throw new DwellError('bad-input', `“${fileName}” takes too long to read; that is no history.`)
        if (bytes > sources.bytes + 1024)
          throw new DwellError('file-broken', `“${fileName}” is longer than it says; it is damaged.`)
      },
      fileName,
    })
  }
  if (format === null || rows === broken)
    throw new DwellError(
      'bad-input',
      `“${fileName}” is no listening history that Dwell can read. It knows Spotify’s extended history (json or zip), csv files of Last.fm, and ListenBrainz’ jsonl.${
        brokenSamples[0] ? ` ${brokenSamples[0].place}: ${brokenSamples[0].message}.` : ''
      }`,
    )
  return { format, rows, passedOver, broken, brokenSamples }
}

interface TextReader {
  /** Chooses who reads it, by its first piece. */
  start(text: string): ItemReader
  onBytes(count: number): void
  readonly fileName: string
}

async function readText(source: Source, { start, onBytes, fileName }: TextReader): Promise<void> {
  let decoder: TextDecoder | null = null
  let reader: ItemReader | null = null
  let held = ''
  const stream = await source.open()
  try {
    for await (const piece of stream) {
      // a stream of bytes, made in sources.ts
      const chunk = piece as Buffer
      onBytes(chunk.length)
      decoder ??= new TextDecoder(chunk[0] === 0xff && chunk[1] === 0xfe ? 'utf-16le' : 'utf-8')
      held += decoder.decode(chunk, { stream: true })
      // The first line says what it is: enough of it must be there.
      if (reader === null && held.length < 4096 && held.trimStart() === '') continue
      reader ??= start(held)
      reader.feed(held)
      held = ''
    }
  } catch (cause) {
    if (cause instanceof DwellError) throw cause
    throw new DwellError('file-broken', `“${source.name}” in “${fileName}” cannot be read to its end: it is damaged.`, {
      cause,
    })
  } finally {
    stream.destroy()
  }
  held += decoder?.decode() ?? ''
  if (held !== '') {
    reader ??= start(held)
    reader.feed(held)
  }
  reader?.end()
}
