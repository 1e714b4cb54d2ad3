// Commands run for the listener: silent into a log that is shown only when they fail, or in the foreground until they end.
import { spawn } from 'node:child_process'
import { accessSync, closeSync, constants, mkdirSync, openSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import { logs } from './places.mjs'

/** @typedef {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number, noise?: RegExp }} CommandOptions */
/** @typedef {{ code: number, log: string, tail: () => string }} CommandResult */

/**
 * Runs a command with its output in a log file of that name. Never rejects: a command that is not there has code 127,
 * one that took longer than allowed 124.
 *
 * @param {string} name
 * @param {string} command
 * @param {readonly string[]} args
 * @param {CommandOptions} [options]
 * @returns {Promise<CommandResult>}
 */
export async function quietly(name, command, args, options = {}) {
  mkdirSync(logs, { recursive: true })
  const log = join(logs, `${name}.log`)
  const output = openSync(log, 'w')
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ['ignore', output, output],
    shell: process.platform === 'win32' && command === 'npm',
  })
  const code = await ended(child, options.timeoutMs)
  closeSync(output)
  return { code, log, tail: () => lastLines(readFileSync(log, 'utf8'), 20) }
}

/**
 * Runs a command on this terminal. Ctrl-C reaches it by the terminal itself; a request to stop this process is passed on.
 * Lines of its standard error that match `noise` are left out.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {CommandOptions} [options]
 * @returns {Promise<number>} its exit code, or 128 + the number of the signal that ended it
 */
export async function inForeground(command, args, options = {}) {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ['inherit', 'inherit', options.noise ? 'pipe' : 'inherit'],
  })
  const { noise } = options
  if (noise && child.stderr) {
    createInterface({ input: child.stderr }).on('line', line => {
      if (!noise.test(line)) process.stderr.write(`${line}\n`)
    })
  }
  const wait = () => {}
  const passOn = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal)
  process.on('SIGINT', wait)
  process.on('SIGTERM', passOn)
  process.on('SIGHUP', passOn)
  const code = await ended(child, options.timeoutMs)
  process.off('SIGINT', wait)
  process.off('SIGTERM', passOn)
  process.off('SIGHUP', passOn)
  return code
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {number | undefined} timeoutMs
 * @returns {Promise<number>}
 */
function ended(child, timeoutMs) {
  return new Promise(resolve => {
    let late = false
    const timer = timeoutMs
      ? setTimeout(() => {
          late = true
          child.kill('SIGKILL')
        }, timeoutMs)
      : undefined
    const end = (/** @type {number} */ code) => {
      clearTimeout(timer)
      resolve(late ? 124 : code)
    }
    child.once('error', () => end(127))
    child.once('exit', (code, signal) => end(code ?? 128 + (signalNumbers[signal ?? ''] ?? 0)))
  })
}

/** @type {Record<string, number>} */
const signalNumbers = { SIGHUP: 1, SIGINT: 2, SIGABRT: 6, SIGKILL: 9, SIGSEGV: 11, SIGTERM: 15 }

/**
 * The path of a program on PATH, or null.
 *
 * @param {string} program
 * @param {NodeJS.ProcessEnv} env
 */
export function onPath(program, env = process.env) {
  for (const folder of (env['PATH'] ?? '').split(delimiter)) {
    const file = join(folder, program)
    try {
      accessSync(file, constants.X_OK)
      return file
    } catch {
      // Not in this folder: look in the next.
    }
  }
  return null
}

/**
 * @param {string} text
 * @param {number} count
 */
function lastLines(text, count) {
  return text.trimEnd().split('\n').slice(-count).join('\n')
}
