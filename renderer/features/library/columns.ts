// The columns of a track list: which there are, how wide, which give way first when the room is small.
import type { TrackSort } from '../../../preload/contract/library.ts'

export type ColumnId = 'number' | 'title' | 'album' | 'year' | 'heard' | 'dwell' | 'lastHeard' | 'added' | 'duration'

interface Column {
  readonly id: ColumnId
  /** CSS grid track. */
  readonly width: string
  /** Shown from this width of the list on, px. */
  readonly fromPx: number
  readonly sort?: TrackSort
  /** What a first click gives: numbers and times begin with the most. */
  readonly descendingFirst?: boolean
  readonly isNumber?: boolean
}

const all: Readonly<Record<ColumnId, Column>> = {
  number: { id: 'number', width: '2.25rem', fromPx: 0, isNumber: true },
  title: { id: 'title', width: 'minmax(11rem, 1.5fr)', fromPx: 0, sort: 'title' },
  album: { id: 'album', width: 'minmax(7rem, 1fr)', fromPx: 600, sort: 'album' },
  year: { id: 'year', width: '3.25rem', fromPx: 1000, sort: 'year', descendingFirst: true, isNumber: true },
  heard: { id: 'heard', width: '4rem', fromPx: 640, sort: 'heard', descendingFirst: true, isNumber: true },
  dwell: { id: 'dwell', width: '5.25rem', fromPx: 480, sort: 'dwell', descendingFirst: true },
  lastHeard: { id: 'lastHeard', width: '5.5rem', fromPx: 750, sort: 'lastHeard', descendingFirst: true },
  added: { id: 'added', width: '5.5rem', fromPx: 560, sort: 'added', descendingFirst: true },
  duration: { id: 'duration', width: '3rem', fromPx: 0, sort: 'duration', descendingFirst: true, isNumber: true },
}

export const columnSets = {
  library: ['title', 'album', 'year', 'heard', 'dwell', 'lastHeard', 'duration'],
  album: ['number', 'title', 'heard', 'dwell', 'lastHeard', 'duration'],
  added: ['title', 'album', 'added', 'heard', 'dwell', 'duration'],
  playlist: ['number', 'title', 'album', 'heard', 'dwell', 'duration'],
} as const satisfies Readonly<Record<string, readonly ColumnId[]>>

export type ColumnSet = keyof typeof columnSets

export function columnsFor(set: ColumnSet, widthPx: number): readonly Column[] {
  return columnSets[set].map(id => all[id]).filter(({ fromPx }) => widthPx === 0 || widthPx >= fromPx)
}

export const gridTemplate = (columns: readonly Column[]): string => columns.map(({ width }) => width).join(' ')
