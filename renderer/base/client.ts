// The interface's one way to the core: ask for something, hear when something changed. Errors keep their code.

// Declares window.dwell.
import type {} from '../../preload/contract/bridge.ts'
import type { Arguments } from '../../preload/contract/client.ts'
import type { EventName, Output, Payload, WindowCallName } from '../../preload/contract/contract.ts'
import { DwellError } from '../../preload/contract/errors.ts'

/** Asks the core (or the shell) and gives the answer's data; a refusal is thrown as a DwellError. */
export async function ask<N extends WindowCallName>(name: N, ...input: Arguments<N>): Promise<Output<N>> {
  const answer = await window.dwell.call(name, ...input)
  if (!answer.ok) throw new DwellError(answer.code, answer.message)
  return answer.data
}

/** Calls back on every pushed event of that name; returns a function that stops it. */
export function listen<N extends EventName>(name: N, listener: (payload: Payload<N>) => void): () => void {
  return window.dwell.on(name, listener)
}
