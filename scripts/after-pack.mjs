// What a packed application still needs once its files lie together: no other application beside it, and a SQLite binding
// that its Electron can load. Called by electron-builder.
import { copyFileSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { needsPatchedBinding, patchedBinding } from './offline/sqlite-binding.mjs'

/** @param {import('electron-builder').AfterPackContext} context */
export default async function afterPack({ appOutDir, packager, electronPlatformName }) {
  const resources = packager.getResourcesDir(appOutDir)
  // A copied Electron may carry its default application, or the loader that stands for it.
  for (const other of ['app', 'default_app.asar']) rmSync(join(resources, other), { recursive: true, force: true })
  rmSync(join(appOutDir, 'version'), { force: true })

  if (electronPlatformName === 'linux' && needsPatchedBinding(packager.info.framework.version)) {
    const binding = join(resources, 'app.asar.unpacked/node_modules/better-sqlite3/prebuilds/linux-x64.node')
    if (!existsSync(binding)) throw new Error(`${binding} is not there to be replaced`)
    copyFileSync(patchedBinding(), binding)
  }
}
