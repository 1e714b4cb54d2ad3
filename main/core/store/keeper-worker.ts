// The keeper's worker: checks a database and takes backups on a connection of its own, so that the core never waits for either.
import { parentPort, workerData } from 'node:worker_threads'
import { damageIn, pruneBackups, takeBackup } from './backup.ts'
import { connect, errorCode } from './connect.ts'

export interface KeeperJob {
  readonly databaseFile: string
  readonly profileDir: string
  readonly now: number
  readonly check: boolean
  readonly backup: boolean
}

export type KeeperAnswer =
  | { readonly ok: true; readonly damage: string | null; readonly backedUp: boolean }
  | { readonly ok: false; readonly code: string; readonly message: string }

// given by keeper.ts, which types it
const job = workerData as KeeperJob

function answer(): KeeperAnswer {
  try {
    if (job.check) {
      const db = connect(job.databaseFile, { readonly: true, fileMustExist: true })
      try {
        const damage = damageIn(db)
        if (damage !== null) return { ok: true, damage, backedUp: false }
      } finally {
        db.close()
      }
    }
    if (job.backup) {
      takeBackup(job.databaseFile, job.profileDir, job.now)
      pruneBackups(job.profileDir, job.now)
    }
    return { ok: true, damage: null, backedUp: job.backup }
  } catch (thrown) {
    return { ok: false, code: errorCode(thrown), message: thrown instanceof Error ? thrown.message : String(thrown) }
  }
}

parentPort?.postMessage(answer())
