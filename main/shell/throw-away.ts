// Folders made for one run only (demonstration, self-check): removed when it is over, at the latest when the next such run starts.
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const prefix = 'dwell-once-'

/** Makes a folder for this process, after clearing away those of processes that are no more. */
export function makeThrowAway(parent: string = tmpdir(), pid: number = process.pid): string {
  for (const name of readdirSync(parent)) {
    const owner = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1]
    if (owner && !isRunning(Number(owner))) remove(join(parent, name))
  }
  return mkdtempSync(join(parent, `${prefix}${pid}-`))
}

/**
 * Removes the folders now and, where there is a shell for it, once more after this process: Chromium writes its caches and preferences to
 * the very last, and would leave some KB behind.
 */
export function throwAway(folders: readonly string[], platform: NodeJS.Platform = process.platform): void {
  for (const folder of folders) remove(folder)
  if (folders.length === 0 || platform === 'win32') return
  const whenOver = 'owner=$1; shift; while kill -0 "$owner" 2>/dev/null; do sleep 0.2; done; sleep 0.5; rm -rf -- "$@"'
  const child = spawn('/bin/sh', ['-c', whenOver, 'sh', String(process.pid), ...folders], {
    detached: true,
    stdio: 'ignore',
  })
  child.on('error', () => {})
  child.unref()
}

function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  } catch {
    // Somebody else's, or still being written to: the next run tries again.
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM'
  }
}
