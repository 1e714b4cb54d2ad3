// Settings: each by itself; what cannot be read or written costs only that, and never the start.
import { describe, expect, it, onTestFinished } from 'vitest'
import { createSettings } from '../../../main/core/settings/index.ts'
import { openStore, type Store } from '../../../main/core/store/open.ts'
import { defaultSettings } from '../../../preload/contract/settings.ts'
import { contextOf, type Told, toldOf } from '../listening/listener.ts'
import { notedLog } from '../store/profiles.ts'

function settingsOn(store: Store) {
  const told: Told[] = []
  const log = notedLog()
  return { ...createSettings(contextOf(store, () => 0, told, log)), told, log }
}

function emptyStore(): Store {
  const store = openStore({ file: ':memory:' })
  onTestFinished(() => store.close())
  return store
}

describe('settings', () => {
  it('begin with their defaults', () => {
    expect(settingsOn(emptyStore()).handlers['settings.get']()).toEqual(defaultSettings)
  })

  it('are kept over a restart, and the windows are told', () => {
    const store = emptyStore()
    const { handlers, told } = settingsOn(store)
    handlers['settings.set']({ volume: 0.25, theme: 'dark' })
    const after = { ...defaultSettings, volume: 0.25, theme: 'dark' }
    expect(toldOf(told, 'settings.changed')).toEqual([after])
    expect(settingsOn(store).current()).toEqual(after)
  })

  it('that do not change tell nobody', () => {
    const { handlers, told } = settingsOn(emptyStore())
    handlers['settings.set']({ volume: defaultSettings.volume })
    expect(told).toEqual([])
  })

  it('that are broken or unknown fall back alone, with a line in the log', () => {
    const store = emptyStore()
    const write = store.db.prepare('INSERT INTO settings (name, value) VALUES (?, ?)')
    write.run('volume', '7')
    write.run('theme', '{not json')
    write.run('crossfadeS', '4')
    write.run('__proto__', '"x"')
    write.run('ofTomorrow', '"kept"')
    const { current, log } = settingsOn(store)
    expect(current()).toEqual({ ...defaultSettings, crossfadeS: 4 })
    expect(log.lines).toHaveLength(2)
    expect(store.db.prepare("SELECT value FROM settings WHERE name = 'ofTomorrow'").pluck().get()).toBe('"kept"')
  })

  it('hold for the session where nothing can be written, and say why', () => {
    const store = emptyStore()
    store.db.pragma('query_only = ON')
    const { handlers, current } = settingsOn(store)
    handlers['settings.set']({ volume: 0.1 })
    expect(current().volume).toBe(0.1)
    expect(store.health.notices()).toMatchObject([{ kind: 'profile-read-only' }])
    expect(settingsOn(store).current().volume).toBe(defaultSettings.volume)
  })
})
