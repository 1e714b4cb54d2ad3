// Loudspeakers: which there are, and when the one in use goes away.
import type { OutputDevice } from './store.ts'

/** The system's own choice of output, under the name that Chromium gives it. */
const systemId = 'default'

export async function outputDevices(): Promise<readonly OutputDevice[]> {
  if (!navigator.mediaDevices) return []
  const devices = await navigator.mediaDevices.enumerateDevices()
  return devices
    .filter(({ kind, deviceId }) => kind === 'audiooutput' && deviceId !== 'communications')
    .map(({ deviceId, label }) => ({ id: deviceId === systemId ? '' : deviceId, label }))
}

interface Outputs {
  readonly ids: ReadonlySet<string>
  /** Physical devices; the system's choice shares its group with the device behind it. */
  readonly groups: ReadonlySet<string>
  readonly systemGroup: string | null
}

export function outputsOf(devices: readonly Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'groupId'>[]): Outputs {
  const outputs = devices.filter(({ kind }) => kind === 'audiooutput')
  return {
    ids: new Set(outputs.map(({ deviceId }) => deviceId)),
    groups: new Set(outputs.filter(({ deviceId }) => deviceId !== systemId).map(({ groupId }) => groupId)),
    systemGroup: outputs.find(({ deviceId }) => deviceId === systemId)?.groupId ?? null,
  }
}

/** Whether the device in use (empty: the system's choice) was there before and is not now. Headphones pulled out count. */
export function wentAway(inUse: string, before: Outputs, now: Outputs): boolean {
  if (inUse !== '') return before.ids.has(inUse) && !now.ids.has(inUse)
  return before.systemGroup !== null && before.systemGroup !== '' && !now.groups.has(before.systemGroup)
}

/** Calls back on every change of outputs, before that when the one in use went away. Returns a function that stops watching. */
export function watchDevices(inUse: () => string, onLoss: () => void, onChange: () => void): () => void {
  const media = navigator.mediaDevices
  if (!media) return () => undefined
  let known: Promise<Outputs> = media.enumerateDevices().then(outputsOf)
  const changed = () => {
    const before = known
    known = media.enumerateDevices().then(outputsOf)
    Promise.all([before, known])
      .then(([then, now]) => {
        if (wentAway(inUse(), then, now)) onLoss()
        onChange()
      })
      .catch((error: unknown) => console.warn('output devices could not be listed', error))
  }
  known.catch(() => undefined)
  media.addEventListener('devicechange', changed)
  return () => media.removeEventListener('devicechange', changed)
}
