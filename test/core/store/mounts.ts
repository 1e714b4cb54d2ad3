// Small and read-only disks, made with real mounts where that is allowed (as root on Linux).
import { execFileSync } from 'node:child_process'
import { onTestFinished } from 'vitest'

export const isRoot = process.getuid?.() === 0

/** Mounts over `dir` for as long as the test runs; false where that is not allowed. */
export function mountOver(dir: string, ...how: readonly string[]): boolean {
  if (!system('mount', ...how, dir)) return false
  onTestFinished(() => void system('umount', '--lazy', dir))
  return true
}

/** Puts an empty disk of `megabytes` over `dir`. */
export const smallDiskOver = (dir: string, megabytes: number): boolean =>
  mountOver(dir, '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs')

/** Makes the folder read-only: by a read-only mount over itself (root is not stopped by permissions), else by permissions. '' when neither works. */
export function makeReadOnly(dir: string): string {
  if (isRoot)
    return mountOver(dir, '--bind', dir) && system('mount', '-o', 'remount,ro,bind', dir) ? 'read-only mount' : ''
  system('chmod', '-R', 'a-w', dir)
  onTestFinished(() => void system('chmod', '-R', 'u+w', dir))
  return 'permissions'
}

function system(command: string, ...args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
