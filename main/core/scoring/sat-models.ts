// The model in use that foretells staying: a network on whatever computes tensors in this thread, or a logistic regression; kept play by play.
import * as tf from '@tensorflow/tfjs-core'
import { decodeArtifact } from '../../../models/artifact.ts'
import type { TrackColumns } from '../../../models/columns.ts'
import type { HistoryPlay } from '../../../models/history.ts'
import { satFromArtifact } from '../../../models/mostra/sat.ts'
import { addToState, satScores, satState } from '../../../models/mostra/sat-scores.ts'
import { logisticFromArtifact, logisticLogits } from '../../../models/yardsticks/logistic-regression.ts'
import { cpuBackend } from '../backends/cpu.ts'
import { wasmBackend } from '../backends/wasm.ts'

export interface SatScorer {
  add(play: HistoryPlay): void
  scores(candidates: Int32Array, nowS: number, session: number): Promise<Float32Array>
}

/** Throws ModelError 'bad-artifact', and what a backend throws that cannot start. */
export async function satScorer(bytes: Uint8Array, tracks: TrackColumns): Promise<SatScorer> {
  const artifact = decodeArtifact(bytes)
  const sizes = { tracks: tracks.ids.length, artists: tracks.artists, albums: tracks.albums }
  // As it was fitted: without vectors (models/jobs/sat.ts).
  const state = satState(sizes, null)
  const asCandidate = (track: number) => ({
    track,
    artist: tracks.artist[track] ?? -1,
    album: tracks.album[track] ?? -1,
  })
  const add = (play: HistoryPlay) => addToState(state, play)
  if (artifact.kind === 'logistic-regression') {
    const model = logisticFromArtifact(artifact)
    const width = state.features.names.length
    return {
      add,
      async scores(candidates, now, session) {
        const rows = new Float32Array(candidates.length * width)
        candidates.forEach((track, row) => {
          state.features.of(asCandidate(track), { session, now }, rows, row * width)
        })
        return logisticLogits(model, rows).map(logit => 1 / (1 + Math.exp(-logit)))
      },
    }
  }
  const model = satFromArtifact(artifact)
  await startTensors()
  return {
    add,
    scores: (candidates, now, session) =>
      satScores(model, state, Array.from(candidates, asCandidate), { session, now }),
  }
}

/** WebAssembly; plain JavaScript where that does not start. */
async function startTensors(): Promise<void> {
  // Undefined, whatever its type says, until there is one.
  if (tf.getBackend()) return
  const started = await wasmBackend().start()
  if ('why' in started) await cpuBackend().start()
}
