// The command line as a person at a shell meets it: what it says, where and with which exit code, and profiles to say it of.
import { execFile } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { inventedShelf } from '../../../evaluate/product/invented-shelf.ts'
import { main } from '../../../main/core/cli.ts'
import { type HeardTrack, simulateListening } from '../../../main/core/demo/listener.ts'
import { createCore } from '../../../main/core/index.ts'
import { databaseFile } from '../../../main/core/store/damage.ts'
import { openStore } from '../../../main/core/store/open.ts'
import { workerEntries } from '../../../main/core/workers.ts'
import { temporaryFolder } from '../store/profiles.ts'

const program = fileURLToPath(new URL('../../../main/core/cli.ts', import.meta.url))

export interface Said {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** In a process of its own, as it is started. */
export const cli = (...args: readonly string[]): Promise<Said> =>
  new Promise(resolve => {
    execFile(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...args], (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    )
  })

/** In this process, which is a tenth of the work: for what the start itself says nothing of. */
export async function ask(...args: readonly string[]): Promise<Said> {
  const said = { out: '', err: '' }
  const into = (name: keyof typeof said) =>
    new Writable({
      write(piece, _encoding, done) {
        said[name] += String(piece)
        done()
      },
    })
  const code = await main(args, process.cwd(), { out: into('out'), err: into('err') })
  return { code, ...said }
}

/** The answer as JSON, of a command that went well. */
export async function answered<T>(...args: readonly string[]): Promise<T> {
  const said = await ask(...args, '--json')
  expect(said, args.join(' ')).toMatchObject({ code: 0, err: '' })
  // the commands' own answers, whose shape each test looks at
  return JSON.parse(said.out) as T
}

/** A profile of eighty tracks, closed, and eight weeks of listening to the first `heard` of them. */
export async function profileOfAListener({ heard = 80 } = {}): Promise<string> {
  const profileDir = join(temporaryFolder(), 'profile')
  mkdirSync(profileDir)
  const at = Date.now()
  const store = openStore({ file: databaseFile(profileDir) })
  const shelf = inventedShelf(store.db, { tracks: 80, records: 2, seed: 5, at: at - 60 * 86_400_000 })
  store.close()
  await tell(profileDir, shelf.slice(0, heard), at)
  return profileDir
}

async function tell(profileDir: string, shelf: readonly HeardTrack[], until: number): Promise<void> {
  const core = await createCore({
    profileDir,
    cacheDir: join(profileDir, 'cache'),
    workers: workerEntries(),
    access: 'alone',
    log: { info: () => {}, warn: () => {}, error: () => {} },
    emit: () => {},
  })
  const events = [...simulateListening(shelf, until, 7)]
  while (events.length > 0) await core.handlers['listening.report']({ events: events.splice(0, 1000) })
  await core.close()
}
