// A core that does not do what it is asked: calls that are never answered, and calls that are refused with a code.
import type { Handlers, WindowCallName } from '../../../preload/contract/contract.ts'
import { DwellError, type ErrorCode } from '../../../preload/contract/errors.ts'

export interface FakeFaults {
  /** Never answered: what asks for them stays busy. */
  readonly silent?: readonly WindowCallName[]
  /** Refused with this code. */
  readonly refused?: Readonly<Partial<Record<WindowCallName, ErrorCode>>>
}

/** Answers to lay over those of a core that is well. */
export function faultyAnswers({ silent = [], refused = {} }: FakeFaults): Partial<Handlers<WindowCallName>> {
  const never = () => new Promise<never>(() => {})
  const refuse = (name: string, code: ErrorCode) => () => {
    throw new DwellError(code, `${name} was refused by the made core`)
  }
  return Object.fromEntries([
    ...silent.map(name => [name, never]),
    ...Object.entries(refused).map(([name, code]) => [name, refuse(name, code)]),
  ])
}
