// A screen to open on: the machine's own, or a virtual one for as long as a program runs.
import { spawn } from 'node:child_process'
import { CannotHave } from './say.mjs'

/** @param {NodeJS.ProcessEnv} env */
export function needsVirtualDisplay(env = process.env, platform = process.platform) {
  return platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY']
}

/**
 * Starts Xvfb on a free display of its own choosing. Unlike `xvfb-run` it leaves nothing behind when the program is
 * stopped by a signal.
 *
 * @returns {Promise<{ display: string, close: () => void }>}
 */
export function openVirtualDisplay() {
  return new Promise((resolve, reject) => {
    // Without -noreset the server starts anew whenever its last client leaves, and a program that looks before it stays
    // may find it gone.
    // In a group of its own: a Ctrl-C meant for the program must not take the screen away before it has closed.
    const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-noreset', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
      detached: true,
    })
    const close = () => {
      process.off('exit', close)
      server.kill()
    }
    process.on('exit', close)
    server.once('error', () => reject(new CannotHave('there is no display, and Xvfb cannot be started')))
    server.once('exit', () => reject(new CannotHave('there is no display, and Xvfb ended at once')))
    server.unref()
    let number = ''
    server.stdio[3]?.on('data', (/** @type {Buffer} */ text) => {
      number += text.toString('utf8')
      // The line is written in two pieces, and a server that finds nobody listening to the second ends itself.
      if (!number.endsWith('\n')) return
      server.stdio[3]?.destroy()
      resolve({ display: `:${number.trim()}`, close })
    })
  })
}
