// `npm run dev`: the window over a made core with hot reload; `-- --app` the real application; `-- --screenshots DIR` pictures of every state.
import { join } from 'node:path'
import { inForeground } from './command.mjs'
import { needsVirtualDisplay, openVirtualDisplay } from './display.mjs'
import { ensureElectron } from './electron.mjs'
import { applicationEnv, standingIn } from './launch.mjs'
import { root } from './places.mjs'
import { main, say } from './say.mjs'
import { ensureSystemLibraries } from './system-libraries.mjs'

await main(async () => {
  const words = process.argv.slice(2)
  if (words.includes('--app')) {
    const { developApp } = await import('./dev-app.mjs')
    return developApp(words.filter(word => word !== '--app'))
  }
  const takesPictures = words.some(word => word.startsWith('--screenshots'))
  return takesPictures ? pictures(words) : program('dev.ts', words, process.env)
})

/** @param {readonly string[]} words */
async function pictures(words) {
  const electron = await ensureElectron()
  const needsDisplay = needsVirtualDisplay()
  await ensureSystemLibraries({ needsDisplay })
  if (needsDisplay) say('there is no display: the window opens on a virtual one (Xvfb)')
  const screen = needsDisplay ? await openVirtualDisplay() : null
  const env = { ...applicationEnv(electron), DWELL_ELECTRON_PATH: electron.executable }
  const code = await program('pictures.ts', words, screen ? { ...env, DISPLAY: screen.display } : env)
  screen?.close()
  return code
}

/**
 * A program of the harness, which is TypeScript and a test's own; it stands where the person does.
 *
 * @param {string} file
 * @param {readonly string[]} words
 * @param {NodeJS.ProcessEnv} env
 */
function program(file, words, env) {
  const path = join(root, 'test/renderer/harness', file)
  return inForeground(process.execPath, ['--disable-warning=ExperimentalWarning', path, ...words], {
    cwd: standingIn(),
    env,
  })
}
