// How one call or one event of the contract is described: its schema going in, its type coming out, who may use it and who answers.
import type { z } from 'zod'

/** `window`: the interface may call it. `shell`: only the main process may (these carry paths). */
export type Caller = 'window' | 'shell'
/** `core` answers most; `shell` answers what needs a window or a dialog. */
export type Answerer = 'core' | 'shell'

export interface Call<
  I extends z.ZodType = z.ZodType,
  O = unknown,
  C extends Caller = Caller,
  A extends Answerer = Answerer,
> {
  readonly caller: C
  readonly answerer: A
  readonly input: I
  /** Never set: carries the answer's type. */
  readonly output?: O
}

export interface PushedEvent<T = unknown> {
  /** Never set: carries the payload's type. */
  readonly payload?: T
}

/** `call<Answer>()(schema)`: asked by the window, answered by the core. */
export const call =
  <O>() =>
  <I extends z.ZodType>(input: I): Call<I, O, 'window', 'core'> => ({ caller: 'window', answerer: 'core', input })

/** Asked by the window, answered by the shell (dialogs, windows). */
export const shellCall =
  <O>() =>
  <I extends z.ZodType>(input: I): Call<I, O, 'window', 'shell'> => ({ caller: 'window', answerer: 'shell', input })

/** Asked by the shell, answered by the core: may carry paths, never offered to a page. */
export const insideCall =
  <O>() =>
  <I extends z.ZodType>(input: I): Call<I, O, 'shell', 'core'> => ({ caller: 'shell', answerer: 'core', input })

export const event = <T>(): PushedEvent<T> => ({})
