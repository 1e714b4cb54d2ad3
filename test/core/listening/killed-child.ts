// A core that is going to be killed: plays as fast as it can, and says after each report what is on disk for good.

import { createListening } from '../../../main/core/listening/index.ts'
import { openProfile } from '../../../main/core/store/profile.ts'
import { playId, trackId } from '../../../preload/contract/ids.ts'
import type { PlayEvent } from '../../../preload/contract/listening.ts'

const [profileDir = '', round = '0'] = process.argv.slice(2)
const quiet = () => undefined
const log = { info: quiet, warn: quiet, error: quiet }
const now = () => Date.UTC(2026, 10, 22, 12) + Number(round) * 3_600_000
const profile = openProfile({ profileDir, now, log })
const nowhere = new URL('file:///nowhere')
const listening = createListening({
  store: profile.store,
  now,
  log,
  emit: quiet,
  profileDir,
  cacheDir: profileDir,
  workers: {
    tags: nowhere,
    art: nowhere,
    walk: nowhere,
    reader: nowhere,
    keeper: nowhere,
    history: nowhere,
    demo: nowhere,
    scorer: nowhere,
  },
})

process.stdout.write('ready\n')
for (let n = 0; ; n++) {
  const id = playId.parse(`00000000-0000-4000-8${round.padStart(3, '0')}-${String(n).padStart(12, '0')}`)
  const at = now() + n * 10_000
  const events: PlayEvent[] = [
    {
      kind: 'started',
      playId: id,
      seq: 0,
      at,
      positionMs: 0,
      trackId: trackId.parse((n % 20) + 1),
      itemId: null,
      origin: 'shuffle',
      durationMs: 180_000,
    },
    { kind: 'heartbeat', playId: id, seq: 1, at: at + 5000, positionMs: 5000 },
    { kind: 'ended', playId: id, seq: 2, at: at + 9000, positionMs: 9000, cause: 'skip' },
  ]
  for (const event of events) {
    await listening.handlers['listening.report']({ events: [event] })
    process.stdout.write(`${id} ${event.seq}\n`)
  }
}
