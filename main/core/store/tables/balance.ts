// The sliders of the present queue on disk, with the settings that can be returned to; what cannot be read is as good as absent.
import type Database from 'better-sqlite3'
import { z } from 'zod'
import { balanceSchema } from '../../../../preload/contract/balance.ts'

/** What the listener moved; the rest follows the defaults. */
const movedSchema = z.object({ ...balanceSchema.partial().shape, at: z.number() })
export type Moved = z.infer<typeof movedSchema>
const keptSchema = z.object({ value: movedSchema, undo: z.array(movedSchema) })
export type KeptBalance = z.infer<typeof keptSchema>

export interface BalanceTable {
  load(): KeptBalance | null
  save(kept: KeptBalance): void
}

export function balanceTable(db: Database.Database): BalanceTable {
  const read = db.prepare<[], { value: string; undo: string }>('SELECT value, undo FROM balance WHERE id = 1')
  const write = db.prepare('INSERT OR REPLACE INTO balance (id, value, undo) VALUES (1, ?, ?)')
  return {
    load() {
      const row = read.get()
      if (row === undefined) return null
      try {
        return keptSchema.safeParse({ value: JSON.parse(row.value), undo: JSON.parse(row.undo) }).data ?? null
      } catch {
        return null
      }
    },
    save: ({ value, undo }) => void write.run(JSON.stringify(value), JSON.stringify(undo)),
  }
}
