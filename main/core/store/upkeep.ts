// What the core remembers about its own upkeep: small JSON values by name, none of them a fact about the listener.
import type Database from 'better-sqlite3'
import { z } from 'zod'
import { backendName } from '../../../preload/contract/learning.ts'

/** Each value with its shape; what does not parse is as good as absent. */
const values = {
  /** The listener's false-positive threshold and the day (UTC, days since 1970) it was worked out for. */
  threshold: z.object({ ms: z.number(), day: z.number() }),
  /** Plays, sessions and stats must be derived again: from this play key on, by this version of the rule. */
  rederive: z.object({ from: z.number().int(), rule: z.number().int() }),
  /** Version of the rule that derived the plays. */
  rule: z.number().int(),
  /** The last event that is in a backup, and how long that backup took. */
  backedUp: z.object({ at: z.number(), event: z.number(), tookMs: z.number() }),
  checked: z.object({ at: z.number() }),
  /** What a restore has to tell the listener, until dismissed. */
  restored: z.object({ backupAt: z.number().nullable(), damagedKeptAs: z.string() }),
  /** What the backends for tensors were measured to be worth, and on what machine and runtime. */
  backends: z.object({
    at: z.number(),
    on: z.string(),
    rows: z.array(
      z.object({
        name: backendName,
        host: z.enum(['page', 'node']),
        msPerStep: z.number().nullable(),
        detail: z.string(),
      }),
    ),
  }),
  /** What is learned from changed at once (an import, a forgetting): the next training is due, and no older model stays. */
  learnAnew: z.boolean(),
  /** Tracks up to this one were looked through for ghosts of an imported history. */
  ghostsLinked: z.object({ track: z.number().int() }),
  /** What was erased has left the tables, but not yet the pages of the file and the older backups. */
  unswept: z.boolean(),
  /** Written to see whether there is room again. */
  probe: z.number(),
} as const

type Values = { [N in keyof typeof values]: z.infer<(typeof values)[N]> }

export interface Upkeep {
  get<N extends keyof Values>(name: N): Values[N] | null
  set<N extends keyof Values>(name: N, value: Values[N]): void
  drop(name: keyof Values): void
}

export function upkeepTable(db: Database.Database): Upkeep {
  const read = db.prepare<[string], string>('SELECT value FROM upkeep WHERE name = ?').pluck()
  const write = db.prepare('INSERT OR REPLACE INTO upkeep (name, value) VALUES (?, ?)')
  const remove = db.prepare('DELETE FROM upkeep WHERE name = ?')
  return {
    get<N extends keyof Values>(name: N): Values[N] | null {
      const text = read.get(name)
      if (text === undefined) return null
      // `values[name]` parses to exactly the type that `Values` gives that name.
      return (values[name].safeParse(parsed(text)).data as Values[N] | undefined) ?? null
    },
    set: (name, value) => void write.run(name, JSON.stringify(value)),
    drop: name => void remove.run(name),
  }
}

/** Undefined when the text is no JSON: no shape takes that. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
