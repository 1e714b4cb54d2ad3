// Erasing for good: from the tables a slice at a time, from the pages of the file, and from every backup that still holds it.
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { DwellError } from '../../../preload/contract/errors.ts'
import type { CoreContext } from '../service.ts'
import { backupDir, backupName, listBackups } from '../store/backup.ts'
import type { KeeperAnswer, KeeperJob } from '../store/keeper-worker.ts'
import { erasingOf } from '../store/tables/erasing.ts'
import { upkeepTable } from '../store/upkeep.ts'
import { turn } from '../turn.ts'

export interface EraseParts {
  /** Plays in one slice. */
  readonly page: number
  readonly isClosed: () => boolean
  /** Only what was begun before is ended; what was forgotten since can still be taken back. */
  readonly onlyBegun: boolean
  /** After every slice that erased something. */
  readonly onSlice: () => void
}

/** Reading takes seconds at most; the log is emptied as soon as nobody does. */
const READERS_MS = 60_000
const READERS_PAUSE_MS = 50

/**
 * Erases what is forgotten now, or what a killed core was erasing. Returns how many plays. A kill at any moment leaves what is forgotten
 * forgotten, and the next start goes on.
 */
export async function eraseForGood(context: CoreContext, parts: EraseParts): Promise<number> {
  const { store, profileDir, now } = context
  const erasing = erasingOf(store.db)
  const begun = erasing.isBegun() || (!parts.onlyBegun && erasing.begin())
  if (!begun && !erasing.isUnswept()) return 0
  let plays = 0
  for (const page of begun ? [erasing.ownPage, erasing.importedPage] : []) {
    for (let after = 0; ; ) {
      const done = page(after, parts.page)
      if (done === null) break
      if (done.erased > 0) parts.onSlice()
      plays += done.erased
      after = done.last
      await turn()
      if (parts.isClosed()) return plays
    }
  }
  if (begun) erasing.end()
  erasing.sweep()
  for (const until = performance.now() + READERS_MS; !erasing.emptyLog(); await pause(READERS_PAUSE_MS)) {
    if (parts.isClosed()) return plays
    if (performance.now() > until)
      throw new DwellError(
        'internal',
        'What was forgotten is erased, but somebody else reads the database, so its log still holds it. It is emptied at the next start.',
      )
  }
  await backUpAnew(context)
  // Damaged databases that a restore set aside hold it as well.
  for (const name of readdirSync(profileDir))
    if (/^dwell\.damaged-/.test(name)) rmSync(join(profileDir, name), { force: true })
  upkeepTable(store.db).set('backedUp', { at: now(), event: 0, tookMs: 0 })
  erasing.swept()
  return plays
}

/** A fresh backup first, and only then the older ones go: there is always one. */
async function backUpAnew({ store, profileDir, now, workers, log }: CoreContext): Promise<void> {
  const older = listBackups(profileDir)
  // Newest of all by its name, whatever the clock said then: of the others none is kept.
  const at = Math.max(now(), (older[0]?.at ?? 0) + 1000)
  const job: KeeperJob = { databaseFile: store.file, profileDir, now: at, check: false, backup: true }
  const worker = new Worker(workers.keeper, { workerData: job })
  const answer = await new Promise<KeeperAnswer>((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', code => reject(new Error(`the keeper's worker ended with ${code}`)))
  })
  if (!answer.ok)
    throw new DwellError(
      'internal',
      `What was forgotten is erased, but a fresh backup could not be taken, so the older backups still hold it: ${answer.message}`,
    )
  // Also one that the keeper took meanwhile.
  const fresh = join(backupDir(profileDir), backupName(at))
  for (const { file } of listBackups(profileDir)) if (file !== fresh) rmSync(file, { force: true })
  log.info('older backups were removed with what was forgotten', { backups: older.length })
}
