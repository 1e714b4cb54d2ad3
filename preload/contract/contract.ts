// The contract: every call and every pushed event between the window, the shell and the core, as one value.
import type { z } from 'zod'
import { app, appEvents } from './app.ts'
import { balance, balanceEvents } from './balance.ts'
import type { Answerer, Call, Caller, PushedEvent, Repeat } from './define.ts'
import { history, historyEvents } from './history.ts'
import { insights, insightsEvents } from './insights.ts'
import { learning, learningEvents } from './learning.ts'
import { library, libraryEvents } from './library.ts'
import { listening, listeningEvents } from './listening.ts'
import { playlistEvents, playlists } from './playlists.ts'
import { queue, queueEvents } from './queue.ts'
import { settings, settingsEvents } from './settings.ts'
import { sound, soundEvents } from './sound.ts'

export const calls = {
  ...app,
  ...library,
  ...listening,
  ...queue,
  ...balance,
  ...playlists,
  ...settings,
  ...sound,
  ...learning,
  ...insights,
  ...history,
} as const
export const events = {
  ...appEvents,
  ...libraryEvents,
  ...listeningEvents,
  ...queueEvents,
  ...playlistEvents,
  ...settingsEvents,
  ...balanceEvents,
  ...soundEvents,
  ...learningEvents,
  ...insightsEvents,
  ...historyEvents,
} as const

export type Calls = typeof calls
export type CallName = keyof Calls
export type Input<N extends CallName> = z.input<Calls[N]['input']>
export type Parsed<N extends CallName> = z.output<Calls[N]['input']>
export type Output<N extends CallName> = Calls[N] extends Call<z.ZodType, infer O> ? O : never

export type Events = typeof events
export type EventName = keyof Events
export type Payload<N extends EventName> = Events[N] extends PushedEvent<infer T> ? T : never

type NamesWhere<P> = { [N in CallName]: Calls[N] extends P ? N : never }[CallName]
/** What a page may ask. */
export type WindowCallName = NamesWhere<{ readonly caller: 'window' }>
/** What the core answers, to a page or to the shell. */
export type CoreCallName = NamesWhere<{ readonly answerer: 'core' }>
/** What the shell answers to a page. */
export type ShellCallName = NamesWhere<{ readonly answerer: 'shell' }>

export type Handler<N extends CallName> = (input: Parsed<N>) => Output<N> | Promise<Output<N>>
export type Handlers<N extends CallName> = { readonly [K in N]: Handler<K> }

/** How often a call may be sent; what is no call is sent once. */
export const repeatOf = (name: string): Repeat => (isCall(name) ? calls[name].repeat : 'once')
const isCall = (name: string): name is CallName => Object.hasOwn(calls, name)

/** Names of the calls that `caller` may make and `answerer` answers: the allow-list of a door. */
export function namesOf(caller: Caller, answerer: Answerer): ReadonlySet<CallName> {
  // The keys of a literal are exactly its names.
  const names = Object.keys(calls) as CallName[]
  return new Set(names.filter(name => calls[name].caller === caller && calls[name].answerer === answerer))
}
