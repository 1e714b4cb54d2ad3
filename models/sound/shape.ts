// Sizes of the sound network, apart from its tensors: who only makes its input needs nothing else of it.

export interface SoundShape {
  /** Of the four convolutions. */
  readonly channels: readonly [number, number, number, number]
  /** Units of the two dense layers. */
  readonly dense: number
  /** Before the network, means of so many neighbouring frames, and of so many neighbouring bands. */
  readonly framesTogether: number
  readonly bandsTogether: number
}

/** Dieleman 2014: where a GPU is found. */
export const FULL: SoundShape = { channels: [256, 256, 512, 512], dense: 2048, framesTogether: 1, bandsTogether: 1 }
/** Choice: a sixteenth of the weights and a quarter of the input, for two cores; what a step hears in time becomes twice as long. */
export const DESKTOP: SoundShape = { channels: [64, 64, 128, 128], dense: 256, framesTogether: 2, bandsTogether: 2 }
