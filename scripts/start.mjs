// `npm start`: sets up what is missing, builds what changed, opens Dwell. With nothing to do it spawns the application only.
import { join } from 'node:path'
import { staleBundles } from './build-stamps.mjs'
import { inForeground } from './command.mjs'
import { ensureDependencies } from './dependencies.mjs'
import { needsVirtualDisplay, openVirtualDisplay } from './display.mjs'
import { findElectron } from './electron.mjs'
import { applicationArguments, applicationEnv, chromiumFlags, knownNoise, standingIn } from './launch.mjs'
import { projectEnv, projectNode } from './node.mjs'
import { root } from './places.mjs'
import { CannotHave, main, say } from './say.mjs'
import { ensureSystemLibraries } from './system-libraries.mjs'

await main(async () => {
  await ensureDependencies()
  if (staleBundles().stale.length > 0 && (await onProjectNode('build.mjs')) !== 0) {
    throw new CannotHave('the build failed')
  }
  const electron = findElectron() ?? ((await onProjectNode('fetch-electron.mjs')) === 0 ? findElectron() : null)
  if (!electron) return 1
  const needsDisplay = needsVirtualDisplay()
  await ensureSystemLibraries({ needsDisplay })

  const { flags, said } = chromiumFlags()
  for (const line of said) say(line)
  if (needsDisplay) say('there is no display: opening on a virtual one (Xvfb)')
  const screen = needsDisplay ? await openVirtualDisplay() : null
  const env = applicationEnv(electron)
  const code = await inForeground(electron.executable, applicationArguments(flags, process.argv.slice(2)), {
    cwd: standingIn(),
    env: screen ? { ...env, DISPLAY: screen.display } : env,
    noise: knownNoise,
  })
  screen?.close()
  return code
})

/** @param {string} script */
function onProjectNode(script) {
  const node = projectNode()
  if (!node) throw new CannotHave('Node 24 is not in node_modules')
  return inForeground(node, [join(root, 'scripts', script)], { env: projectEnv() })
}
