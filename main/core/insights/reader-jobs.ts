// What the insights read aside: each picture from the whole log, and the map, which takes seconds to lay out.
import type { Db } from '../store/connect.ts'
import { heardPlays, maps, namesOf, removedBeliefs, shownMap, thresholdInForce } from '../store/tables/insights.ts'
import { beliefsOf } from './beliefs.ts'
import { clockOf } from './clock.ts'
import { discoveryOf } from './discovery.ts'
import { dwellOf } from './dwell.ts'
import { laidOut } from './lay.ts'
import { tasteOf } from './taste.ts'
import { vectorsOf } from './vectors.ts'

interface AtTime {
  readonly now: number
}
/** The bytes of the artefact in use: reading it takes longer than a frame. */
interface WithVectors {
  readonly vectors: Uint8Array
}

export const insightJobs = {
  map: shownMap,
  layMap: (db: Db, { vectors }: WithVectors) => laidOut(vectors, maps(db).laid()),
  taste: (db: Db, { vectors, now }: WithVectors & AtTime) => tasteOf(heardPlays(db), vectorsOf(vectors), now),
  clock: (db: Db, { days, now }: AtTime & { readonly days: number }) => clockOf(heardPlays(db), days, now),
  dwell: (db: Db) => dwellOf(heardPlays(db), thresholdInForce(db)),
  discovery: (db: Db, { now }: AtTime) => discoveryOf(heardPlays(db), now),
  beliefs: (db: Db, { vectors, now }: AtTime & { readonly vectors: Uint8Array | null }) =>
    beliefsOf({
      plays: heardPlays(db),
      vectors: vectors && vectorsOf(vectors),
      names: namesOf(db),
      removed: removedBeliefs(db).all(),
      now,
    }),
}
