// The machine as the shell tells of it: every ten seconds, and when it begins or ceases to run on its battery.
import type { Machine, MachineState } from './machine.ts'

export interface ToldMachine {
  readonly machine: Machine
  hear(state: MachineState): void
}

/** Until the first word, somebody sits at it: nothing begins before it is known whether it may. */
export function toldMachine(): ToldMachine {
  const listeners = new Set<() => void>()
  let known: MachineState = { onBattery: false, idleS: 0, busy: false }
  return {
    machine: {
      state: () => known,
      onChange(listener) {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
    },
    hear({ onBattery, idleS, busy }) {
      known = { onBattery, idleS, busy }
      for (const listener of listeners) listener()
    },
  }
}
