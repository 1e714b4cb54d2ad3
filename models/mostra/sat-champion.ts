// SAT as it is used, whichever model won: a network over the plays just heard, or the logistic regression on the joint features.
import type { Artifact } from '../artifact.ts'
import { type LogisticRegression, logisticFromArtifact, logisticLogits } from '../yardsticks/logistic-regression.ts'
import type { Candidate, Moment } from './features.ts'
import { type SatModel, satFromArtifact } from './sat.ts'
import { type SatState, satScores } from './sat-scores.ts'

export type SatChampion =
  | { readonly is: 'network'; readonly model: SatModel }
  | { readonly is: 'logistic'; readonly model: LogisticRegression }

/** Throws ModelError 'bad-artifact'. */
export function satChampionFrom(artifact: Artifact): SatChampion {
  return artifact.kind === 'logistic-regression'
    ? { is: 'logistic', model: logisticFromArtifact(artifact) }
    : { is: 'network', model: satFromArtifact(artifact) }
}

/** Probabilities that the candidates are stayed with, at a moment of a listener whose `state` was made without track vectors. */
export async function championScores(
  champion: SatChampion,
  state: SatState,
  candidates: readonly Candidate[],
  moment: Moment,
): Promise<Float32Array> {
  if (champion.is === 'network') return satScores(champion.model, state, candidates, moment)
  const width = state.features.names.length
  const values = new Float32Array(candidates.length * width)
  candidates.forEach((candidate, row) => {
    state.features.of(candidate, moment, values, row * width)
  })
  return logisticLogits(champion.model, values).map(logit => 1 / (1 + Math.exp(-logit)))
}
