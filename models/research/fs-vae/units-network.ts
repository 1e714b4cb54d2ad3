// A network of the listener that is sized by its units alone: fitted, kept and read back in one way.
import type { Artifact } from '../../artifact.ts'
import type { FitContext } from '../../model.ts'
import type { Listening } from './listening.ts'
import {
  type FittedNetwork,
  fitNetwork,
  NETWORK_FIT,
  type Network,
  type NetworkFitOptions,
  networkFromArtifact,
  networkToArtifact,
  sizeIn,
} from './network.ts'

export interface UnitsOptions extends NetworkFitOptions {
  /** Of the recurrent state, and of what else the network sizes by it. */
  readonly units: number
}

export const UNITS: UnitsOptions = { ...NETWORK_FIT, units: 64 }

export interface UnitsModel {
  /** Predictions by `predictNetwork`. Throws ModelError 'no-examples', 'diverged' or 'cancelled'. */
  fit(listening: Listening, options: UnitsOptions, context: FitContext): Promise<FittedNetwork>
  toArtifact(model: FittedNetwork): Artifact
  /** Throws ModelError 'bad-artifact'. */
  fromArtifact(artifact: Artifact): FittedNetwork
}

export const unitsModel = (kind: string, version: number, networkOf: (units: number) => Network): UnitsModel => ({
  fit: (listening, options, context) => fitNetwork(networkOf(options.units), listening, options, context),
  toArtifact: networkToArtifact,
  fromArtifact: artifact =>
    networkFromArtifact(artifact, kind, version, settings => networkOf(sizeIn(settings, 'units', kind))),
})
