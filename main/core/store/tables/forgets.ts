// What the listener wants forgotten: noted, counted, taken back; and erased for good, with every trace in the tables.
import type Database from 'better-sqlite3'
import type { Forgotten } from '../../../../preload/contract/history.ts'

/** Which plays: those that began within a span, narrowed by whatever else is said. */
export interface Scope {
  readonly from: number
  readonly to: number
  readonly trackId: number | null
  readonly artistId: number | null
  readonly genreId: number | null
  /** Local hours, 0..23; 22 to 2 goes over midnight. */
  readonly fromHour: number | null
  readonly toHour: number | null
}

export interface NewForget extends Scope {
  readonly kind: Forgotten['kind']
  readonly label: string
  readonly plays: number
  readonly at: number
}

export interface Place {
  readonly own: number
  readonly imported: number
}

export interface ForgetTables {
  add(forget: NewForget): Forgotten
  /** In force, newest first. */
  all(): readonly Forgotten[]
  find(id: number): (Forgotten & Scope) | null
  undo(id: number, at: number): void
  /** Remembered plays in the scope, at once: for one of a track, an artist, a genre or a short span. */
  count(scope: Scope): number
  /** The same of the plays after `place`, a page of them; `next` null at the end. */
  countPage(scope: Scope, place: Place, limit: number): { readonly plays: number; readonly next: Place | null }
  /** Tracks and sessions of own plays in a scope of a track, an artist or a short span. */
  touched(scope: Scope): { readonly tracks: readonly number[]; readonly sessions: readonly number[] }
  /** Something is being erased for good, or was when the core was killed. */
  isErasing(): boolean
  /** Every track with an own play. */
  tracksHeard(): Int32Array
  /** When the first play began that still sounded at `at`, or null. */
  soundingAt(at: number): number | null
  /** When the last play of all began. */
  lastStart(): number | null
  trackLabel(id: number): string | null
  artistLabel(id: number): string | null
  genreId(name: string): number | null
}

/** A play that lasts longer than this across the beginning of a span is no single play. */
const LONGEST_PLAY_MS = 12 * 3_600_000

/** Of a play's start and track: whether genre and hours are those of the scope. */
const narrowed = (startedAt: string, trackId: string) => `
  (@genreId IS NULL OR EXISTS (SELECT 1 FROM track_genres g WHERE g.track_id = ${trackId} AND g.genre_id = @genreId))
  AND (@fromHour IS NULL OR (CAST(strftime('%H', ${startedAt} / 1000, 'unixepoch', 'localtime') AS INTEGER) - @fromHour + 24) % 24
    < (@toHour - @fromHour + 23) % 24 + 1)`

export function forgetTables(db: Database.Database): ForgetTables {
  const columns = 'id, kind, label, plays, at'
  const add = db.prepare<[NewForget]>(`
    INSERT INTO forgets (kind, label, plays, from_at, to_at, track_id, artist_id, genre_id, from_hour, to_hour, at)
    VALUES (@kind, @label, @plays, @from, @to, @trackId, @artistId, @genreId, @fromHour, @toHour, @at)`)
  const all = db.prepare<[], Forgotten>(
    `SELECT ${columns} FROM forgets WHERE undone_at IS NULL AND erasing = 0 ORDER BY id DESC`,
  )
  const one = db.prepare<[number | bigint], Forgotten & Scope>(`
    SELECT ${columns}, from_at AS "from", to_at AS "to", track_id AS trackId, artist_id AS artistId, genre_id AS genreId,
      from_hour AS fromHour, to_hour AS toHour FROM forgets WHERE id = ? AND undone_at IS NULL AND erasing = 0`)
  const undo = db.prepare<[number, number]>('UPDATE forgets SET undone_at = ? WHERE id = ?')

  const ofTrack = 'p.track_id = @trackId'
  const ofArtist = 'p.track_id IN (SELECT a.track_id FROM track_artists a WHERE a.artist_id = @artistId)'
  const span = 'p.started_at BETWEEN @from AND @to'
  const own = (where: string) =>
    db.prepare<[Scope], number>(`SELECT count(*) FROM remembered_plays p WHERE ${where} AND ${span}`).pluck()
  const imported = (ids: string, and = '') =>
    db
      .prepare<[Scope], number>(`SELECT count(*) FROM remembered_imports p WHERE p.id IN (${ids}) AND ${span}${and}`)
      .pluck()
  const counts = {
    track: [
      own(ofTrack),
      imported(`SELECT id FROM imported_plays WHERE track_id = @trackId
        UNION ALL SELECT i.id FROM ghosts g JOIN imported_plays i ON i.ghost_id = g.id WHERE g.linked_track_id = @trackId`),
    ],
    artist: [
      own(ofArtist),
      imported(`SELECT i.id FROM track_artists a JOIN imported_plays i ON i.track_id = a.track_id WHERE a.artist_id = @artistId
        UNION ALL SELECT i.id FROM ghosts g JOIN imported_plays i ON i.ghost_id = g.id WHERE g.artist_id = @artistId`),
    ],
    // By the tracks of the genre, so that nothing else is looked at.
    genre: [
      own(
        `p.track_id IN (SELECT n.track_id FROM track_genres n WHERE n.genre_id = @genreId) AND ${narrowed('p.started_at', 'p.track_id')}`,
      ),
      imported(
        'SELECT i.id FROM track_genres n JOIN imported_plays i ON i.track_id = n.track_id WHERE n.genre_id = @genreId',
        ` AND ${narrowed('p.started_at', 'p.track_id')}`,
      ),
    ],
    span: [own('1'), imported('SELECT id FROM imported_plays WHERE started_at BETWEEN @from AND @to')],
  }
  const of = ({ trackId, artistId, genreId }: Scope): 'track' | 'artist' | 'genre' | 'span' =>
    trackId !== null ? 'track' : artistId !== null ? 'artist' : genreId !== null ? 'genre' : 'span'

  type Page = { readonly last: number | null; readonly plays: number | null }
  type Ask = Scope & { readonly after: number; readonly limit: number }
  const ownPage = db.prepare<[Ask], Page>(`
    SELECT max(p.id) AS last, sum(${span} AND ${narrowed('p.started_at', 'p.track_id')}
      AND EXISTS (SELECT 1 FROM remembered_plays r WHERE r.id = p.id)) AS plays
    FROM (SELECT id, started_at, track_id FROM plays WHERE id > @after ORDER BY id LIMIT @limit) p`)
  const importedPage = db.prepare<[Ask], Page>(`
    SELECT max(p.id) AS last, sum(${span} AND ${narrowed('p.started_at', 'p.track_id')}
      AND EXISTS (SELECT 1 FROM remembered_imports r WHERE r.id = p.id)) AS plays
    FROM (SELECT id, started_at, track_id FROM imported_plays WHERE id > @after ORDER BY id LIMIT @limit) p`)

  const touching = (where: string) =>
    db.prepare<[Scope], { track: number; session: number }>(
      `SELECT DISTINCT p.track_id AS track, p.session_id AS session FROM plays p WHERE ${where} AND ${span}`,
    )
  const touches = { track: touching(ofTrack), artist: touching(ofArtist), genre: touching('1'), span: touching('1') }
  const heard = db.prepare<[], number>('SELECT DISTINCT track_id FROM plays').pluck()
  const sounding = db
    .prepare<[number, number, number], number | null>(
      'SELECT min(started_at) FROM plays WHERE started_at BETWEEN ? AND ? AND heard_until > ?',
    )
    .pluck()
  const lastStart = db.prepare<[], number | null>('SELECT max(started_at) FROM plays').pluck()
  const erasing = db.prepare<[], number>('SELECT EXISTS (SELECT 1 FROM forgets WHERE erasing = 1)').pluck()
  const trackLabel = db.prepare<[number], string>("SELECT title || ' · ' || artist FROM tracks WHERE id = ?").pluck()
  const artistLabel = db.prepare<[number], string>('SELECT name FROM artists WHERE id = ?').pluck()
  const genreId = db.prepare<[string], number>('SELECT id FROM genres WHERE name = ?').pluck()

  return {
    add(forget) {
      const { lastInsertRowid } = add.run(forget)
      const { kind, label, plays, at } = forget
      return { id: Number(lastInsertRowid), kind, label, plays, at }
    },
    all: () => all.all(),
    find: id => one.get(id) ?? null,
    undo: (id, at) => void undo.run(at, id),
    count: scope => counts[of(scope)].reduce((sum, statement) => sum + (statement.get(scope) ?? 0), 0),
    countPage(scope, place, limit) {
      let plays = 0
      let { own: ownAt, imported: importedAt } = place
      if (ownAt >= 0) {
        const page = ownPage.get({ ...scope, after: ownAt, limit })
        plays += page?.plays ?? 0
        ownAt = page?.last ?? -1
      } else {
        const page = importedPage.get({ ...scope, after: importedAt, limit })
        plays += page?.plays ?? 0
        importedAt = page?.last ?? -1
      }
      return { plays, next: importedAt < 0 ? null : { own: ownAt, imported: importedAt } }
    },
    touched(scope) {
      const rows = touches[of(scope)].all(scope)
      return {
        tracks: [...new Set(rows.map(({ track }) => track))],
        sessions: [...new Set(rows.map(({ session }) => session))],
      }
    },
    isErasing: () => erasing.get() === 1,
    tracksHeard: () => Int32Array.from(heard.all()),
    soundingAt: at => sounding.get(at - LONGEST_PLAY_MS, at, at) ?? null,
    lastStart: () => lastStart.get() ?? null,
    trackLabel: id => trackLabel.get(id) ?? null,
    artistLabel: id => artistLabel.get(id) ?? null,
    genreId: name => genreId.get(name) ?? null,
  }
}
