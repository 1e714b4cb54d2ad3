// Boost rules: what the listener asks to hear more of, and which tracks each is about. Appended; taken back by a date, never erased.
import type Database from 'better-sqlite3'
import type { BoostId, BoostRule, BoostTarget } from '../../../../preload/contract/balance.ts'
import { shown } from './shown.ts'

const DAY_MS = 86_400_000

interface Kept {
  id: BoostId
  target: BoostTarget['of']
  targetId: number | null
  number: number | null
  label: string
  at: number
  until: number | null
  undoneAt: number | null
}

export interface BoostTable {
  add(target: BoostTarget, at: number, until: number | null): BoostRule
  /** Those in force at `now`, oldest first. */
  inForce(now: number): readonly BoostRule[]
  /** What one in force is called, for a reason: its tracks, of which there may be a hundred thousand, are not counted. */
  named(id: number, now: number): Pick<BoostRule, 'target' | 'label' | 'until'> | null
  /** The one in force on this target, or null. */
  find(target: BoostTarget, now: number): BoostRule | null
  /** False when there never was such a rule. */
  remove(id: number, at: number): boolean
  restore(id: number): boolean
  exists(target: BoostTarget): boolean
  /** Ids of the tracks that a rule is about at `now`, ascending, `limit` from the first above `after`. */
  tracksOf(target: BoostTarget, now: number, after: number, limit: number): Int32Array
}

export function boostTable(db: Database.Database): BoostTable {
  const columns = `SELECT b.id, b.target, b.target_id AS targetId, b.number, b.at, b.until, b.undone_at AS undoneAt,
    coalesce(CASE b.target WHEN 'artist' THEN (SELECT name FROM artists WHERE id = b.target_id)
      WHEN 'album' THEN (SELECT title || ' · ' || artist FROM albums WHERE id = b.target_id)
      WHEN 'genre' THEN (SELECT name FROM genres WHERE id = b.target_id)
      WHEN 'folder' THEN (SELECT CASE WHEN f.parent_id IS NULL THEN r.name ELSE f.name END
        FROM folders f JOIN roots r ON r.id = f.root_id WHERE f.id = b.target_id)
      WHEN 'playlist' THEN (SELECT name FROM playlists WHERE id = b.target_id) END, '') AS label
    FROM boosts b`
  const all = db.prepare<[number], Kept>(
    `${columns} WHERE b.undone_at IS NULL AND (b.until IS NULL OR b.until > ?) ORDER BY b.id`,
  )
  const one = db.prepare<[number | bigint], Kept>(`${columns} WHERE b.id = ?`)
  const insert = db.prepare('INSERT INTO boosts (target, target_id, number, at, until) VALUES (?, ?, ?, ?, ?)')
  const remove = db.prepare('UPDATE boosts SET undone_at = ? WHERE id = ? AND undone_at IS NULL')
  const restore = db.prepare('UPDATE boosts SET undone_at = NULL WHERE id = ?')
  const exists = {
    artist: db.prepare<[number], number>('SELECT 1 FROM artists WHERE id = ?').pluck(),
    album: db.prepare<[number], number>('SELECT 1 FROM albums WHERE id = ?').pluck(),
    genre: db.prepare<[number], number>('SELECT 1 FROM genres WHERE id = ?').pluck(),
    folder: db.prepare<[number], number>('SELECT 1 FROM folders WHERE id = ?').pluck(),
    playlist: db.prepare<[number], number>('SELECT 1 FROM playlists WHERE id = ? AND deleted_at IS NULL').pluck(),
  }
  const about: Readonly<Record<BoostTarget['of'], string>> = {
    artist: 't.id IN (SELECT track_id FROM track_artists WHERE artist_id = @value)',
    album: 't.album_id = @value',
    genre: 't.id IN (SELECT track_id FROM track_genres WHERE genre_id = @value)',
    // a folder and all that lies in it
    folder: `t.id IN (WITH RECURSIVE inside (id) AS (SELECT @value UNION ALL SELECT f.id FROM folders f JOIN inside i ON f.parent_id = i.id)
      SELECT f.track_id FROM inside i JOIN files f ON f.folder_id = i.id WHERE f.present = 1)`,
    playlist: 't.id IN (SELECT track_id FROM playlist_items WHERE playlist_id = @value)',
    decade: 't.year BETWEEN @value AND @value + 9',
    addedLately: 't.added_at > @value',
  }
  type Page = { value: number; after: number; limit: number }
  const query = (where: string) =>
    db
      .prepare<[Page], number>(
        `SELECT t.id FROM tracks t WHERE t.id > @after AND ${shown} AND ${where} ORDER BY t.id LIMIT @limit`,
      )
      .pluck()
  const pages = Object.fromEntries(Object.entries(about).map(([of, where]) => [of, query(where)]))
  const counts = Object.fromEntries(
    Object.entries(about).map(([of, where]) => [
      of,
      db.prepare<[{ value: number }], number>(`SELECT count(*) FROM tracks t WHERE ${shown} AND ${where}`).pluck(),
    ]),
  )
  const boundOf = (target: BoostTarget, now: number) =>
    target.of === 'decade' ? target.from : target.of === 'addedLately' ? now - target.days * DAY_MS : target.id

  const ruleOf = (kept: Kept, now: number): BoostRule => {
    const target = targetOf(kept)
    return {
      id: kept.id,
      target,
      label: kept.label,
      tracks: counts[target.of]?.get({ value: boundOf(target, now) }) ?? 0,
      at: kept.at,
      until: kept.until,
    }
  }

  return {
    add(target, at, until) {
      const [id, number] =
        target.of === 'decade' || target.of === 'addedLately' ? [null, plain(target)] : [plain(target), null]
      const { lastInsertRowid } = insert.run(target.of, id, number, at, until)
      // just inserted
      return ruleOf(one.get(lastInsertRowid) as Kept, at)
    },
    inForce: now => all.all(now).map(kept => ruleOf(kept, now)),
    named(id, now) {
      const kept = one.get(id)
      if (kept === undefined || kept.undoneAt !== null || (kept.until !== null && kept.until <= now)) return null
      return { target: targetOf(kept), label: kept.label, until: kept.until }
    },
    find(target, now) {
      const kept = all
        .all(now)
        .find(each => each.target === target.of && (each.targetId ?? each.number) === plain(target))
      return kept === undefined ? null : ruleOf(kept, now)
    },
    remove(id, at) {
      remove.run(at, id)
      return one.get(id) !== undefined
    },
    restore: id => restore.run(id).changes === 1,
    exists: target => target.of === 'decade' || target.of === 'addedLately' || exists[target.of].get(target.id) === 1,
    tracksOf: (target, now, after, limit) =>
      Int32Array.from(pages[target.of]?.all({ value: boundOf(target, now), after, limit }) ?? []),
  }
}

const plain = (target: BoostTarget) =>
  target.of === 'decade' ? target.from : target.of === 'addedLately' ? target.days : target.id

function targetOf({ target, targetId, number }: Kept): BoostTarget {
  // Kind and number were written together from a parsed target: the brand is the one that the kind names.
  if (target === 'decade') return { of: target, from: number ?? 0 }
  if (target === 'addedLately') return { of: target, days: number ?? 0 }
  return { of: target, id: targetId } as BoostTarget
}
