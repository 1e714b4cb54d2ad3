// Migrations: every earlier schema, with something in it, becomes today's with its data intact.
import { cpSync, existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { listBackups } from '../../../main/core/store/backup.ts'
import { connect } from '../../../main/core/store/connect.ts'
import { APPLICATION_ID, migrate, migrationSteps, schemaVersion } from '../../../main/core/store/migrate.ts'
import { openStore } from '../../../main/core/store/open.ts'
import { addPlays, addTracks, count, dayMs, noon, open, temporaryFolder } from './profiles.ts'

const shipped = fileURLToPath(new URL('../../../main/core/store/migrations', import.meta.url))

/**
 * For each schema that was ever shipped, what a listener of that time would have in it. Written in that schema's own words, never through
 * today's code. A new migration adds an entry: the test below says so.
 */
const fixtures: Record<number, (db: ReturnType<typeof connect>) => void> = {
  1: db => {
    addTracks(db, 20)
    addPlays(db, 10)
    db.exec(`
      INSERT INTO wishes (kind, target, target_id, at) VALUES ('like', 'track', 3, ${noon});
      INSERT INTO settings (name, value) VALUES ('volume', '0.5');
      INSERT INTO playlists (id, name, created_at, changed_at) VALUES (1, '저녁', ${noon}, ${noon});
      INSERT INTO playlist_items (playlist_id, position, track_id, added_at) VALUES (1, 1, 3, ${noon});
    `)
  },
  2: db => {
    fixtures[1]?.(db)
    db.exec(`INSERT INTO track_sound VALUES (3, 1, 'ok', NULL, NULL, ${noon}, 180000, x'0000803f', x'01000000'),
      (4, 1, 'failed', 'file-broken', 'the file is damaged', ${noon}, NULL, NULL, NULL)`)
  },
  3: db => {
    fixtures[2]?.(db)
    db.exec(`INSERT INTO learning_pauses (from_at, to_at) VALUES (${noon}, ${noon + 60_000});
      INSERT INTO models VALUES (1, 'sat', 'logistic regression', 'in-use', ${noon}, 300, 900, 'wasm', 1, '{"auc":0.71}');
      INSERT INTO model_parts VALUES (1, 0, x'00');
      INSERT INTO trainings VALUES (1, ${noon}, ${noon + 900}, 1, 'done', 300, ${noon}, 'wasm', '[]', NULL);`)
  },
  4: db => {
    fixtures[3]?.(db)
    db.exec(`INSERT INTO boosts (target, target_id, at) VALUES ('artist', 1, ${noon});
      INSERT INTO balance VALUES (1, '{}', '[]');
      INSERT INTO decisions VALUES (1, ${noon}, 'first day', NULL, NULL, NULL, 0.4, '[0.3,0.2,0.5]', NULL, 20, 3, x'', x'');
      INSERT INTO impressions VALUES (1, 1, 0, 3, 0, 0.95, x'', 1);`)
  },
  5: db => {
    fixtures[4]?.(db)
    db.exec(`INSERT INTO imports VALUES (1, 'spotify', 'endsong_0.json', ${noon}, 'whole', 2, 1, ${noon}, ${noon + 60_000}, NULL);
      INSERT INTO ghosts VALUES (1, 'Nobody', 'Owned by none', 'nobody', 'owned by none', NULL, NULL);
      INSERT INTO imported_plays VALUES (1, 1, 3, NULL, ${noon}, ${noon + 9000}, 9000, 180000, 'hand', 'skip', 'FP', 0),
        (2, 1, NULL, 1, ${noon + 60_000}, ${noon + 99_000}, 39000, 0, 'imported', NULL, 'TP', NULL);
      INSERT INTO forgets (kind, label, plays, from_at, to_at, track_id, at) VALUES ('track', 'Track 4', 1, 0, ${noon}, 4, ${noon});`)
  },
  6: db => {
    fixtures[5]?.(db)
    db.exec(`INSERT INTO library_map VALUES (1, 1, 1, ${noon}, x'03000000', x'0000003f000000bf');
      INSERT INTO removed_beliefs VALUES ('specialist', 1);`)
  },
}

/** The listener's own things, as rows. */
const facts = (db: ReturnType<typeof connect>) =>
  Object.fromEntries(
    ['play_keys', 'events', 'wishes', 'settings', 'playlists', 'playlist_items'].map(table => [
      table,
      db.prepare(`SELECT * FROM ${table}`).all(),
    ]),
  )

/** A folder with the first `version` steps, and further ones of the test's own. */
function stepsUpTo(version: number, more: Record<string, string> = {}): string {
  const dir = temporaryFolder()
  for (const name of migrationSteps().slice(0, version)) cpSync(join(shipped, name), join(dir, name))
  for (const [name, sql] of Object.entries(more)) writeFileSync(join(dir, name), sql)
  return dir
}

function databaseOf(version: number): string {
  const file = join(temporaryFolder(), 'dwell.db')
  const db = connect(file)
  db.pragma('journal_mode = WAL')
  migrate(db, { dir: stepsUpTo(version) })
  fixtures[version]?.(db)
  db.close()
  return file
}

describe('migrations', () => {
  it('have a fixture for every schema there ever was', () => {
    expect(Object.keys(fixtures).map(Number)).toEqual(migrationSteps().map((_, index) => index + 1))
  })

  it.each(Object.keys(fixtures).map(Number))('bring schema %i to the newest one with its data intact', version => {
    const file = databaseOf(version)
    const before = connect(file)
    const kept = facts(before)
    before.close()
    const store = openStore({ file })
    expect(schemaVersion(store.db)).toBe(migrationSteps().length)
    expect(store.db.pragma('application_id', { simple: true })).toBe(APPLICATION_ID)
    expect(facts(store.db)).toMatchObject(kept)
    expect(store.db.pragma('foreign_key_check')).toEqual([])
    store.close()
  })

  it('take a backup before they change anything', async () => {
    const dir = temporaryFolder()
    const profile = open(dir, { migrations: { dir: stepsUpTo(1) } })
    addTracks(profile.store.db, 20)
    addPlays(profile.store.db, 3)
    await profile.close()
    const more = stepsUpTo(1, { '0002-colours.sql': 'ALTER TABLE tracks ADD COLUMN colour TEXT' })
    const migrated = open(dir, { migrations: { dir: more }, now: () => noon + dayMs })
    expect(schemaVersion(migrated.store.db)).toBe(2)
    expect(count(migrated.store.db, 'events')).toBe(9)
    const [backup] = listBackups(dir)
    expect(backup).toMatchObject({ at: noon + dayMs, beforeSchema: 1 })
  })

  it('leave the schema before a step that fails, with everything in it', () => {
    const file = databaseOf(1)
    const dir = stepsUpTo(1, { '0002-fails.sql': 'CREATE TABLE half (id INTEGER); INSERT INTO nowhere VALUES (1)' })
    expect(() => openStore({ file, migrations: { dir } })).toThrow('nowhere')
    const db = connect(file)
    expect(schemaVersion(db)).toBe(1)
    expect(db.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'half'").pluck().get()).toBe(0)
    expect(count(db, 'events')).toBe(30)
    db.close()
  })

  it('lie beside the source under names in order', () => {
    expect(existsSync(shipped)).toBe(true)
    expect(readdirSync(shipped).every(name => /^\d{4}-[a-z-]+\.sql$/.test(name))).toBe(true)
  })
})
