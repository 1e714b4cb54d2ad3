// The answering side of a port: checks who asks and what, calls the handler, answers by value, and pushes events.
import type { z } from 'zod'
import { type CallName, calls, type EventName, type Handlers, type Payload } from './contract.ts'
import { type Answer, failure } from './errors.ts'
import { monotonicMs } from './everywhere.ts'
import type { Port } from './port.ts'
import { frameMs, type SlowCall } from './slow.ts'

/** What travels: a question and its answer carry the same number; an event carries none. */
export interface Question {
  readonly id: number
  readonly name: string
  readonly input: unknown
}
export interface Reply {
  readonly id: number
  readonly answer: Answer<unknown>
}
export interface Push {
  readonly event: string
  readonly payload: unknown
}

export interface ServeOptions {
  /** The calls that may come through this door. */
  readonly allow: ReadonlySet<CallName>
  /** Told of every call that took longer than a frame, waiting included. */
  readonly onSlow?: (call: SlowCall) => void
  /** Told of a message that is no question; such a message cannot be answered. */
  readonly onNonsense?: (message: unknown) => void
}

/** A served port. */
export interface Door {
  emit<N extends EventName>(name: N, payload: Payload<N>): void
  close(): void
}

/** Answers every question that comes through `port` until it closes. */
export function serve<N extends CallName>(handlers: Handlers<N>, port: Port, options: ServeOptions): Door {
  port.onMessage(message => {
    if (!isQuestion(message)) {
      options.onNonsense?.(message)
      return
    }
    void reply(handlers, port, options, message)
  })
  return {
    emit: (name, payload) => port.post({ event: name, payload } satisfies Push),
    close: () => port.close(),
  }
}

async function reply<N extends CallName>(
  handlers: Handlers<N>,
  port: Port,
  options: ServeOptions,
  question: Question,
): Promise<void> {
  const { id, name } = question
  const startedMs = monotonicMs()
  const answer = await answerCall(handlers, options.allow, name, question.input)
  const ms = monotonicMs() - startedMs
  if (ms > frameMs) options.onSlow?.({ name, ms })
  try {
    port.post({ id, answer } satisfies Reply)
  } catch (thrown) {
    port.post({ id, answer: failure(thrown) } satisfies Reply)
  }
}

/** Checks the name against the door and the input against its schema, then asks the handler. Never throws. */
export async function answerCall<N extends CallName>(
  handlers: Handlers<N>,
  allow: ReadonlySet<CallName>,
  name: string,
  input: unknown,
): Promise<Answer<unknown>> {
  if (!isAllowed(allow, name)) return refuse(`"${name}" is not a call that can be made here.`)
  const parsed = calls[name].input.safeParse(input)
  if (!parsed.success) return refuse(`${name}: ${firstComplaint(parsed.error)}`)
  // A door may be wider than what these handlers answer; then nobody is there, which is said rather than left to wait.
  const handler = (handlers as Partial<Record<CallName, (input: unknown) => unknown>>)[name]
  if (!handler) return { ok: false, code: 'unsupported', message: `Nothing here answers "${name}".` }
  try {
    return { ok: true, data: await handler(parsed.data) }
  } catch (thrown) {
    return failure(thrown)
  }
}

const refuse = (message: string): Answer<never> => ({ ok: false, code: 'bad-input', message })

function firstComplaint(error: z.core.$ZodError): string {
  const issue = error.issues[0]
  const field = issue?.path.map(String).join('.') || 'input'
  return `${field}: ${issue?.message ?? 'not what was expected'}`
}

function isAllowed(allow: ReadonlySet<string>, name: string): name is CallName {
  return allow.has(name)
}

function isQuestion(message: unknown): message is Question {
  return (
    typeof message === 'object' &&
    message !== null &&
    'id' in message &&
    'name' in message &&
    Number.isSafeInteger(message.id) &&
    typeof message.name === 'string' &&
    message.name.length < 100
  )
}
