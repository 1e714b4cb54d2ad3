// A listening life for tests of insights, written as plays into a real database, and championed vectors made by hand.

import type { Champions } from '../../../main/core/champions.ts'
import type { Store } from '../../../main/core/store/open.ts'
import { encodeArtifact } from '../../../models/artifact.ts'
import { trackVectorsToArtifact } from '../../../models/tracks/track-vectors.ts'

export interface Heard {
  readonly track: number
  /** ms since 1970. */
  readonly at: number
  readonly dwellMs?: number
  readonly origin?: string
  readonly cause?: string
  readonly outcome?: 'TP' | 'FP' | 'neither'
  readonly sat?: 0 | 1 | null
}

let keys = 0

export function hear({ db }: Store, plays: readonly Heard[]): void {
  const key = db.prepare('INSERT INTO play_keys (id, play_id) VALUES (?, ?)')
  const session = db.prepare('INSERT OR IGNORE INTO sessions VALUES (?, ?, ?, 1, 1)')
  const play = db.prepare(`
    INSERT INTO plays (id, track_id, session_id, started_at, ended_at, heard_until, duration_ms, dwell_ms, fraction, furthest_ms, origin, cause, outcome, sat, rule_version)
    VALUES (@id, @track, @at, @at, @end, @end, 180000, @dwellMs, 0.5, 0, @origin, @cause, @outcome, @sat, 1)`)
  db.transaction(() => {
    for (const {
      track,
      at,
      dwellMs = 180_000,
      origin = 'hand',
      cause = 'finished',
      outcome = 'TP',
      sat = 1,
    } of plays) {
      keys += 1
      key.run(keys, `play ${keys}`)
      session.run(at, at, at + dwellMs)
      play.run({ id: keys, track, at, end: at + dwellMs, dwellMs, origin, cause, outcome, sat })
    }
  })()
}

export function artefactOf(vectors: ReadonlyMap<number, readonly number[]>): Uint8Array {
  const size = [...vectors.values()][0]?.length ?? 0
  return encodeArtifact(
    trackVectorsToArtifact({
      size,
      trackIds: Int32Array.from(vectors.keys()),
      values: Float32Array.from([...vectors.values()].flat()),
      evidence: new Uint8Array(vectors.size).fill(3),
    }),
  )
}

export interface FakeChampions extends Champions {
  replace(id: number, bytes: Uint8Array | null): void
}

export function champions(): FakeChampions {
  let current: { id: number; name: string; bytes: Uint8Array } | null = null
  const listeners = new Set<() => void>()
  return {
    current: kind => (kind === 'vectors' ? current : null),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    replace(id, bytes) {
      current = bytes === null ? null : { id, name: 'blend', bytes }
      for (const listener of listeners) listener()
    },
  }
}
