// Track vectors as a source: how near a candidate lies to what plays. Where a never-played track has a vector by its sound or tags, this places it.
import { ModelError } from '../model.ts'
import { dot } from '../tracks/vectors.ts'
import type { Source, SourceMoment } from './sources.ts'

const RECENT = 5
const PROPOSED = 60

/**
 * `vectors` [tracks, size], of length 1; zeros where nothing is known. `name` says whose: 'co-listening', 'sound'. Throws ModelError
 * 'bad-input' on a vector that holds no number.
 */
export function vectorSource(name: string, vectors: Float32Array, size: number): Source {
  const bad = vectors.findIndex(value => !Number.isFinite(value))
  if (bad >= 0)
    throw new ModelError('bad-input', `“${name}”: the vector of track ${Math.floor(bad / size)} holds no number`)
  let known: SourceMoment | null = null
  let mean = new Float32Array(size)
  const meanOf = (moment: SourceMoment): Float32Array => {
    if (moment === known) return mean
    known = moment
    mean = new Float32Array(size)
    const recent = moment.prefix.slice(-RECENT)
    for (const track of recent) {
      for (let k = 0; k < size; k++) mean[k] = (mean[k] ?? 0) + (vectors[track * size + k] ?? 0) / recent.length
    }
    return mean
  }
  return {
    names: [`${name} to last`, `${name} to recent`],
    propose(moment) {
      const centre = meanOf(moment)
      const scored: { track: number; near: number }[] = []
      for (let track = 0; track * size < vectors.length; track++) {
        const near = dot(centre, 0, vectors, track * size, size)
        const least = scored[PROPOSED - 1]
        if (least !== undefined && near <= least.near) continue
        let place = scored.length
        while (place > 0 && (scored[place - 1]?.near ?? 0) < near) place--
        scored.splice(place, 0, { track, near })
        if (scored.length > PROPOSED) scored.pop()
      }
      return scored.map(({ track }) => track)
    },
    fill(moment, candidate, out, at) {
      const last = moment.prefix.at(-1)
      out[at] = last === undefined ? 0 : dot(vectors, last * size, vectors, candidate * size, size)
      out[at + 1] = dot(meanOf(moment), 0, vectors, candidate * size, size)
    },
  }
}
