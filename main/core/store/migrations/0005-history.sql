-- A history brought along from elsewhere, and what the listener wants forgotten. Own events stay as they are until they are erased for good.
CREATE TABLE imports (
  id             INTEGER PRIMARY KEY,
  format         TEXT    NOT NULL CHECK (format IN ('spotify', 'lastfm', 'listenbrainz')),
  file_name      TEXT    NOT NULL,
  at             INTEGER NOT NULL,
  state          TEXT    NOT NULL CHECK (state IN ('writing', 'whole', 'leaving')),  -- only a whole one counts; the others are taken out at the next start
  plays          INTEGER NOT NULL,
  matched_plays  INTEGER NOT NULL,             -- as they were matched when it was written
  from_at        INTEGER NOT NULL,
  to_at          INTEGER NOT NULL,
  undone_at      INTEGER
) STRICT;

-- Tracks that were heard elsewhere and are not owned. They still teach artists.
CREATE TABLE ghosts (
  id               INTEGER PRIMARY KEY,
  artist           TEXT    NOT NULL,           -- as printed
  title            TEXT    NOT NULL,
  artist_fold      TEXT    NOT NULL,           -- of the first artist
  title_fold       TEXT    NOT NULL,           -- with its version: a live one is another track
  artist_id        INTEGER REFERENCES artists (id),  -- of an owned artist of that name
  linked_track_id  INTEGER REFERENCES tracks (id),   -- when a scan finds it later
  UNIQUE (artist_fold, title_fold)
) STRICT;
CREATE INDEX ghosts_by_artist ON ghosts (artist_id) WHERE artist_id IS NOT NULL;
CREATE INDEX ghosts_by_link ON ghosts (linked_track_id) WHERE linked_track_id IS NOT NULL;

-- Appended; taken out again only when an import was cut off half-way, or is erased for good.
CREATE TABLE imported_plays (
  id           INTEGER PRIMARY KEY,
  import_id    INTEGER NOT NULL REFERENCES imports (id),
  track_id     INTEGER REFERENCES tracks (id),
  ghost_id     INTEGER REFERENCES ghosts (id),
  started_at   INTEGER NOT NULL,
  ended_at     INTEGER NOT NULL,
  dwell_ms     INTEGER NOT NULL,               -- of a scrobble: what it was heard at least
  duration_ms  INTEGER NOT NULL,               -- 0: not known
  origin       TEXT    NOT NULL,               -- 'hand', 'shuffle', or 'imported' where the source does not say
  cause        TEXT,                           -- null: the source does not say why it ended
  outcome      TEXT    NOT NULL CHECK (outcome IN ('TP', 'FP', 'neither')),
  sat          INTEGER CHECK (sat IN (0, 1)),
  CHECK ((track_id IS NULL) <> (ghost_id IS NULL))
) STRICT;
CREATE INDEX imported_by_time ON imported_plays (started_at, id);
CREATE INDEX imported_by_import ON imported_plays (import_id, id);
CREATE INDEX imported_by_track ON imported_plays (track_id) WHERE track_id IS NOT NULL;
CREATE INDEX imported_by_ghost ON imported_plays (ghost_id) WHERE ghost_id IS NOT NULL;
CREATE TRIGGER imported_plays_are_append_only BEFORE UPDATE ON imported_plays BEGIN SELECT raise(ABORT, 'imported plays are append-only'); END;

-- What is to be forgotten: plays that began within from_at and to_at, narrowed by whatever else is said. It reaches what was known at `at`:
-- a history brought along later is not forgotten by it.
CREATE TABLE forgets (
  id         INTEGER PRIMARY KEY,
  kind       TEXT    NOT NULL CHECK (kind IN ('lastHour', 'session', 'track', 'artist', 'everything', 'belief')),
  label      TEXT    NOT NULL,
  plays      INTEGER NOT NULL,                 -- how many it took
  from_at    INTEGER NOT NULL,
  to_at      INTEGER NOT NULL,
  track_id   INTEGER REFERENCES tracks (id),
  artist_id  INTEGER REFERENCES artists (id),
  genre_id   INTEGER REFERENCES genres (id),
  from_hour  INTEGER,                          -- local; 22 to 2 goes over midnight
  to_hour    INTEGER,
  at         INTEGER NOT NULL,
  undone_at  INTEGER,
  erasing    INTEGER NOT NULL DEFAULT 0        -- 1: being erased for good, which goes on at the next start if it was cut off
) STRICT;
CREATE INDEX forgets_of_track ON forgets (track_id, to_at) WHERE track_id IS NOT NULL AND undone_at IS NULL;
CREATE INDEX forgets_of_artist ON forgets (artist_id, to_at) WHERE artist_id IS NOT NULL AND undone_at IS NULL;
CREATE INDEX forgets_of_time ON forgets (from_at, to_at) WHERE track_id IS NULL AND artist_id IS NULL AND undone_at IS NULL;

-- Own plays that are not forgotten: what is shown, counted and learned from. (The first line lets the index on time pass over all that lies before a
-- “forget everything”; the uncorrelated EXISTS make a play cost nothing where no such forgetting is in force.)
CREATE VIEW remembered_plays AS
  SELECT p.* FROM plays p
  WHERE p.started_at > (SELECT coalesce(max(f.to_at), -1) FROM forgets f WHERE f.kind = 'everything' AND f.undone_at IS NULL)
    AND NOT EXISTS (
      SELECT 1 FROM forgets f
      WHERE f.track_id IS NULL AND f.artist_id IS NULL AND f.undone_at IS NULL AND p.started_at BETWEEN f.from_at AND f.to_at
        AND (f.genre_id IS NULL OR EXISTS (SELECT 1 FROM track_genres g WHERE g.track_id = p.track_id AND g.genre_id = f.genre_id))
        AND (f.from_hour IS NULL OR (CAST(strftime('%H', p.started_at / 1000, 'unixepoch', 'localtime') AS INTEGER) - f.from_hour + 24) % 24
          < (f.to_hour - f.from_hour + 23) % 24 + 1))
    AND NOT EXISTS (
      SELECT 1 FROM forgets f WHERE f.track_id = p.track_id AND f.undone_at IS NULL AND p.started_at BETWEEN f.from_at AND f.to_at)
    AND (NOT EXISTS (SELECT 1 FROM forgets f WHERE f.artist_id IS NOT NULL AND f.undone_at IS NULL)
      OR NOT EXISTS (
        SELECT 1 FROM track_artists a JOIN forgets f ON f.artist_id = a.artist_id
        WHERE a.track_id = p.track_id AND f.artist_id IS NOT NULL AND f.undone_at IS NULL AND p.started_at BETWEEN f.from_at AND f.to_at));

-- The same of imported plays, each of the track that it now is: one that was bought since counts as owned.
CREATE VIEW unforgotten_imports AS
  SELECT i.id, i.import_id, i.started_at, i.ended_at, i.dwell_ms, i.duration_ms, i.origin, i.cause, i.outcome, i.sat,
    m.state = 'whole' AND m.undone_at IS NULL AS counts,
    CAST(coalesce(i.track_id, (SELECT g.linked_track_id FROM ghosts g WHERE g.id = i.ghost_id)) AS INTEGER) AS track_id,
    CAST((SELECT g.id FROM ghosts g WHERE g.id = i.ghost_id AND g.linked_track_id IS NULL) AS INTEGER) AS ghost_id
  FROM imported_plays i CROSS JOIN imports m
  WHERE m.id = i.import_id
    AND (NOT EXISTS (SELECT 1 FROM forgets f WHERE f.undone_at IS NULL)
      OR NOT EXISTS (
        SELECT 1 FROM forgets f
        WHERE f.track_id IS NULL AND f.artist_id IS NULL AND f.undone_at IS NULL AND m.at <= f.at AND i.started_at BETWEEN f.from_at AND f.to_at
          AND (f.genre_id IS NULL OR EXISTS (SELECT 1 FROM track_genres n WHERE n.genre_id = f.genre_id
            AND n.track_id = coalesce(i.track_id, (SELECT g.linked_track_id FROM ghosts g WHERE g.id = i.ghost_id))))
          AND (f.from_hour IS NULL OR (CAST(strftime('%H', i.started_at / 1000, 'unixepoch', 'localtime') AS INTEGER) - f.from_hour + 24) % 24
            < (f.to_hour - f.from_hour + 23) % 24 + 1))
      AND NOT EXISTS (
        SELECT 1 FROM forgets f
        WHERE f.track_id = coalesce(i.track_id, (SELECT g.linked_track_id FROM ghosts g WHERE g.id = i.ghost_id))
          AND f.undone_at IS NULL AND m.at <= f.at AND i.started_at BETWEEN f.from_at AND f.to_at)
      AND (NOT EXISTS (SELECT 1 FROM forgets f WHERE f.artist_id IS NOT NULL AND f.undone_at IS NULL)
        OR (NOT EXISTS (
            SELECT 1 FROM ghosts g JOIN forgets f ON f.artist_id = g.artist_id
            WHERE g.id = i.ghost_id AND f.artist_id IS NOT NULL AND f.undone_at IS NULL AND m.at <= f.at AND i.started_at BETWEEN f.from_at AND f.to_at)
          AND NOT EXISTS (
            SELECT 1 FROM track_artists a JOIN forgets f ON f.artist_id = a.artist_id
            WHERE a.track_id = i.track_id AND f.artist_id IS NOT NULL AND f.undone_at IS NULL AND m.at <= f.at
              AND i.started_at BETWEEN f.from_at AND f.to_at))));

-- Those of imports that are whole and were not undone. (The first line passes over all of them at once where no import counts.)
CREATE VIEW remembered_imports AS
  SELECT u.* FROM unforgotten_imports u
  WHERE 0 < (SELECT count(*) FROM imports n WHERE n.state = 'whole' AND n.undone_at IS NULL
      AND n.at > (SELECT coalesce(max(f.at), -1) FROM forgets f WHERE f.kind = 'everything' AND f.undone_at IS NULL))
    AND u.counts;

-- The only way to plays for whoever learns: own and imported, in order of starts, without what was forgotten or heard during a pause.
-- Imported plays have negative ids.
DROP VIEW learned_plays;
CREATE VIEW learned_plays AS
  SELECT p.id, p.track_id, CAST(NULL AS INTEGER) AS ghost_id, p.started_at, p.heard_until AS ended_at, p.duration_ms, p.dwell_ms, p.origin, p.cause,
    p.outcome, p.sat
  FROM remembered_plays p
  WHERE p.cause IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM learning_pauses l WHERE l.from_at <= p.ended_at AND (l.to_at IS NULL OR l.to_at > p.started_at))
  UNION ALL
  SELECT CAST(-i.id AS INTEGER), i.track_id, i.ghost_id, i.started_at, i.ended_at, i.duration_ms, i.dwell_ms, i.origin, i.cause, i.outcome, i.sat
  FROM remembered_imports i;
