// `npm run dev -- --app`: the real application whose window takes edits at once; an edit of core, shell, preload or models builds and restarts it.
import { spawn } from 'node:child_process'
import { join, relative, sep } from 'node:path'
import { createInterface } from 'node:readline'
import { inForeground } from './command.mjs'
import { addressOf, serveWindow } from './dev-window.mjs'
import { needsVirtualDisplay, openVirtualDisplay } from './display.mjs'
import { ensureElectron } from './electron.mjs'
import { applicationArguments, applicationEnv, chromiumFlags, knownNoise, standingIn } from './launch.mjs'
import { root } from './places.mjs'
import { CannotHave, say } from './say.mjs'
import { ensureSystemLibraries } from './system-libraries.mjs'

/** What is built and needs a restart; the rest of renderer/ is the window, which does not. */
const restarts = ['main', 'preload', 'models', 'renderer/audio-analysis', 'renderer/training-worker'].map(folder =>
  join(root, folder),
)
/** Several files saved at once are one edit. */
const togetherMs = 200

/** @param {readonly string[]} bundles none: all of them */
const build = (...bundles) => inForeground(process.execPath, [join(root, 'scripts/build.mjs'), ...bundles])

/**
 * The hidden pages compute with the models too; the window itself is not built.
 *
 * @param {string} file
 */
const bundlesOf = file => (/^(main|preload)\b/.test(relative(root, file)) ? ['main', 'preload'] : [])

/**
 * Runs until the application is closed; `words` are the application's own. Without `--profile` or `--demo` it has a profile of the
 * repository, so that no listener's own is opened by code that is being changed.
 *
 * @param {readonly string[]} words
 * @returns {Promise<number>} its exit code
 */
export async function developApp(words) {
  if ((await build()) !== 0) throw new CannotHave('the build failed')
  const electron = await ensureElectron()
  const needsDisplay = needsVirtualDisplay()
  await ensureSystemLibraries({ needsDisplay })
  const { flags, said } = chromiumFlags()
  for (const line of said) say(line)
  if (needsDisplay) say('there is no display: opening on a virtual one (Xvfb)')
  const screen = needsDisplay ? await openVirtualDisplay() : null

  const server = await serveWindow()
  const hasPlace = words.some(word => /^--(profile|demo|self-check)\b/.test(word))
  const own = hasPlace ? words : ['--profile', join(root, '.cache/dev-profile'), ...words]
  if (!hasPlace)
    say(`the profile is ${relative(root, join(root, '.cache/dev-profile'))}; --demo or --profile DIR choose another`)
  say('edits of renderer/ are on the screen at once; edits of main/, preload/ and models/ build and restart')
  const env = { ...applicationEnv(electron), DWELL_DEV_SERVER: addressOf(server) }
  const start = () =>
    spawn(electron.executable, applicationArguments(flags, own, join(root, 'scripts/dev-shell')), {
      cwd: standingIn(),
      env: screen ? { ...env, DISPLAY: screen.display } : env,
      stdio: ['inherit', 'inherit', 'pipe'],
    })

  const code = await keepRunning(start, server.watcher.add(restarts))
  await server.close()
  screen?.close()
  return code
}

/**
 * Starts it again after each edit that was built; one that cannot be built leaves it as it is.
 *
 * @param {() => import('node:child_process').ChildProcessByStdio<null, null, import('node:stream').Readable>} start
 * @param {import('vite').FSWatcher} watcher
 * @returns {Promise<number>} the exit code of an application that ended by itself
 */
async function keepRunning(start, watcher) {
  for (;;) {
    const app = start()
    createInterface({ input: app.stderr }).on('line', line => {
      if (!knownNoise.test(line)) process.stderr.write(`${line}\n`)
    })
    let isBuilt = false
    const stop = onEdit(watcher, async file => {
      say(`${relative(root, file)} has changed: building and restarting`)
      isBuilt = (await build(...bundlesOf(file))) === 0
      if (isBuilt) app.kill()
      else say('not restarted: what runs is the build before')
    })
    const pass = (/** @type {NodeJS.Signals} */ signal) => void app.kill(signal)
    for (const signal of signals) process.on(signal, pass)
    const code = await new Promise(resolve => app.once('exit', ended => resolve(ended ?? 1)))
    for (const signal of signals) process.off(signal, pass)
    stop()
    if (!isBuilt) return code
  }
}

const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])

/**
 * @param {import('vite').FSWatcher} watcher
 * @param {(file: string) => Promise<void>} act with the last file of those saved together; one at a time
 * @returns {() => void} stops it
 */
function onEdit(watcher, act) {
  /** @type {NodeJS.Timeout | undefined} */
  let soon
  let before = Promise.resolve()
  const hear = (/** @type {string} */ _event, /** @type {string} */ file) => {
    if (!restarts.some(folder => file.startsWith(`${folder}${sep}`))) return
    clearTimeout(soon)
    soon = setTimeout(() => {
      before = before.then(() => act(file))
    }, togetherMs)
  }
  watcher.on('all', hear)
  return () => {
    clearTimeout(soon)
    watcher.off('all', hear)
  }
}
