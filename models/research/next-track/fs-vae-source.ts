// FS-VAE as a source: how near a candidate lies to the vector that it expects next.

import type { FitContext } from '../../model.ts'
import type { Source } from '../../next-track/sources.ts'
import { dot, unitRows } from '../../tracks/vectors.ts'
import { type FsVae, predictFsVae } from '../fs-vae/fs-vae.ts'
import type { Listening } from '../fs-vae/listening.ts'

/** `listening` holds the moments that will be asked for; a moment's own play and those after it are not read. */
export function fsVaeSource(model: FsVae, listening: Listening, context: FitContext): Source {
  const { size, values } = listening.vectors
  const places = new Map<number, number>()
  let next: Float32Array = new Float32Array(0)
  return {
    names: ['fs-vae cosine'],
    async prepare(moments) {
      places.clear()
      for (const [place, { index }] of moments.entries()) places.set(index, place)
      const asked = moments.map(({ index }) => index)
      next = unitRows((await predictFsVae(model, listening, asked, context)).next, size)
    },
    propose: () => [],
    fill(moment, candidate, out, at) {
      const place = places.get(moment.index)
      out[at] = place === undefined ? 0 : dot(next, place * size, values, candidate * size, size)
    },
  }
}
