-- The first schema. Facts are append-only; what is derived (plays, track_stats, sessions, search) can be rebuilt from them.
-- Times are ms since 1970 (INTEGER), durations and positions ms, booleans 0/1. Absent is not deleted: files keep their row and their track.
PRAGMA application_id = 1148675436;  -- Dwel

-- Where music may lie ------------------------------------------------------------------------------------------------
CREATE TABLE roots (
  id            INTEGER PRIMARY KEY,
  path          TEXT    NOT NULL UNIQUE,
  name          TEXT    NOT NULL,
  state         TEXT    NOT NULL DEFAULT 'present' CHECK (state IN ('present', 'absent', 'empty', 'shrunken')),
  added_at      INTEGER NOT NULL,
  last_scan_at  INTEGER,
  removed_at    INTEGER,                       -- a removed root is hidden, its files unavailable; nothing is deleted
  settling      INTEGER NOT NULL DEFAULT 0     -- 1 from a change of state until every track's `available` and `listed` say so too
) STRICT;

CREATE TABLE folders (
  id         INTEGER PRIMARY KEY,
  root_id    INTEGER NOT NULL REFERENCES roots (id),
  parent_id  INTEGER REFERENCES folders (id),
  path       TEXT    NOT NULL,                 -- inside the root, '' for the root itself, '/' between parts
  raw_path   BLOB,                             -- its exact bytes, where some part is no valid UTF-8
  name       TEXT    NOT NULL,
  sort_name  TEXT    NOT NULL,
  art        TEXT,                             -- content hash of the folder's picture
  art_name   TEXT,                             -- its file's name, with size and time as they were when it was hashed
  art_size   INTEGER,
  art_mtime_ms  INTEGER,
  error_code    TEXT,                          -- when it could not be listed
  error_message TEXT,
  UNIQUE (root_id, path)
) STRICT;
CREATE INDEX folders_by_art ON folders (art) WHERE art IS NOT NULL;
CREATE INDEX folders_by_parent ON folders (parent_id, sort_name);
CREATE INDEX folders_failed ON folders (root_id) WHERE error_code IS NOT NULL;

-- What was found -----------------------------------------------------------------------------------------------------
CREATE TABLE artists (
  id         INTEGER PRIMARY KEY,
  name       TEXT    NOT NULL,
  fold       TEXT    NOT NULL UNIQUE,          -- lower case, no accents, NFKC: one artist however it is typed
  sort_name  TEXT    NOT NULL
) STRICT;
CREATE INDEX artists_by_name ON artists (sort_name, id);

CREATE TABLE genres (
  id         INTEGER PRIMARY KEY,
  name       TEXT    NOT NULL,
  fold       TEXT    NOT NULL UNIQUE
) STRICT;

CREATE TABLE albums (
  id           INTEGER PRIMARY KEY,
  title        TEXT    NOT NULL,
  artist       TEXT    NOT NULL,               -- album artist as printed; 'Various Artists' for compilations without one
  artist_id    INTEGER REFERENCES artists (id),
  fold         TEXT    NOT NULL UNIQUE,        -- fold(album artist) + U+001F + fold(title) (+ folder for untagged album artists)
  sort_title   TEXT    NOT NULL,
  sort_artist  TEXT    NOT NULL,
  year         INTEGER,
  compilation  INTEGER NOT NULL DEFAULT 0,
  art          TEXT                            -- content hash
) STRICT;
CREATE INDEX albums_by_artist ON albums (sort_artist, year, sort_title, id);
CREATE INDEX albums_by_title ON albums (sort_title, id);
CREATE INDEX albums_of_artist ON albums (artist_id);

CREATE TABLE art (
  hash   TEXT PRIMARY KEY,                     -- 32 hex digits of the picture's content
  mime   TEXT NOT NULL,
  bytes  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A track is a recording, known by what it is; a file is where a copy of it lies.
CREATE TABLE tracks (
  id             INTEGER PRIMARY KEY,
  title          TEXT    NOT NULL,
  artist         TEXT    NOT NULL,             -- as printed
  album_id       INTEGER REFERENCES albums (id),
  album_artist   TEXT,
  disc           INTEGER,
  track          INTEGER,
  year           INTEGER,
  genre          TEXT,
  duration_ms    INTEGER NOT NULL,
  identity       TEXT    NOT NULL,             -- fold(artist) U+001F fold(title) U+001F fold(album) U+001F disc U+001F track: what the tags say it is
  sort_title     TEXT    NOT NULL,
  sort_artist    TEXT    NOT NULL,
  sort_album     TEXT    NOT NULL,
  art            TEXT,
  rating         REAL,                         -- embedded, 0..1
  codec          TEXT    NOT NULL,
  playable       INTEGER NOT NULL,
  unplayable_reason TEXT,
  track_gain_db  REAL,
  track_peak     REAL,
  album_gain_db  REAL,
  album_peak     REAL,
  added_at       INTEGER NOT NULL,
  available      INTEGER NOT NULL DEFAULT 1,   -- some file of it can be reached
  listed         INTEGER NOT NULL DEFAULT 1    -- 0 when every file of it is gone for good or in a removed root: kept for its history, not shown
) STRICT;
CREATE INDEX tracks_by_art ON tracks (art) WHERE art IS NOT NULL;
CREATE INDEX tracks_by_identity ON tracks (identity);
CREATE INDEX tracks_by_album ON tracks (album_id, disc, track, sort_title);
CREATE INDEX tracks_by_artist_sort ON tracks (sort_artist, sort_album, disc, track, sort_title, id) WHERE listed = 1;
CREATE INDEX tracks_by_title_sort ON tracks (sort_title, id) WHERE listed = 1;
CREATE INDEX tracks_by_added ON tracks (added_at, id) WHERE listed = 1;

CREATE TABLE track_artists (
  track_id   INTEGER NOT NULL REFERENCES tracks (id),
  position   INTEGER NOT NULL,
  artist_id  INTEGER NOT NULL REFERENCES artists (id),
  PRIMARY KEY (track_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX track_artists_by_artist ON track_artists (artist_id, track_id);

CREATE TABLE track_genres (
  track_id  INTEGER NOT NULL REFERENCES tracks (id),
  genre_id  INTEGER NOT NULL REFERENCES genres (id),
  PRIMARY KEY (track_id, genre_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX track_genres_by_genre ON track_genres (genre_id, track_id);

CREATE TABLE files (
  id             INTEGER PRIMARY KEY,
  root_id        INTEGER NOT NULL REFERENCES roots (id),
  folder_id      INTEGER NOT NULL REFERENCES folders (id),
  name           TEXT    NOT NULL,             -- for reading; lossy (U+FFFD and a hex suffix) where the name is no valid UTF-8
  raw_name       BLOB,                         -- the exact bytes of a name that is no valid UTF-8
  size           INTEGER NOT NULL,
  mtime_ms       INTEGER NOT NULL,
  track_id       INTEGER REFERENCES tracks (id),  -- null when it could not be read
  audio_key      BLOB,                         -- 16 bytes: hash of the sound without the tags
  codec          TEXT,
  playable       INTEGER NOT NULL DEFAULT 0,
  unplayable_reason TEXT,
  quality        INTEGER NOT NULL DEFAULT 0,   -- which copy is played: playable before not, lossless before lossy, then bitrate
  mime           TEXT,
  bitrate        INTEGER,
  sample_rate    INTEGER,
  channels       INTEGER,
  present        INTEGER NOT NULL DEFAULT 1,
  doubted        INTEGER NOT NULL DEFAULT 0,   -- missing from a shrunken root: not believed gone until the listener says so
  error_code     TEXT,
  error_message  TEXT,
  found_at       INTEGER NOT NULL,
  UNIQUE (folder_id, name)
) STRICT;
CREATE INDEX files_by_track ON files (track_id, root_id);  -- both: is this track to be shown?
CREATE INDEX files_by_audio ON files (audio_key, present) WHERE audio_key IS NOT NULL;
CREATE INDEX files_by_root ON files (root_id, present);
CREATE INDEX files_failed ON files (root_id) WHERE error_code IS NOT NULL;

-- What was heard (facts, append-only) ----------------------------------------------------------------------------------
-- A play's name, once. Its events, one every five seconds, point at it by a small number: 50 bytes an event instead of 125.
CREATE TABLE play_keys (
  id       INTEGER PRIMARY KEY,
  play_id  TEXT NOT NULL UNIQUE                -- UUID given by the window that started it
) STRICT;

CREATE TABLE events (
  id           INTEGER PRIMARY KEY,            -- order of arrival
  play         INTEGER NOT NULL REFERENCES play_keys (id),
  seq          INTEGER NOT NULL,               -- order of happening within the play
  kind         TEXT    NOT NULL CHECK (kind IN ('started', 'paused', 'resumed', 'seeked', 'heartbeat', 'ended')),
  at           INTEGER NOT NULL,
  position_ms  INTEGER NOT NULL,
  to_ms        INTEGER,                        -- seeked
  track_id     INTEGER REFERENCES tracks (id), -- started
  item_id      INTEGER,                        -- started
  origin       TEXT,                           -- started
  duration_ms  INTEGER,                        -- started
  cause        TEXT,                           -- ended
  message      TEXT,                           -- ended by an error
  UNIQUE (play, seq)
) STRICT;
CREATE TRIGGER events_are_append_only_update BEFORE UPDATE ON events BEGIN SELECT raise(ABORT, 'events are append-only'); END;
CREATE TRIGGER events_are_append_only_delete BEFORE DELETE ON events BEGIN SELECT raise(ABORT, 'events are append-only'); END;

-- What it meant (derived by a versioned rule, rebuildable) ---------------------------------------------------------------
CREATE TABLE sessions (
  id          INTEGER PRIMARY KEY,             -- started_at: a rebuild gives the same ids
  started_at  INTEGER NOT NULL,
  ended_at    INTEGER NOT NULL,                -- last sound
  plays       INTEGER NOT NULL,
  heard_ms    INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_by_end ON sessions (ended_at);

CREATE TABLE plays (
  id            INTEGER PRIMARY KEY REFERENCES play_keys (id),
  track_id      INTEGER NOT NULL REFERENCES tracks (id),
  session_id    INTEGER NOT NULL REFERENCES sessions (id) DEFERRABLE INITIALLY DEFERRED,
  started_at    INTEGER NOT NULL,
  ended_at      INTEGER NOT NULL,              -- last thing that happened to it
  heard_until   INTEGER NOT NULL,              -- last moment it sounded
  broken_at     INTEGER,                       -- when it sounded again after 20 minutes of silence: what starts later is another session
  duration_ms   INTEGER NOT NULL,
  dwell_ms      INTEGER NOT NULL,
  fraction      REAL    NOT NULL,              -- dwell / duration, 1 at most, a whole number of 2^-20 so that sums are exact in any order
  furthest_ms   INTEGER NOT NULL,              -- furthest position reached by listening
  origin        TEXT    NOT NULL,
  cause         TEXT,                          -- null while it plays
  outcome       TEXT    NOT NULL CHECK (outcome IN ('TP', 'FP', 'neither')),
  sat           INTEGER CHECK (sat IN (0, 1)),
  rule_version  INTEGER NOT NULL
) STRICT;
CREATE INDEX plays_by_time ON plays (started_at, id);
CREATE INDEX plays_by_track ON plays (track_id, started_at);
CREATE INDEX plays_by_session ON plays (session_id, started_at);
CREATE INDEX plays_open ON plays (id) WHERE cause IS NULL;
CREATE INDEX plays_short ON plays (dwell_ms) WHERE dwell_ms < 30000;  -- those whose outcome moves with the listener's threshold

CREATE TABLE track_stats (
  track_id       INTEGER PRIMARY KEY REFERENCES tracks (id),
  plays          INTEGER NOT NULL,
  heard_ms       INTEGER NOT NULL,
  last_heard_at  INTEGER NOT NULL,
  fraction_sum   REAL    NOT NULL
) STRICT;
CREATE INDEX track_stats_by_heard ON track_stats (heard_ms);
CREATE INDEX track_stats_by_last ON track_stats (last_heard_at);

-- What the listener said -----------------------------------------------------------------------------------------------
CREATE TABLE wishes (
  id          INTEGER PRIMARY KEY,
  kind        TEXT    NOT NULL CHECK (kind IN ('like', 'notNow', 'rest', 'never')),
  target      TEXT    NOT NULL CHECK (target IN ('track', 'album', 'artist')),
  target_id   INTEGER NOT NULL,
  at          INTEGER NOT NULL,                -- a notNow lasts as long as the session around this moment
  until       INTEGER,                         -- end of a rest
  undone_at   INTEGER
) STRICT;
CREATE INDEX wishes_in_force ON wishes (target, target_id, kind) WHERE undone_at IS NULL;

CREATE TABLE playlists (
  id          INTEGER PRIMARY KEY,
  name        TEXT    NOT NULL,
  created_at  INTEGER NOT NULL,
  changed_at  INTEGER NOT NULL,
  deleted_at  INTEGER
) STRICT;

CREATE TABLE playlist_items (
  id           INTEGER PRIMARY KEY,
  playlist_id  INTEGER NOT NULL REFERENCES playlists (id),
  position     REAL    NOT NULL,               -- between its neighbours, renumbered when they come too close
  track_id     INTEGER NOT NULL REFERENCES tracks (id),
  added_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX playlist_items_in_order ON playlist_items (playlist_id, position);

CREATE TABLE settings (
  name   TEXT PRIMARY KEY,
  value  TEXT NOT NULL                         -- JSON
) STRICT, WITHOUT ROWID;

-- What the core remembers about its own upkeep: the threshold in force, a rebuild that is due, the last event in a backup
CREATE TABLE upkeep (
  name   TEXT PRIMARY KEY,
  value  TEXT NOT NULL                         -- JSON
) STRICT, WITHOUT ROWID;

-- The present queue ----------------------------------------------------------------------------------------------------
CREATE TABLE queue (
  id             INTEGER PRIMARY KEY CHECK (id = 1),
  version        INTEGER NOT NULL,
  past           BLOB    NOT NULL,             -- Int32 little-endian: item ids, oldest first
  current_item   INTEGER,
  upcoming       BLOB    NOT NULL,             -- Int32: item ids in order
  position_ms    INTEGER NOT NULL,
  shuffle        INTEGER NOT NULL,
  repeat         TEXT    NOT NULL,
  source         TEXT,                         -- JSON: kind and name of what plays on, and the origin of its plays
  source_ids     BLOB,                         -- Int32: its tracks as it lists them
  source_order   BLOB,                         -- Int32: the same in the order of playing
  source_next    INTEGER NOT NULL DEFAULT 0    -- first of source_order that is not yet an item
) STRICT;

CREATE TABLE queue_items (
  id        INTEGER PRIMARY KEY,
  track_id  INTEGER NOT NULL REFERENCES tracks (id),
  origin    TEXT    NOT NULL,
  by_hand   INTEGER NOT NULL,
  reason    TEXT                               -- JSON, as decided
) STRICT;

-- Search: the words of each thing, folded. The index itself is arrays in memory, made from these rows (core/library/search) ------
CREATE TABLE search_docs (
  kind    INTEGER NOT NULL CHECK (kind IN (1, 2, 3)),  -- track, album, artist
  id      INTEGER NOT NULL,
  stamp   INTEGER NOT NULL,                            -- grows with every change: what is newer than the index in memory
  title   TEXT    NOT NULL,                            -- words between spaces; the name of an artist
  people  TEXT    NOT NULL,
  record  TEXT    NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX search_docs_by_stamp ON search_docs (stamp);
