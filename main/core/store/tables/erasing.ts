// Erasing for good: what was forgotten leaves the tables, play by play with its events, and then the pages of the file.
import type Database from 'better-sqlite3'
import { sessionHeads } from '../../../../models/listening/sessions.ts'
import { upkeepTable } from '../upkeep.ts'
import { playTables } from './plays.ts'

export interface Erasing {
  /** What is forgotten now is to be erased; goes on at the next start when it is cut off. False when there is nothing. */
  begin(): boolean
  isBegun(): boolean
  /** Erases what is forgotten among the next own plays; null at the end. */
  ownPage(after: number, limit: number): { readonly last: number; readonly erased: number } | null
  importedPage(after: number, limit: number): { readonly last: number; readonly erased: number } | null
  /** What is left when no play is: names of ghosts, empty imports, offers, and that anything was to be forgotten. */
  end(): void
  /** The tables are done, the pages and the backups are not: an erasing that was cut off behind `end`. */
  isUnswept(): boolean
  /** Gives the freed pages back, so that no byte of it is left in the file. Blocks for as long as the database takes to be copied. */
  sweep(): void
  /** Empties the log beside the file, which holds the old pages; false while somebody else still reads of them. Does not wait. */
  emptyLog(): boolean
  /** Neither page nor backup holds anything of it any more. */
  swept(): void
}

export function erasingOf(db: Database.Database): Erasing {
  const plays = playTables(db)
  const upkeep = upkeepTable(db)
  const begin = db.prepare('UPDATE forgets SET erasing = 1 WHERE undone_at IS NULL')
  const begun = db.prepare<[], number>('SELECT EXISTS (SELECT 1 FROM forgets WHERE erasing = 1)').pluck()
  const ownPage = db.prepare<[number, number], { id: number; session: number; forgotten: number }>(`
    SELECT p.id, p.session_id AS session, NOT EXISTS (SELECT 1 FROM remembered_plays r WHERE r.id = p.id) AS forgotten
    FROM (SELECT id, session_id FROM plays WHERE id > ? ORDER BY id LIMIT ?) p`)
  const importedPage = db.prepare<[number, number], { id: number; forgotten: number }>(`
    SELECT i.id, NOT EXISTS (SELECT 1 FROM unforgotten_imports u WHERE u.id = i.id) AS forgotten
    FROM (SELECT id FROM imported_plays WHERE id > ? ORDER BY id LIMIT ?) i`)
  const dropImpressions = db.prepare<[number]>('DELETE FROM impressions WHERE play = ?')
  const dropEvents = db.prepare<[number]>('DELETE FROM events WHERE play = ?')
  const dropPlay = db.prepare<[number]>('DELETE FROM plays WHERE id = ?')
  const dropKey = db.prepare<[number]>('DELETE FROM play_keys WHERE id = ?')
  const dropImported = db.prepare<[number]>('DELETE FROM imported_plays WHERE id = ?')
  const seatedIn = db.prepare<[number], { id: number; startedAt: number; heardUntil: number; brokenAt: number | null }>(
    'SELECT id, started_at AS startedAt, heard_until AS heardUntil, broken_at AS brokenAt FROM plays WHERE session_id = ? ORDER BY started_at, id',
  )
  const guard = db
    .prepare<[], string>(
      "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = 'events_are_append_only_delete'",
    )
    .pluck()

  /** A session's plays without some of them: silence may part it now, and its name is the start of its first play. */
  function reseat(session: number): void {
    const left = seatedIn.all(session)
    const heads = sessionHeads(left)
    const affected = new Set([session])
    for (const [at, play] of left.entries()) {
      const head = left[heads[at] ?? at] ?? play
      if (head.startedAt === session) continue
      plays.seat(play.id, head.startedAt)
      affected.add(head.startedAt)
    }
    for (const one of affected) plays.recountSession(one)
  }

  return {
    begin: () => begin.run().changes > 0,
    isBegun: () => begun.get() === 1,
    ownPage(after, limit) {
      const page = ownPage.all(after, limit)
      const last = page.at(-1)
      if (last === undefined) return null
      const forgotten = page.filter(row => row.forgotten === 1)
      if (forgotten.length > 0) {
        const trigger = guard.get()
        db.transaction(() => {
          // The log is append-only for everybody else; a kill in between leaves the guard where it was.
          db.exec('DROP TRIGGER IF EXISTS events_are_append_only_delete')
          for (const { id } of forgotten) {
            dropImpressions.run(id)
            dropEvents.run(id)
            dropPlay.run(id)
            dropKey.run(id)
          }
          for (const session of new Set(forgotten.map(row => row.session))) reseat(session)
          if (trigger !== undefined) db.exec(trigger)
        }).immediate()
      }
      return { last: last.id, erased: forgotten.length }
    },
    importedPage(after, limit) {
      const page = importedPage.all(after, limit)
      const last = page.at(-1)
      if (last === undefined) return null
      const forgotten = page.filter(row => row.forgotten === 1)
      db.transaction(() => {
        for (const { id } of forgotten) dropImported.run(id)
      }).immediate()
      return { last: last.id, erased: forgotten.length }
    },
    end() {
      db.transaction(() => {
        const everything = db
          .prepare<[], number>("SELECT EXISTS (SELECT 1 FROM forgets WHERE erasing = 1 AND kind = 'everything')")
          .pluck()
          .get()
        // What was offered says what was heard before it.
        if (everything === 1)
          db.exec(`
            DELETE FROM impressions;
            DELETE FROM decisions;
            UPDATE queue_items SET decided = NULL;
            DELETE FROM models WHERE plays > 0;
            DELETE FROM model_parts WHERE model_id NOT IN (SELECT id FROM models);
            DELETE FROM library_map WHERE model_id NOT IN (SELECT id FROM models);
            DELETE FROM trainings;
          `)
        db.exec(`
          UPDATE imports SET plays = (SELECT count(*) FROM imported_plays i WHERE i.import_id = imports.id),
            matched_plays = (SELECT count(*) FROM imported_plays i WHERE i.import_id = imports.id AND i.track_id IS NOT NULL)
            WHERE state = 'whole';
          DELETE FROM imports WHERE state = 'whole' AND plays = 0;
          DELETE FROM ghosts WHERE NOT EXISTS (SELECT 1 FROM imported_plays i WHERE i.ghost_id = ghosts.id);
          DELETE FROM removed_beliefs WHERE forget_id IN (SELECT id FROM forgets WHERE undone_at IS NOT NULL);
          -- Away for good: numbers of forgettings are given again, this one never.
          UPDATE OR REPLACE removed_beliefs SET forget_id = 0 WHERE forget_id IN (SELECT id FROM forgets WHERE erasing = 1);
          DELETE FROM forgets WHERE erasing = 1 OR undone_at IS NOT NULL;
        `)
        upkeep.set('unswept', true)
      }).immediate()
    },
    isUnswept: () => upkeep.get('unswept') === true,
    sweep: () => void db.exec('VACUUM'),
    emptyLog() {
      const waits = Number(db.pragma('busy_timeout', { simple: true }))
      // Waiting here would hold the core, and whoever reads may wait for the core.
      db.pragma('busy_timeout = 0')
      try {
        return db.pragma('wal_checkpoint(TRUNCATE)', { simple: true }) === 0
      } finally {
        db.pragma(`busy_timeout = ${waits}`)
      }
    },
    swept: () => upkeep.drop('unswept'),
  }
}
