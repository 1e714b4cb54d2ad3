// The write-ahead log moved into the database by another thread than the core's: SQLite would do it within a commit, and wait there for the disk.
import { connect } from './connect.ts'

/** A checkpoint of `databaseFile`, on a connection of its own. It waits for nobody and lets nobody wait; what it leaves the next one takes. */
export function checkpointOf(databaseFile: string): () => void {
  const db = connect(databaseFile, { fileMustExist: true, timeoutMs: 0 })
  return () => void db.pragma('wal_checkpoint(PASSIVE)')
}
