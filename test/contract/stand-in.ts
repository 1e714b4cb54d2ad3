// A core small enough to read: just enough of the contract, with state and events, to try every way of reaching it.

import type { CallName, CoreCallName, EventName, Handlers, Payload } from '../../preload/contract/contract.ts'
import { namesOf } from '../../preload/contract/contract.ts'
import { DwellError } from '../../preload/contract/errors.ts'
import type { PlaylistId } from '../../preload/contract/ids.ts'
import { defaultSettings, type Settings } from '../../preload/contract/settings.ts'

export type Emit = <N extends EventName>(name: N, payload: Payload<N>) => void

export const standInTracks = 100_000

/** Answers settings, track ids, playlists (none is ever found) and reports; every other call of the contract is not found. */
export function createStandIn(emit: Emit): { handlers: Handlers<CoreCallName>; reported: () => number } {
  let settings: Settings = defaultSettings
  const reported = new Set<string>()
  const answered: Partial<Handlers<CoreCallName>> = {
    'settings.get': () => settings,
    'settings.set': changes => {
      settings = { ...settings, ...withoutGaps(changes) }
      emit('settings.changed', settings)
    },
    'library.trackIds': () => ({
      version: 1,
      ids: Int32Array.from({ length: standInTracks }, (_, index) => index + 1),
    }),
    'playlists.create': ({ name, ids }) => ({
      id: 1 as PlaylistId, // the only playlist there will be
      name,
      tracks: ids?.length ?? 0,
      durationMs: 0,
      changedAt: 0,
    }),
    'playlists.rename': ({ id }) => {
      throw new DwellError('not-found', `There is no playlist ${id}.`)
    },
    'listening.report': ({ events }) => {
      for (const event of events) reported.add(`${event.playId} ${event.seq}`)
    },
    'library.addRoot': () => {
      throw new Error('the disk is on fire')
    },
  }
  const names: readonly CallName[] = [...namesOf('window', 'core'), ...namesOf('shell', 'core')]
  const refusing = names.map(name => [
    name,
    () => {
      throw new DwellError('not-found', `The stand-in knows nothing of ${name}.`)
    },
  ])
  // Every name of a core call is a key, by the line above; that each has its own type of answer is lost to the compiler.
  const handlers = { ...Object.fromEntries(refusing), ...answered } as Handlers<CoreCallName>
  return { handlers, reported: () => reported.size }
}

function withoutGaps(changes: { readonly [K in keyof Settings]?: Settings[K] | undefined }): Partial<Settings> {
  // A field that was left out must not erase the one there is.
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Partial<Settings>
}
