// GRU4Rec without its session-parallel batches (Hidasi et al., ICLR 2016): the state of a GRU over the session is its vector.
import { dense, denseWeights, dropout, gru, gruWeights } from '../../tensors/layers.ts'
import type { SessionEncoder } from './encoder.ts'

/** h_t = GRU(x_t, h_{t-1}) (eq. 1-4 there); e_seq = W h_t + b. */
export const gruEncoder: SessionEncoder = {
  weights: (rng, size) => ({ ...gruWeights(rng, 'gru', size, size), ...denseWeights(rng, 'out', size, size) }),
  states(weights, x, _played, noise) {
    const heard = dropout(x, noise?.rate ?? 0, noise?.rng ?? null)
    const states = gru(weights, 'gru', heard)
    return dense(weights, 'out', dropout(states, noise?.rate ?? 0, noise?.rng ?? null))
  },
}
