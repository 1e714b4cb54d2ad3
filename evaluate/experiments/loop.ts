// The experiment "loop": whether the product as a whole brings what its listeners stay with. Its listeners are simulated: it needs no logs.
import type { Experiment } from '../experiment.ts'
import { loopRows } from '../product/loop.ts'

export const experiment: Experiment = {
  name: 'loop',
  version: 1,
  tensors: false,
  listeners: 'simulated',
  run: loopRows,
}
