// A real listener's years, brought along in Spotify's format over made-up names: the app learns from them and plays on.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { createCore } from '../../../main/core/index.ts'
import { threadSidecars } from '../../../main/core/learning/training-worker/thread-sidecars.ts'
import { databaseFile } from '../../../main/core/store/damage.ts'
import { openStore } from '../../../main/core/store/open.ts'
import { workerEntries } from '../../../main/core/workers.ts'
import type { ModelKind } from '../../../preload/contract/learning.ts'
import { own } from '../history/home.ts'
import { needsRealListener, realListener } from '../history/real-listener.ts'

const HOUR_MS = 3_600_000
/** Seconds of training instead of a minute; all the years are learned from by `npm run evaluate`. */
const NEWEST = 2000

it(
  'a history brought along teaches: what beats the rules on the last plays is used, and the queue goes by it',
  needsRealListener,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dwell-real-listener-'))
    const profileDir = join(folder, 'profile')
    mkdirSync(profileDir)
    const { rows, owned } = realListener(NEWEST)
    const store = openStore({ file: databaseFile(profileDir) })
    own(store, owned)
    store.close()
    const file = join(folder, 'Streaming_History_Audio_0.json')
    writeFileSync(file, JSON.stringify(rows))
    const now = Math.max(...rows.map(row => Date.parse(row.ts))) + HOUR_MS

    let told = () => {}
    const core = await createCore({
      profileDir,
      cacheDir: join(folder, 'cache'),
      workers: workerEntries(),
      sidecars: threadSidecars(),
      now: () => now,
      random: () => 0.5,
      access: 'alone',
      log: { info: () => {}, warn: console.warn, error: console.error },
      emit: name => {
        if (name === 'learning.changed') told()
      },
    })
    onTestFinished(async () => {
      await core.close()
      rmSync(folder, { recursive: true, force: true })
    })
    const ask = core.handlers

    const { previewId, matchedPlays } = await ask['history.preview']({ path: file })
    await ask['history.import']({ previewId })
    await ask['learning.train']()
    while ((await ask['learning.state']()).training !== null)
      await new Promise<void>(resolve => {
        told = resolve
      })
    expect((await ask['learning.state']()).trouble).toBeNull()

    const report = await ask['learning.report']()
    expect(report?.plays).toBeGreaterThan(matchedPlays)
    const line = (kind: ModelKind) => report?.lines.find(each => each.kind === kind)
    expect(line('sat')?.measuredOn).toBeGreaterThan(100)
    const next = line('next')
    const score = (name: string) =>
      next?.contestants.find(each => each.name === name)?.metrics[next.measure] ?? Number.NaN
    const rules = (next?.contestants ?? []).filter(({ name }) => name !== 'companion').map(({ name }) => score(name))
    expect(rules.length).toBeGreaterThan(0)
    expect(next?.used === 'companion').toBe(score('companion') > Math.max(...rules))

    await ask['queue.companion']({ from: null })
    const { upcoming } = await ask['queue.state']()
    expect(upcoming.length).toBeGreaterThan(40)
    for (const { decided, reason } of upcoming) {
      expect(decided?.sat).toBeGreaterThan(0)
      expect(reason).not.toBeNull()
    }
    expect((await ask['balance.state']()).knowing).not.toBe('nothing')
  },
)
