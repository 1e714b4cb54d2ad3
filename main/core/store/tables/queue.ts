// The present queue on disk: one row for the order and the source, one row an item; only what changed is written.

import type Database from 'better-sqlite3'
import type { QueueItemId, TrackId } from '../../../../preload/contract/ids.ts'
import { type Origin, origin } from '../../../../preload/contract/listening.ts'
import {
  type Decided,
  type QueueSource,
  queueSource,
  type Reason,
  type Repeat,
  repeat,
} from '../../../../preload/contract/queue.ts'
import { bytesOf, int32Of } from '../blobs.ts'

export interface Item {
  readonly id: QueueItemId
  readonly trackId: TrackId
  readonly origin: Origin
  readonly byHand: boolean
  readonly reason: Reason | null
  /** The companion's grounds, as they were; null for what the listener or a list brought. */
  readonly decided: Decided | null
}

/** What the queue plays on from when nothing is placed by hand. */
export interface Source {
  readonly about: QueueSource
  readonly origin: Origin
  /** Track ids as the source lists them. */
  readonly ids: Int32Array
  /** The same ids in the order of playing. */
  readonly order: Int32Array
  /** First of `order` that is not yet an item. */
  readonly next: number
}

export interface List {
  readonly past: readonly Item[]
  readonly current: Item | null
  readonly upcoming: readonly Item[]
  readonly source: Source | null
  readonly shuffle: boolean
  readonly repeat: Repeat
  /** The companion lays out what comes behind what waits. */
  readonly companion: boolean
  readonly nextItemId: number
}

export const emptyList: List = {
  past: [],
  current: null,
  upcoming: [],
  source: null,
  shuffle: false,
  repeat: 'off',
  companion: false,
  nextItemId: 1,
}

export interface KeptQueue {
  readonly list: List
  readonly positionMs: number
  readonly version: number
}

interface QueueRow {
  version: number
  past: Uint8Array
  current_item: number | null
  upcoming: Uint8Array
  position_ms: number
  shuffle: number
  repeat: string
  companion: number
  source: string | null
  source_ids: Uint8Array | null
  source_order: Uint8Array | null
  source_next: number
}

interface ItemRow {
  id: number
  track_id: number
  origin: string
  by_hand: number
  reason: string | null
  decided: string | null
}

export interface QueueTable {
  load(): KeptQueue
  /** Writes `list`, given what was written before it. One transaction. */
  save(list: List, before: List, positionMs: number, version: number): void
  savePosition(positionMs: number): void
}

export function queueTable(db: Database.Database): QueueTable {
  const readQueue = db.prepare<[], QueueRow>('SELECT * FROM queue WHERE id = 1')
  const readItems = db.prepare<[], ItemRow>('SELECT * FROM queue_items')
  const writeQueue = db.prepare(`
    INSERT INTO queue (id, version, past, current_item, upcoming, position_ms, shuffle, repeat, companion, source, source_ids, source_order, source_next)
    VALUES (1, @version, @past, @current, @upcoming, @positionMs, @shuffle, @repeat, @companion, @source, @ids, @order, @next)
    ON CONFLICT (id) DO UPDATE SET version = excluded.version, past = excluded.past, current_item = excluded.current_item,
      upcoming = excluded.upcoming, position_ms = excluded.position_ms, shuffle = excluded.shuffle, repeat = excluded.repeat,
      companion = excluded.companion,
      source = excluded.source, source_ids = excluded.source_ids, source_order = excluded.source_order, source_next = excluded.source_next`)
  const writeOrder = db.prepare(`
    UPDATE queue SET version = @version, past = @past, current_item = @current, upcoming = @upcoming, position_ms = @positionMs,
      repeat = @repeat, companion = @companion, source_next = @next WHERE id = 1`)
  const insertItem = db.prepare(
    'INSERT OR REPLACE INTO queue_items (id, track_id, origin, by_hand, reason, decided) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const deleteItem = db.prepare('DELETE FROM queue_items WHERE id = ?')
  const writePosition = db.prepare('UPDATE queue SET position_ms = ? WHERE id = 1')

  const save = db.transaction((list: List, before: List, positionMs: number, version: number) => {
    const kept = new Map(items(before).map(item => [item.id, item]))
    for (const item of items(list)) {
      if (kept.get(item.id) !== item)
        insertItem.run(
          item.id,
          item.trackId,
          item.origin,
          Number(item.byHand),
          item.reason && JSON.stringify(item.reason),
          item.decided && JSON.stringify(item.decided),
        )
      kept.delete(item.id)
    }
    for (const id of kept.keys()) deleteItem.run(id)
    const order = {
      version,
      past: ids(list.past),
      current: list.current?.id ?? null,
      upcoming: ids(list.upcoming),
      positionMs: Math.round(positionMs),
      repeat: list.repeat,
      companion: Number(list.companion),
      next: list.source?.next ?? 0,
    }
    // The source may hold a hundred thousand ids: written only when it is another one.
    const sameSource = list.source?.order === before.source?.order && list.source?.ids === before.source?.ids
    if (sameSource && list.shuffle === before.shuffle && writeOrder.run(order).changes === 1) return
    writeQueue.run({
      ...order,
      shuffle: Number(list.shuffle),
      source: list.source && JSON.stringify({ about: list.source.about, origin: list.source.origin }),
      ids: list.source && bytesOf(list.source.ids),
      order: list.source && bytesOf(list.source.order),
    })
  })

  return {
    save,
    savePosition: positionMs => void writePosition.run(Math.round(positionMs)),
    load() {
      const row = readQueue.get()
      if (row === undefined) return { list: emptyList, positionMs: 0, version: 0 }
      const byId = new Map(readItems.all().map(item => [item.id, itemOf(item)]))
      const found = (blob: Uint8Array) =>
        Array.from(int32Of(blob), id => byId.get(id)).filter(item => item !== undefined)
      return {
        list: {
          past: found(row.past),
          current: (row.current_item !== null && byId.get(row.current_item)) || null,
          upcoming: found(row.upcoming),
          source: sourceOf(row),
          shuffle: row.shuffle === 1,
          repeat: repeat.catch('off').parse(row.repeat),
          companion: row.companion === 1,
          nextItemId: Math.max(0, ...byId.keys()) + 1,
        },
        positionMs: row.position_ms,
        version: row.version,
      }
    },
  }
}

function items(list: List): Item[] {
  return [...list.past, ...(list.current ? [list.current] : []), ...list.upcoming]
}

function itemOf(row: ItemRow): Item {
  return {
    // written by this table from branded values
    id: row.id as QueueItemId,
    trackId: row.track_id as Item['trackId'],
    origin: origin.catch('restored').parse(row.origin),
    byHand: row.by_hand === 1,
    reason: row.reason === null ? null : (JSON.parse(row.reason) as Reason),
    decided: row.decided === null ? null : (JSON.parse(row.decided) as Decided),
  }
}

function sourceOf(row: QueueRow): Source | null {
  if (row.source === null || row.source_ids === null || row.source_order === null) return null
  const kept: unknown = JSON.parse(row.source)
  if (typeof kept !== 'object' || kept === null) return null
  const about = queueSource.safeParse('about' in kept ? kept.about : null)
  if (!about.success) return null
  return {
    about: about.data,
    origin: origin.catch('restored').parse('origin' in kept ? kept.origin : null),
    ids: int32Of(row.source_ids),
    order: int32Of(row.source_order),
    next: row.source_next,
  }
}

const ids = (list: readonly Item[]) => bytesOf(Int32Array.from(list, item => item.id))
