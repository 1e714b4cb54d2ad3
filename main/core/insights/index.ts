// Insights: pictures of a listening life, each from the log and the models, none of them the window's work.
import type { Handlers } from '../../../preload/contract/contract.ts'
import { DwellError } from '../../../preload/contract/errors.ts'
import type { insights } from '../../../preload/contract/insights.ts'
import type { Champions } from '../learning/champions.ts'
import type { CoreContext } from '../service.ts'

export interface Insights {
  readonly handlers: Handlers<keyof typeof insights>
  close(): Promise<void>
}

export interface InsightsParts {
  readonly champions: Champions
}

export function createInsights(_context: CoreContext, _parts: InsightsParts): Insights {
  return {
    handlers: {
      'insights.map': () => ({
        version: 0,
        madeAt: null,
        ids: new Int32Array(),
        x: new Float32Array(),
        y: new Float32Array(),
        hours: new Float32Array(),
        group: new Uint8Array(),
        groups: [],
      }),
      'insights.taste': () => [],
      'insights.clock': () => ({ heardMs: new Float64Array(7 * 24), from: null }),
      'insights.dwell': () => ({
        edgesMs: [],
        stayed: [],
        left: [],
        thresholdMs: 30_000,
        thresholdBy: 'default',
        plays: 0,
      }),
      'insights.discovery': () => [],
      'insights.beliefs': () => [],
      'insights.removeBelief': () => {
        throw new DwellError('not-found', 'Dwell does not think this any more.')
      },
    },
    close: () => Promise.resolve(),
  }
}
