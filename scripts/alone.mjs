// One at a time: two terminals that set up the same clone wait for each other instead of deleting each other's work.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { say } from './say.mjs'

/**
 * Does the work while holding a file that names this process; a file left by a process that is gone is taken over.
 *
 * @param {string} file
 * @param {() => Promise<void>} work
 */
export async function alone(file, work) {
  mkdirSync(dirname(file), { recursive: true })
  let said = false
  while (!take(file)) {
    if (!said) say('another run is setting up this clone: waiting for it')
    said = true
    await pause(200)
  }
  try {
    await work()
  } finally {
    rmSync(file, { force: true })
  }
}

/** @param {string} file */
function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch {
    if (!isHeld(file)) rmSync(file, { force: true })
    return false
  }
}

/** @param {string} file */
function isHeld(file) {
  try {
    const holder = Number(readFileSync(file, 'utf8'))
    // An empty file is one that is being written at this moment.
    if (holder > 0) process.kill(holder, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
