// The sidecars beside the core: pages and processes that the shell opens when the core asks, each at the end of a port.
import type { Port } from '../../../preload/contract/port.ts'

/** `audio-analysis`: the page that decodes. `training-page`: tensors on a page's GPU. `training-node`: tensors in a Node process. */
export const sidecarNames = ['audio-analysis', 'training-page', 'training-node'] as const
export type SidecarName = (typeof sidecarNames)[number]

export interface Sidecars {
  /**
   * Opens a sidecar, a new one each time; null where there is none of its kind (no pages on the command line). Closing the port closes the sidecar; a sidecar
   * that dies closes the port.
   */
  open(sidecar: SidecarName): Promise<Port | null>
}

/** Nothing beside the core. */
export const noSidecars: Sidecars = { open: () => Promise.resolve(null) }
