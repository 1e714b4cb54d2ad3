// Lays the map out from the vectors in use and the places of the map before; for a worker, as it takes seconds.
import { mapOf } from '../../../models/map/library-map.ts'
import { rngOf } from '../../../models/rng.ts'
import { vectorsOf } from './vectors.ts'

export interface Laid {
  readonly ids: Int32Array
  /** [ids, 2], -1..1 */
  readonly places: Float32Array
}

export interface Before {
  readonly ids: Int32Array
  readonly places: Float32Array
}

/** Fixed: the same vectors over the same map give the same map. */
const SEED = 20_261_122

export function laidOut(bytes: Uint8Array, before: Before | null): Laid {
  const { ids, values, size } = vectorsOf(bytes)
  const old = new Map(Array.from(before?.ids ?? [], (id, row) => [id, row]))
  const held =
    before === null
      ? null
      : Float64Array.from({ length: ids.length * 2 }, (_, at) => {
          const row = old.get(ids[at >> 1] ?? 0)
          return row === undefined ? Number.NaN : (before.places[row * 2 + (at & 1)] ?? Number.NaN)
        })
  if (ids.length === 0) return { ids, places: new Float32Array() }
  const places = mapOf({ ids, vectors: values, size, before: held }, { rng: rngOf(SEED) })
  return { ids, places: Float32Array.from(places) }
}
