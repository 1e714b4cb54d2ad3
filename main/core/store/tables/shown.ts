// Whose a track is, for lists: that it is to be shown at all is `listed`, which the scanner keeps.

/** A condition on `t` (tracks); the shelf's own indexes hold listed tracks alone. */
export const shown = 't.listed = 1'

/** A condition on `f` (files) and `r` (its root): a copy that lies there, as far as is known. */
export const lies = '(f.present = 1 OR f.doubted = 1) AND r.removed_at IS NULL'

/** Pairs (artist_id, track_id): the people named on the track, and the one its album is filed under. */
export const artistTracks = (ofArtists: string): string => `
  SELECT artist_id, track_id FROM track_artists WHERE artist_id ${ofArtists}
  UNION SELECT oa.artist_id, ot.id FROM albums oa JOIN tracks ot ON ot.album_id = oa.id WHERE oa.artist_id ${ofArtists}`
