-- The map of the library: one point a track. It can be made again from the vectors, but its places are what the next one is held to.
CREATE TABLE library_map (
  id        INTEGER PRIMARY KEY CHECK (id = 1),
  version   INTEGER NOT NULL,
  model_id  INTEGER NOT NULL,              -- of the vectors it was made from
  made_at   INTEGER NOT NULL,
  ids       BLOB    NOT NULL,              -- Int32 little-endian, ascending
  places    BLOB    NOT NULL               -- Float32 little-endian, x and y of each, -1..1
) STRICT;

-- Lines of “what Dwell thinks of you” that rest on no single artist, track or genre and were taken away: gone until the forgetting is undone.
CREATE TABLE removed_beliefs (
  belief     TEXT    NOT NULL,
  forget_id  INTEGER NOT NULL,
  PRIMARY KEY (belief, forget_id)
) STRICT, WITHOUT ROWID;
