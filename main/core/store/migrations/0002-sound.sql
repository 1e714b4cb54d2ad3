-- What the ears heard: one row a track that was listened to, by the version of the code that listened. It can be made again from the files.
CREATE TABLE track_sound (
  track_id     INTEGER PRIMARY KEY REFERENCES tracks (id),
  version      INTEGER NOT NULL,               -- of the analysis; an older one is listened to again
  state        TEXT    NOT NULL CHECK (state IN ('ok', 'failed')),
  code         TEXT,                           -- why it failed: an error code of the contract
  message      TEXT,
  analysed_at  INTEGER NOT NULL,
  duration_ms  INTEGER,                        -- as decoded
  summary      BLOB,                           -- Float32 little-endian (models/sound/summary.ts)
  fingerprint  BLOB                            -- Uint32 little-endian (models/sound/fingerprint.ts)
) STRICT;
CREATE INDEX track_sound_failed ON track_sound (track_id) WHERE state = 'failed';
CREATE INDEX tracks_lost ON tracks (duration_ms) WHERE listed = 0;  -- what a file found may be: the same recording lasts as long
