// Queues that were decided and of which something was offered, and what came of it: the ground on which another setting can be judged.

import type Database from 'better-sqlite3'
import { bytesOf, int32Of } from '../blobs.ts'

/** Candidates are kept for so many of the newest decisions. */
const KEPT_CANDIDATES = 2000
/** Bytes of a candidate: track, artist, SAT, objectives. */
const ROW = 16

export interface DecidedCandidates {
  /** Library ids, numbers equal for tracks of one artist, probability of staying, objectives as bits; each [candidates]. */
  readonly ids: Int32Array
  readonly artist: Int32Array
  readonly sat: Float32Array
  readonly serves: Uint32Array
}

export interface Decision {
  readonly at: number
  readonly scoredBy: string
  readonly models: { readonly vectors: number | null; readonly sat: number | null; readonly next: number | null }
  readonly eps: number
  readonly weights: readonly number[]
  readonly anchor: number | null
  readonly oneIn: number | null
  readonly artistGap: number
  readonly artistsBefore: Int32Array
  readonly candidates: DecidedCandidates
}

export interface Impression {
  readonly slot: number
  readonly trackId: number
  readonly drawn: boolean
  readonly propensity: number
  /** Tracks of the slots before it. */
  readonly before: Int32Array
}

/** A slot of which is known how it went. */
export interface Witness extends Omit<Decision, 'at' | 'scoredBy' | 'models' | 'anchor'>, Impression {
  readonly stayed: 0 | 1
}

export interface DecisionTable {
  add(decision: Decision): number
  /** Null when this slot of the decision was offered before. */
  offer(decision: number, impression: Impression): number | null
  /** The offered track played. */
  playedAs(impression: number, playId: string): void
  /** Those of which is known how they went, newest first, `limit` older than `before`; `key` goes on from. */
  witnesses(before: number, limit: number): readonly { readonly key: number; readonly witness: Witness }[]
}

interface WitnessRow {
  key: number
  slot: number
  trackId: number
  drawn: number
  propensity: number
  before: Uint8Array
  eps: number
  weights: string
  oneIn: number | null
  artistGap: number
  artistsBefore: Uint8Array
  candidates: Uint8Array
  sat: 0 | 1
}

export function decisionTable(db: Database.Database): DecisionTable {
  const insert = db.prepare(`
    INSERT INTO decisions (at, scored_by, vectors_model, sat_model, next_model, eps, weights, anchor, one_in, artist_gap, artists_before, candidates)
    VALUES (@at, @scoredBy, @vectors, @sat, @next, @eps, @weights, @anchor, @oneIn, @artistGap, @artistsBefore, @candidates)`)
  const forget = db.prepare('UPDATE decisions SET candidates = NULL WHERE id = ? AND candidates IS NOT NULL')
  const offer = db.prepare(`
    INSERT INTO impressions (decision, slot, track_id, drawn, propensity, before) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (decision, slot) DO NOTHING`)
  const played = db.prepare(
    'UPDATE impressions SET play = (SELECT id FROM play_keys WHERE play_id = ?) WHERE id = ? AND play IS NULL',
  )
  // `plays` is what the log means: a play that is forgotten, or that says nothing, is no witness.
  const witnesses = db.prepare<[number, number], WitnessRow>(`
    SELECT i.id AS key, i.slot, i.track_id AS trackId, i.drawn, i.propensity, i.before, d.eps, d.weights, d.one_in AS oneIn,
      d.artist_gap AS artistGap, d.artists_before AS artistsBefore, d.candidates, p.sat
    FROM impressions i JOIN decisions d ON d.id = i.decision JOIN plays p ON p.id = i.play
    WHERE i.id < ? AND p.sat IS NOT NULL AND d.candidates IS NOT NULL ORDER BY i.id DESC LIMIT ?`)

  return {
    add: db.transaction((decision: Decision) => {
      const { lastInsertRowid } = insert.run({
        at: decision.at,
        scoredBy: decision.scoredBy,
        ...decision.models,
        eps: decision.eps,
        weights: JSON.stringify(decision.weights),
        anchor: decision.anchor,
        oneIn: decision.oneIn,
        artistGap: decision.artistGap,
        artistsBefore: bytesOf(decision.artistsBefore),
        candidates: packed(decision.candidates),
      })
      const id = Number(lastInsertRowid)
      forget.run(id - KEPT_CANDIDATES)
      return id
    }),
    offer(decision, { slot, trackId, drawn, propensity, before }) {
      const { changes, lastInsertRowid } = offer.run(
        decision,
        slot,
        trackId,
        Number(drawn),
        propensity,
        bytesOf(before),
      )
      return changes === 1 ? Number(lastInsertRowid) : null
    },
    playedAs: (impression, playId) => void played.run(playId, impression),
    witnesses: (before, limit) =>
      witnesses.all(before, limit).map(row => ({
        key: row.key,
        witness: {
          slot: row.slot,
          trackId: row.trackId,
          drawn: row.drawn === 1,
          propensity: row.propensity,
          before: int32Of(row.before),
          eps: row.eps,
          // written above: a list of numbers
          weights: JSON.parse(row.weights) as number[],
          oneIn: row.oneIn,
          artistGap: row.artistGap,
          artistsBefore: int32Of(row.artistsBefore),
          candidates: unpacked(row.candidates),
          stayed: row.sat,
        },
      })),
  }
}

function packed({ ids, artist, sat, serves }: DecidedCandidates): Uint8Array {
  const out = new DataView(new ArrayBuffer(ids.length * ROW))
  ids.forEach((id, row) => {
    out.setInt32(row * ROW, id, true)
    out.setInt32(row * ROW + 4, artist[row] ?? -1, true)
    out.setFloat32(row * ROW + 8, sat[row] ?? 0, true)
    out.setUint32(row * ROW + 12, serves[row] ?? 0, true)
  })
  return new Uint8Array(out.buffer)
}

function unpacked(blob: Uint8Array): DecidedCandidates {
  const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength)
  const length = Math.floor(blob.byteLength / ROW)
  return {
    ids: Int32Array.from({ length }, (_, row) => view.getInt32(row * ROW, true)),
    artist: Int32Array.from({ length }, (_, row) => view.getInt32(row * ROW + 4, true)),
    sat: Float32Array.from({ length }, (_, row) => view.getFloat32(row * ROW + 8, true)),
    serves: Uint32Array.from({ length }, (_, row) => view.getUint32(row * ROW + 12, true)),
  }
}
