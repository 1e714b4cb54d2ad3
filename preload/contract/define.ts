// How one call or one event of the contract is described: what goes in and comes out, who may ask, who answers, and how often it may be sent.
import type { z } from 'zod'

/** `window`: the interface may call it. `shell`: only the main process may (these carry paths). */
export type Caller = 'window' | 'shell'
/** `core` answers most; `shell` answers what needs a window or a dialog. */
export type Answerer = 'core' | 'shell'
/**
 * When the core dies before it answers. `always`: kept until acknowledged, however long that takes. `again`: sent once more, since it comes to
 * the same when done twice. `once`: given back to the caller as `core-restarting`.
 */
export type Repeat = 'always' | 'again' | 'once'

export interface Call<
  I extends z.ZodType = z.ZodType,
  O = unknown,
  C extends Caller = Caller,
  A extends Answerer = Answerer,
> {
  readonly caller: C
  readonly answerer: A
  readonly repeat: Repeat
  readonly input: I
  /** Never set: carries the answer's type. */
  readonly output?: O
}

export interface PushedEvent<T = unknown> {
  /** Never set: carries the payload's type. */
  readonly payload?: T
}

/** `call<Answer>()(schema, repeat)`: asked by the window, answered by the core. */
export const call =
  <O>() =>
  <I extends z.ZodType>(input: I, repeat: Repeat): Call<I, O, 'window', 'core'> => ({
    caller: 'window',
    answerer: 'core',
    repeat,
    input,
  })

/**
 * Changes something, and answers nothing but an error. State travels once: where an event carries the state that a command changes, that event
 * leaves before the answer, over the same port, so that whoever waits for the answer has seen it.
 */
export const command = call<void>()

/** Asked by the window, answered by the shell (dialogs, windows). */
export const shellCall =
  <O>() =>
  <I extends z.ZodType>(input: I): Call<I, O, 'window', 'shell'> => ({
    caller: 'window',
    answerer: 'shell',
    repeat: 'once',
    input,
  })

/** Asked by the shell, answered by the core: may carry paths, never offered to a page. */
export const insideCall =
  <O>() =>
  <I extends z.ZodType>(input: I, repeat: Repeat): Call<I, O, 'shell', 'core'> => ({
    caller: 'shell',
    answerer: 'core',
    repeat,
    input,
  })

export const event = <T>(): PushedEvent<T> => ({})
