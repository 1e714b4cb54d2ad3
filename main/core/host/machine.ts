// What the core knows of the machine it runs on: whether there is current to spare and whether somebody is at work on it.

export interface MachineState {
  readonly onBattery: boolean
  /** Seconds since the last key or move of the mouse, anywhere on the machine. */
  readonly idleS: number
  /** Somebody else needs the processors: the load is high and it is not ours. */
  readonly busy: boolean
}

export interface Machine {
  state(): MachineState
  onChange(listener: () => void): () => void
}

/** A machine of which nothing is known: plugged in, idle, not busy. For tests and the command line. */
export const unknownMachine: Machine = {
  state: () => ({ onBattery: false, idleS: 3600, busy: false }),
  onChange: () => () => {},
}
