// The shared suite's entry of SAT, for either network.
import { expect } from 'vitest'
import { auc } from '../../../models/evaluation/auc.ts'
import type { History } from '../../../models/history.ts'
import {
  fitSat,
  type NetworkName,
  type SatModel,
  satFromArtifact,
  satOverHistory,
  satToArtifact,
} from '../../../models/mostra/sat.ts'
import type { TrackVectors } from '../../../models/mostra/sat-windows.ts'
import { rngOf } from '../../../models/rng.ts'
import { modelSuite } from '../suite.ts'
import { historyOf, weeksOf, withPlay } from './sat-stories.ts'

interface Heard {
  readonly history: History
  readonly vectors: TrackVectors | null
}

function vectorsOf({ tracks }: History): TrackVectors {
  const rng = rngOf(2)
  return { size: 4, values: Float32Array.from({ length: tracks * 4 }, () => rng.normal() / 2) }
}

const heard = (history: History): Heard => ({ history, vectors: vectorsOf(history) })

async function labelledScores(model: SatModel, { history, vectors }: Heard): Promise<Float32Array> {
  const scores = await satOverHistory(model, history, vectors, 0)
  return scores.filter((_, index) => history.plays[index]?.sat !== null)
}

export function satSuite(network: NetworkName): void {
  modelSuite<SatModel, Heard>({
    name: network,
    tensors: true,
    examples: () => heard(weeksOf(4)),
    fit: ({ history, vectors }, context) => fitSat(history, vectors, { network, epochs: 3 }, context),
    fitBriefly: ({ history, vectors }, context) => fitSat(history, vectors, { network, epochs: 1 }, context),
    predict: labelledScores,
    toArtifact: satToArtifact,
    fromArtifact: satFromArtifact,
    async knownAnswer() {
      const { history, vectors } = heard(weeksOf(60))
      const model = await fitSat(history, vectors, { network, epochs: 2 }, { rng: rngOf(1) })
      const scores = await labelledScores(model, { history, vectors })
      const labels = history.plays.flatMap(({ sat }) => (sat === null ? [] : [sat]))
      // The mood is in the plays before, which the twin does not look at: it has the artists and the last outcome.
      expect(auc(scores, labels)).toBeGreaterThan(network === 'mlp' ? 0.75 : 0.8)
    },
    poisoned(value) {
      const { history, vectors } = heard(weeksOf(4))
      const values = (vectors?.values ?? new Float32Array()).slice()
      values[9] = value
      return {
        dwell: { history: withPlay(history, 5, { dwellMs: value }), vectors },
        start: { history: withPlay(history, 5, { start: value }), vectors },
        end: { history: withPlay(history, 5, { end: value }), vectors },
        vectors: { history, vectors: { size: 4, values } },
      }
    },
    onlyOne: () =>
      heard(
        historyOf(
          weeksOf(1)
            .plays.filter(play => play.sat !== null)
            .slice(0, 1),
          1,
        ),
      ),
    empty: () => heard(historyOf([], 0)),
  })
}
