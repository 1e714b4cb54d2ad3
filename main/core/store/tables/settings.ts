// Settings on disk: JSON by name. What a name may hold is not known here.
import type Database from 'better-sqlite3'

export interface SettingsTable {
  all(): readonly { readonly name: string; readonly value: string }[]
  /** Writes each, in one transaction. */
  write(values: ReadonlyMap<string, string>): void
}

export function settingsTable(db: Database.Database): SettingsTable {
  const all = db.prepare<[], { name: string; value: string }>('SELECT name, value FROM settings')
  const write = db.prepare('INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)')
  const writeAll = db.transaction((values: ReadonlyMap<string, string>) => {
    for (const [name, value] of values) write.run(name, value)
  })
  return { all: () => all.all(), write: writeAll }
}
