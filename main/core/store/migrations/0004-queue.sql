-- The companion's queue: what it knew of each item, how the listener balances it, and what was offered, so that another setting can be judged honestly.
ALTER TABLE queue ADD COLUMN companion INTEGER NOT NULL DEFAULT 0;  -- 1: the companion goes on behind what waits
ALTER TABLE queue_items ADD COLUMN decided TEXT;                     -- JSON: the companion's grounds, as they were when it was placed

-- What the listener asks to hear more of. Appended; taken back by a date, never erased.
CREATE TABLE boosts (
  id         INTEGER PRIMARY KEY,
  target     TEXT    NOT NULL CHECK (target IN ('artist', 'album', 'genre', 'folder', 'playlist', 'decade', 'addedLately')),
  target_id  INTEGER,                          -- of the thing, where it is one
  number     INTEGER,                          -- decade: its first year; addedLately: days
  at         INTEGER NOT NULL,
  until      INTEGER,
  undone_at  INTEGER,
  CHECK ((target_id IS NULL) <> (number IS NULL))
) STRICT;
CREATE INDEX boosts_in_force ON boosts (target, target_id, number) WHERE undone_at IS NULL;

-- The sliders of the present queue, and the settings before it that can be returned to.
CREATE TABLE balance (
  id    INTEGER PRIMARY KEY CHECK (id = 1),
  value TEXT NOT NULL,                         -- JSON
  undo  TEXT NOT NULL                          -- JSON: newest last
) STRICT;

-- A queue that was decided and of which something was offered. Candidates are kept for the newest of them only.
CREATE TABLE decisions (
  id             INTEGER PRIMARY KEY,
  at             INTEGER NOT NULL,
  scored_by      TEXT    NOT NULL,             -- as in the science: 'set-transformer', 'first day'
  vectors_model  INTEGER,                      -- ids of models; null where none was in use
  sat_model      INTEGER,
  next_model     INTEGER,
  eps            REAL    NOT NULL,
  weights        TEXT    NOT NULL,             -- JSON: of discovery, exposure, boost
  anchor         INTEGER,                      -- track of the seed; null: the vibe
  one_in         INTEGER,                      -- one slot in so many was drawn; null: none
  artist_gap     INTEGER NOT NULL,
  artists_before BLOB    NOT NULL,             -- Int32: artists of the plays before, in order
  candidates     BLOB                          -- a row each: Int32 track, Int32 artist, Float32 SAT, Uint32 objectives as bits
) STRICT;

CREATE TABLE impressions (
  id          INTEGER PRIMARY KEY,
  decision    INTEGER NOT NULL REFERENCES decisions (id),
  slot        INTEGER NOT NULL,                -- place in that queue, from 0
  track_id    INTEGER NOT NULL REFERENCES tracks (id),
  drawn       INTEGER NOT NULL,
  propensity  REAL    NOT NULL,                -- how likely this track was to stand in this slot, after those before it
  before      BLOB    NOT NULL,                -- Int32: tracks of the slots before it
  play        INTEGER REFERENCES play_keys (id),  -- when it played; how it went is in plays
  UNIQUE (decision, slot)
) STRICT;
CREATE INDEX impressions_by_play ON impressions (play) WHERE play IS NOT NULL;
