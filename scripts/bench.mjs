// `npm run bench`: builds what changed, then measures.
import { join } from 'node:path'
import { inForeground } from './command.mjs'
import { needsVirtualDisplay, openVirtualDisplay } from './display.mjs'
import { ensureElectron } from './electron.mjs'
import { applicationEnv, standingIn } from './launch.mjs'
import { root } from './places.mjs'
import { CannotHave, main, say } from './say.mjs'
import { ensureSystemLibraries } from './system-libraries.mjs'

await main(async () => {
  if ((await inForeground(process.execPath, [join(root, 'scripts/build.mjs')])) !== 0)
    throw new CannotHave('the build failed')
  const electron = await ensureElectron()
  const needsDisplay = needsVirtualDisplay()
  await ensureSystemLibraries({ needsDisplay })
  if (needsDisplay) say('there is no display: windows open on a virtual one (Xvfb)')
  const screen = needsDisplay ? await openVirtualDisplay() : null
  const env = { ...applicationEnv(electron), DWELL_ELECTRON_PATH: electron.executable }
  const code = await inForeground(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(root, 'test/bench/index.ts'), ...process.argv.slice(2)],
    { cwd: standingIn(), env: screen ? { ...env, DISPLAY: screen.display } : env },
  )
  screen?.close()
  return code
})
