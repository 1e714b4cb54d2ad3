// The real application as a command: which program, with which flags and environment, from which folder.

import { needsPatchedBinding, patchedBinding } from './offline/sqlite-binding.mjs'
import { root } from './places.mjs'

/** @typedef {import('./electron.mjs').Electron} Electron */

/**
 * Flags that Chromium needs on this machine, each with the line that says so.
 *
 * @param {{ platform?: NodeJS.Platform, uid?: number | undefined }} [machine]
 * @returns {{ flags: string[], said: string[] }}
 */
export function chromiumFlags({ platform = process.platform, uid = process.getuid?.() } = {}) {
  if (platform !== 'linux' || uid !== 0) return { flags: [], said: [] }
  return {
    flags: ['--no-sandbox'],
    said: ['running as root: Chromium is started with --no-sandbox (the pages keep their own sandbox)'],
  }
}

/**
 * The environment in which an Electron runs the application, whoever starts it.
 *
 * @param {Electron} electron
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function applicationEnv(electron, env = process.env) {
  // Set by editors that are Electron themselves, it would turn the application into a plain Node.
  const { ELECTRON_RUN_AS_NODE: _, ...rest } = env
  return needsPatchedBinding(electron.version) ? { ...rest, DWELL_SQLITE_BINDING: patchedBinding({ env }) } : rest
}

/** What Chromium complains of on a machine without a sound card, a message bus or a graphics driver, and does well without. */
export const knownNoise =
  /^ALSA lib |:ERROR:(bus|object_proxy|alsa_util|viz_main_impl|gpu_process_host|command_buffer_proxy_impl|gl_surface_presentation_helper|zygote_communication_linux)\.cc\(/

/**
 * The command line: flags, the folder of the application, then the person's own words untouched.
 *
 * @param {readonly string[]} flags
 * @param {readonly string[]} own
 */
export function applicationArguments(flags, own, folder = root) {
  return [...flags, folder, ...own]
}

/**
 * The folder that relative paths on the command line mean: npm stands in the package, the person may not.
 *
 * @param {NodeJS.ProcessEnv} env
 */
export function standingIn(env = process.env) {
  return env['INIT_CWD'] || process.cwd()
}
