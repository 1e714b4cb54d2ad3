// `history FILE`: brings a history along, or only says what it would bring; every row that is left out is named, with the reason.
import type { Handlers } from '../../../preload/contract/contract.ts'
import type { ImportPreview } from '../../../preload/contract/history.ts'
import type { SkippedRows } from '../history/import/protocol.ts'
import type { HistoryService } from '../history/index.ts'
import { jsonArray, type Pieces } from './pieces.ts'

export interface BringAlong {
  readonly ask: Handlers<'history.preview' | 'history.import'>
  readonly history: Pick<HistoryService, 'skipped'>
  /** Absolute. */
  readonly path: string
  /** Nothing is written. */
  readonly preview: boolean
  readonly json: boolean
}

/** Rows named in words for each reason. */
const NAMED = 8

/** Throws DwellError where the file is no history, or another Dwell has the profile. */
export async function* historyAnswer({ ask, history, path, preview: only, json }: BringAlong): Pieces {
  const preview = await ask['history.preview']({ path })
  const skipped = await history.skipped(preview.previewId)
  if (!only && preview.plays > 0) await ask['history.import']({ previewId: preview.previewId })
  if (!json) {
    yield [inWords(preview, only), ...leftOut(skipped)].join('\n')
    return
  }
  const { format, plays, matchedPlays } = preview
  const said = JSON.stringify({ format, plays, matched: matchedPlays, unmatched: plays - matchedPlays })
  yield `${said.slice(0, -1)},"skipped":`
  yield* jsonArray(each(skipped))
  yield '}'
}

function* each({ files, reasons, file, row, why }: SkippedRows) {
  for (const [at, number] of row.entries()) {
    const told = { row: number, why: reasons[why[at] ?? 0] ?? '' }
    yield files.length > 1 ? { ...told, file: files[file[at] ?? 0] } : told
  }
}

const names = { spotify: 'Spotify', lastfm: 'Last.fm', listenbrainz: 'ListenBrainz' } as const

function inWords({ format, plays, matchedPlays, rows }: ImportPreview, only: boolean): string {
  if (plays === 0) return `${names[format]}, ${rows} rows: nothing new in it.`
  const done = only ? 'would be brought along' : 'were brought along'
  return `${names[format]}, ${rows} rows: ${plays} plays ${done}, ${matchedPlays} of tracks in the library and ${plays - matchedPlays} of others.`
}

/** One line a reason, the commonest first. */
function leftOut({ files, reasons, file, row, why }: SkippedRows): string[] {
  const found = reasons.map(reason => ({ reason, count: 0, rows: [] as string[] }))
  for (const [at, number] of row.entries()) {
    const of = found[why[at] ?? 0]
    if (of === undefined) continue
    of.count++
    if (of.rows.length < NAMED) of.rows.push(files.length > 1 ? `${files[file[at] ?? 0]} ${number}` : String(number))
  }
  const lines = found
    .toSorted((a, b) => b.count - a.count)
    .map(({ reason, count, rows }) => {
      const more = count > rows.length ? `, and ${count - rows.length} more` : ''
      return `  ${count} left out: ${reason} (${count === 1 ? 'row' : 'rows'} ${rows.join(', ')}${more})`
    })
  const rest = lines.length - MOST_REASONS
  return rest > 0 ? [...lines.slice(0, MOST_REASONS), `  and ${rest} other reasons; --json names every row`] : lines
}

const MOST_REASONS = 20
