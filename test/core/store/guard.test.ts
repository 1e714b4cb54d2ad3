// What a listener is told when the database refuses: a code, a sentence with what to do, one notice, once.
import { describe, expect, it, onTestFinished } from 'vitest'
import { createHealth, guarded } from '../../../main/core/store/guard.ts'
import { openStore } from '../../../main/core/store/open.ts'

const thrown = (code: string) => Object.assign(new Error(code), { code })

describe('the health of a store', () => {
  it.each([
    ['SQLITE_FULL', 'disk-full'],
    ['ENOSPC', 'disk-full'],
    ['SQLITE_IOERR_SHMSIZE', 'disk-full'],
    ['SQLITE_READONLY', 'profile-read-only'],
    ['SQLITE_READONLY_DBMOVED', 'profile-read-only'],
    ['SQLITE_CORRUPT', 'database-damaged'],
    ['SQLITE_CORRUPT_INDEX', 'database-damaged'],
    ['SQLITE_NOTADB', 'database-damaged'],
  ])('says of %s that it is "%s"', (code, means) => {
    expect(createHealth().explain(thrown(code))).toMatchObject({ name: 'DwellError', code: means })
  })

  it('leaves alone what it does not know', () => {
    const error = thrown('SQLITE_CONSTRAINT_UNIQUE')
    expect(createHealth().explain(error)).toBe(error)
  })

  it('tells of a full disk once, and takes it back when there is room', () => {
    const health = createHealth()
    let changes = 0
    const stop = health.onChange(() => changes++)
    health.explain(thrown('SQLITE_FULL'))
    health.explain(thrown('SQLITE_FULL'))
    expect([health.notices(), health.canWrite(), changes]).toEqual([[{ id: 'disk-full', kind: 'disk-full' }], false, 1])
    health.withdraw('disk-full')
    expect([health.notices(), health.canWrite(), changes]).toEqual([[], true, 2])
    stop()
    health.explain(thrown('SQLITE_FULL'))
    expect(changes).toBe(2)
  })

  it('asks for another start once, however often damage is met', () => {
    let asked = 0
    const health = createHealth({ onDamage: () => asked++ })
    health.explain(thrown('SQLITE_CORRUPT'))
    health.explain(thrown('SQLITE_NOTADB'))
    expect(asked).toBe(1)
  })
})

describe('guarded handlers', () => {
  it('answer as before, and say what happened to the database when they cannot', async () => {
    const store = openStore({ file: ':memory:' })
    onTestFinished(() => store.close())
    store.db.pragma('query_only = ON')
    const write = () => store.db.prepare("INSERT INTO settings VALUES ('volume', '1')").run()
    const handlers = guarded(
      { read: (words: string) => words.length, now: () => write(), later: async () => write() },
      store.health,
    )
    expect(handlers.read('four')).toBe(4)
    expect(() => handlers.now()).toThrow(expect.objectContaining({ code: 'profile-read-only' }))
    await expect(handlers.later()).rejects.toMatchObject({ code: 'profile-read-only' })
    expect(store.health.notices()).toEqual([{ id: 'profile-read-only', kind: 'profile-read-only' }])
  })
})
