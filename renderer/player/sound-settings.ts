// The settings that are heard. The volume answers the hand at once and is written down when the hand rests.
import type { Bridge } from '../../preload/contract/bridge.ts'
import { defaultSettings, type Settings } from '../../preload/contract/settings.ts'

type ByHand = Pick<Settings, 'volume' | 'muted'>

export interface SoundSettings {
  readonly now: Settings
  /** What the core has; a change by hand that is not written down yet stays. */
  take(settings: Settings): void
  change(change: Partial<ByHand>): void
  close(): void
}

const restMs = 300

/** `onChange` hears of every change with the settings as they were before. */
export function createSoundSettings(bridge: Pick<Bridge, 'call'>, onChange: (before: Settings) => void): SoundSettings {
  let now: Settings = defaultSettings
  let unsaved: Partial<ByHand> = {}
  let timer: ReturnType<typeof setTimeout> | undefined

  function become(next: Settings): void {
    const before = now
    now = next
    onChange(before)
  }

  async function save(): Promise<void> {
    const saving = unsaved
    await bridge.call('settings.set', saving)
    if (unsaved === saving) unsaved = {}
  }

  return {
    get now() {
      return now
    },
    take: settings => become({ ...settings, ...unsaved }),
    change(change) {
      unsaved = { ...unsaved, ...change }
      become({ ...now, ...change })
      clearTimeout(timer)
      timer = setTimeout(() => void save(), restMs)
    },
    close: () => clearTimeout(timer),
  }
}
