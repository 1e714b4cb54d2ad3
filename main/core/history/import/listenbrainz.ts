// Rows of ListenBrainz's export: one listen a line, with the names that were submitted and, often, the duration.
import { z } from 'zod'
import { broken, firstProblem, LONGEST_NAME, type Told, timeTrouble } from './row.ts'

const name = z.string().trim().min(1).max(LONGEST_NAME)

const listen = z.object({
  listened_at: z.number(),
  track_metadata: z.object({
    artist_name: name,
    track_name: name,
    release_name: z.string().max(LONGEST_NAME).nullish(),
    additional_info: z
      .object({
        duration_ms: z.coerce.number().nullish().catch(null),
        duration: z.coerce.number().nullish().catch(null),
        artist_names: z.array(z.string().max(LONGEST_NAME)).max(50).nullish().catch(null),
      })
      .nullish()
      .catch(null),
  }),
})

export const isListenBrainz = (item: unknown): boolean =>
  typeof item === 'object' && item !== null && 'track_metadata' in item

/** A listen says that it was heard (half of it, or four minutes), not how long. https://listenbrainz.readthedocs.io/en/latest/users/json.html */
export function listenBrainzRow(item: unknown, now: number): Told {
  const parsed = listen.safeParse(item)
  if (!parsed.success) return broken(firstProblem(parsed.error))
  const { listened_at, track_metadata: track } = parsed.data
  const startedAt = Math.round(listened_at * 1000)
  const trouble = timeTrouble(startedAt, now)
  if (trouble !== null) return broken(`“listened_at”: ${trouble}`)
  const info = track.additional_info
  const durationMs = info?.duration_ms ?? (info?.duration ? info.duration * 1000 : null)
  const others = (info?.artist_names ?? []).map(one => one.trim()).filter(one => one !== '')
  return {
    is: 'row',
    row: {
      artists: [track.artist_name, ...others],
      title: track.track_name,
      album: track.release_name?.trim() || null,
      startedAt,
      dwellMs: null,
      durationMs: durationMs !== null && durationMs > 0 && durationMs < 86_400_000 ? Math.round(durationMs) : null,
      cause: null,
      origin: null,
    },
  }
}
