// Wishes of the listener: like, not now, rest, never. Appended; taken back by a date, never erased.
import type Database from 'better-sqlite3'
import type { Wish, WishKind, WishTarget } from '../../../../preload/contract/listening.ts'

/** As many as one answer holds. */
const MOST_WISHES = 5000

interface WishRow {
  id: Wish['id']
  kind: WishKind
  of: WishTarget['of']
  targetId: number
  label: string | null
  at: number
  until: number | null
}

export interface WishTable {
  add(kind: WishKind, target: WishTarget, at: number, until: number | null): Wish
  /** Those in force at `now`, newest first; a notNow only since `sessionFrom`. */
  inForce(now: number, sessionFrom: number, target?: WishTarget): readonly Wish[]
  /** The newest one of this kind in force on this target, or null. */
  find(kind: WishKind, target: WishTarget, now: number, sessionFrom: number): Wish | null
  /** Null when there never was such a wish; taking back twice is taking back once. */
  undo(id: number, at: number): WishTarget | null
  targetExists(target: WishTarget): boolean
  /** Tracks that are not to be queued at `now`. */
  blocked(now: number, sessionFrom: number): ReadonlySet<number>
  /** The next moment at which a rest ends, or null. */
  nextEnd(now: number): number | null
}

export function wishTable(db: Database.Database): WishTable {
  const columns = `SELECT w.id, w.kind, w.target AS of, w.target_id AS targetId, w.at, w.until,
    CASE w.target WHEN 'track' THEN (SELECT title || ' · ' || artist FROM tracks WHERE id = w.target_id)
      WHEN 'album' THEN (SELECT title || ' · ' || artist FROM albums WHERE id = w.target_id)
      ELSE (SELECT name FROM artists WHERE id = w.target_id) END AS label
    FROM wishes w`
  const inForce = `w.undone_at IS NULL AND (w.until IS NULL OR w.until > @now) AND (w.kind <> 'notNow' OR w.at >= @sessionFrom)`
  type Moment = { now: number; sessionFrom: number }
  const all = db.prepare<[Moment], WishRow>(`${columns} WHERE ${inForce} ORDER BY w.id DESC LIMIT ${MOST_WISHES}`)
  const onTarget = db.prepare<[Moment & { of: string; id: number }], WishRow>(
    `${columns} WHERE w.target = @of AND w.target_id = @id AND ${inForce} ORDER BY w.id DESC`,
  )
  const one = db.prepare<[number | bigint], WishRow>(`${columns} WHERE w.id = ?`)
  const insert = db.prepare('INSERT INTO wishes (kind, target, target_id, at, until) VALUES (?, ?, ?, ?, ?)')
  const undo = db.prepare('UPDATE wishes SET undone_at = ? WHERE id = ? AND undone_at IS NULL')
  const exists = {
    track: db.prepare<[number], number>('SELECT 1 FROM tracks WHERE id = ?').pluck(),
    album: db.prepare<[number], number>('SELECT 1 FROM albums WHERE id = ?').pluck(),
    artist: db.prepare<[number], number>('SELECT 1 FROM artists WHERE id = ?').pluck(),
  } satisfies Record<WishTarget['of'], unknown>
  // Wishes first, then what they reach, by index: the cost is that of the blocked tracks, not of the library.
  const blocked = db
    .prepare<[Moment], number>(`
    SELECT w.target_id FROM wishes w WHERE w.target = 'track' AND w.kind <> 'like' AND ${inForce}
    UNION ALL SELECT t.id FROM wishes w CROSS JOIN tracks t ON t.album_id = w.target_id WHERE w.target = 'album' AND w.kind <> 'like' AND ${inForce}
    UNION ALL SELECT ta.track_id FROM wishes w CROSS JOIN track_artists ta ON ta.artist_id = w.target_id
      WHERE w.target = 'artist' AND w.kind <> 'like' AND ${inForce}`)
    .pluck()
  const nextEnd = db
    .prepare<[number], number | null>('SELECT min(until) FROM wishes WHERE undone_at IS NULL AND until > ?')
    .pluck()

  return {
    add(kind, target, at, until) {
      const { lastInsertRowid } = insert.run(kind, target.of, target.id, at, until)
      const row = one.get(lastInsertRowid)
      // just inserted
      return wishOf(row as WishRow)
    },
    inForce: (now, sessionFrom, target) =>
      (target === undefined
        ? all.all({ now, sessionFrom })
        : onTarget.all({ now, sessionFrom, of: target.of, id: target.id })
      ).map(wishOf),
    find(kind, target, now, sessionFrom) {
      const row = onTarget.all({ now, sessionFrom, of: target.of, id: target.id }).find(wish => wish.kind === kind)
      return row === undefined ? null : wishOf(row)
    },
    undo(id, at) {
      const row = one.get(id)
      if (row === undefined) return null
      undo.run(at, id)
      return wishOf(row).target
    },
    targetExists: target => exists[target.of].get(target.id) === 1,
    blocked: (now, sessionFrom) => new Set(blocked.all({ now, sessionFrom })),
    nextEnd: now => nextEnd.get(now) ?? null,
  }
}

function wishOf(row: WishRow): Wish {
  return {
    id: row.id,
    kind: row.kind,
    // `of` and the id were written together from a parsed target, so the brand is the one that `of` names.
    target: { of: row.of, id: row.targetId } as WishTarget,
    label: row.label ?? '',
    at: row.at,
    until: row.until,
  }
}
