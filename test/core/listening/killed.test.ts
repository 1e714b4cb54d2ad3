// A kill at any moment: what was answered is there, nothing is half there, and the next start ends what was open.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { createListening } from '../../../main/core/listening/index.ts'
import { addTracks, noon, notedLog, open, temporaryFolder } from '../store/profiles.ts'
import { contextOf, derived } from './listener.ts'

/** Lets a core play until it has said `many` times that something was kept, kills it in the middle of the next writing, and returns all it said. */
async function playUntilKilled(dir: string, round: number, many: number): Promise<readonly string[]> {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('./killed-child.ts', import.meta.url)), dir, String(round)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  onTestFinished(() => void child.kill('SIGKILL'))
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
    // the first line says that it is ready
    if (said.split('\n').length - 2 >= many) child.kill('SIGKILL')
  })
  await once(child, 'close')
  return said.split('\n').slice(1, -1)
}

it('a core killed in the middle of writing, again and again, loses nothing that it had answered', async () => {
  const dir = temporaryFolder()
  const first = open(dir)
  addTracks(first.store.db, 20)
  await first.close()
  const answered: string[] = []
  for (const [round, many] of [1, 9, 25, 4, 40, 17].entries())
    answered.push(...(await playUntilKilled(dir, round, many)))
  expect(answered.length).toBeGreaterThanOrEqual(96)

  const { store, notices } = open(dir)
  expect(notices).toEqual([])
  const listening = createListening(contextOf(store, () => noon, [], notedLog()))
  onTestFinished(() => listening.close())
  const kept = new Set(
    store.db.prepare("SELECT k.play_id || ' ' || e.seq FROM events e JOIN play_keys k ON k.id = e.play").pluck().all(),
  )
  expect(answered.filter(one => !kept.has(one))).toEqual([])
  expect(store.db.prepare('SELECT count(*) FROM plays WHERE cause IS NULL').pluck().get()).toBe(0)
  expect(store.db.pragma('integrity_check', { simple: true })).toBe('ok')
  const asKept = derived(store)
  listening.rebuildPlays()
  expect(derived(store)).toEqual(asKept)
})
