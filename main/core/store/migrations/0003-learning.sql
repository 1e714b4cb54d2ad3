-- What was learned: models with the bytes of their artefacts, what each training did and measured, and which plays may be learned from.
-- A model that is in use answers the queue; one of a kind at most. The last three of a kind are kept.
CREATE TABLE models (
  id            INTEGER PRIMARY KEY,
  kind          TEXT    NOT NULL CHECK (kind IN ('vectors', 'sat', 'next', 'sound')),
  name          TEXT    NOT NULL,              -- as in the science: 'set-transformer', 'companion'
  state         TEXT    NOT NULL CHECK (state IN ('in-use', 'lost', 'older', 'rolled-back')),
  made_at       INTEGER NOT NULL,
  plays         INTEGER NOT NULL,              -- that it was fitted on
  ms            INTEGER NOT NULL,
  backend       TEXT    NOT NULL,
  code_version  INTEGER NOT NULL,              -- of the job that made it
  metrics       TEXT    NOT NULL               -- JSON: what was measured of it on the listener's last plays
) STRICT;
CREATE INDEX models_by_kind ON models (kind, id);
CREATE UNIQUE INDEX models_in_use ON models (kind) WHERE state = 'in-use';

-- The bytes of a model's artefact in pieces, so that none of them holds the core for long; written before the row in `models`.
CREATE TABLE model_parts (
  model_id  INTEGER NOT NULL,
  part      INTEGER NOT NULL,
  bytes     BLOB    NOT NULL,
  PRIMARY KEY (model_id, part)
) STRICT;

CREATE TABLE trainings (
  id          INTEGER PRIMARY KEY,
  started_at  INTEGER NOT NULL,
  ended_at    INTEGER NOT NULL,
  asked       INTEGER NOT NULL,                -- 1: by the listener, 0: by the schedule
  outcome     TEXT    NOT NULL CHECK (outcome IN ('done', 'failed')),
  plays       INTEGER NOT NULL,
  read_at     INTEGER NOT NULL,                -- plays that started later were not among them
  backend     TEXT    NOT NULL,
  lines       TEXT    NOT NULL,                -- JSON: the report card, a line a kind
  message     TEXT                             -- why it failed
) STRICT;

-- While learning is paused, plays are logged and not learned from.
CREATE TABLE learning_pauses (
  id       INTEGER PRIMARY KEY,
  from_at  INTEGER NOT NULL,
  to_at    INTEGER                             -- null: it is paused now
) STRICT;
CREATE INDEX learning_pauses_by_end ON learning_pauses (to_at);

-- The only way to plays for whoever learns. A play that was heard even in part during a pause is not among them.
CREATE VIEW learned_plays AS
  SELECT p.id, p.track_id, NULL AS ghost_id, p.started_at, p.heard_until AS ended_at, p.duration_ms, p.dwell_ms, p.origin, p.cause, p.outcome, p.sat
  FROM plays p
  WHERE p.cause IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM learning_pauses l WHERE l.from_at <= p.ended_at AND (l.to_at IS NULL OR l.to_at > p.started_at));
