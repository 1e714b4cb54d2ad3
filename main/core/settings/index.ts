// The settings service: each value by itself, so that a broken one costs only itself; kept for the session where nothing can be written.
import type { Handlers } from '../../../preload/contract/contract.ts'
import { defaultSettings, type Settings, type settings, settingsSchema } from '../../../preload/contract/settings.ts'
import type { CoreContext } from '../service.ts'
import { settingsTable } from '../store/tables/settings.ts'

export interface SettingsService {
  readonly handlers: Handlers<keyof typeof settings>
  current(): Settings
}

const fields = settingsSchema.shape
type Name = keyof Settings

export function createSettings({ store, log, emit }: Pick<CoreContext, 'store' | 'log' | 'emit'>): SettingsService {
  const table = settingsTable(store.db)
  let current = read()

  function read(): Settings {
    const found: Record<string, unknown> = {}
    for (const { name, value } of table.all()) {
      // A newer Dwell's setting stays on disk and says nothing here.
      if (!isName(name)) continue
      const parsed = fields[name].safeParse(jsonOf(value))
      if (parsed.success) found[name] = parsed.data
      else log.warn('a setting is broken and falls back to its default', { name, value: value.slice(0, 100) })
    }
    // Each field was parsed by its own schema.
    return { ...defaultSettings, ...(found as Partial<Settings>) }
  }

  return {
    current: () => current,
    handlers: {
      'settings.get': () => current,
      'settings.set': given => {
        const changed = new Map<string, string>()
        for (const [name, value] of Object.entries(given))
          if (value !== undefined && isName(name) && value !== current[name]) changed.set(name, JSON.stringify(value))
        if (changed.size === 0) return
        // Where it cannot be written it holds for this session; the listener has been told why.
        store.health.attempt(() => table.write(changed))
        const after = Object.entries(given).filter(([name]) => changed.has(name))
        current = { ...current, ...(Object.fromEntries(after) as Partial<Settings>) }
        emit('settings.changed', current)
      },
    },
  }
}

const isName = (name: string): name is Name => Object.hasOwn(fields, name)

/** Undefined when the text is no JSON: no field takes that. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
