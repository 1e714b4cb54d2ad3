// The models in use: what the queue and the insights read of learning. Bytes are artefacts (models/artifact.ts).
import type { ModelKind } from '../../preload/contract/learning.ts'

export interface Champion {
  readonly id: number
  /** As in the science: 'set-transformer', 'logistic regression', … */
  readonly name: string
  readonly bytes: Uint8Array
}

export interface Champions {
  /** Null while nothing was trained, where the trained one lost against the yardsticks, or learning is off. */
  current(kind: ModelKind): Champion | null
  /** Told when any of them was replaced. */
  onChange(listener: () => void): () => void
}
