// Waiting for the disk without standing still: what was committed to the write-ahead log is forced out by another thread.
import { type FileHandle, open } from 'node:fs/promises'
import { errorCode } from './connect.ts'

export interface Disk {
  /** Resolves when everything committed before the call would survive a power cut. */
  durable(): Promise<void>
  close(): void
}

/**
 * SQLite in WAL mode with synchronous NORMAL commits without waiting for the disk, and forces the log out only at a checkpoint.
 * Forcing it out here (`fdatasync`) gives what synchronous FULL gives, while the core goes on answering.
 * Opening the log beside SQLite is safe: its locks lie on the database and the shared-memory file, never on the log.
 */
export function diskOf(databaseFile: string): Disk {
  let log: Promise<FileHandle> | null = null
  let running: Promise<void> | null = null
  let next: Promise<void> | null = null

  async function sync(): Promise<void> {
    log ??= open(`${databaseFile}-wal`, 'r+')
    const opened = log
    try {
      await (await opened).datasync()
    } catch (thrown) {
      if (log === opened) log = null
      // Where a file system knows no write-ahead log, SQLite itself waits for the disk at every commit.
      if (errorCode(thrown) !== 'ENOENT') throw thrown
    }
  }

  /** One at a time; who asks while one runs shares the one after it, since the running one may have begun too early. */
  function durable(): Promise<void> {
    if (running === null) {
      running = sync().finally(() => {
        running = null
      })
      return running
    }
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = null
        return durable()
      })
    return next
  }

  return {
    durable,
    close() {
      const opened = log
      log = null
      opened?.then(
        handle => handle.close(),
        () => undefined,
      )
    },
  }
}
