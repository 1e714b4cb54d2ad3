// `npm run dist`: builds what changed and packs it with the Electron that `npm start` would use. `-- --dir` makes a folder
// instead of installers, and needs no network.
import { join } from 'node:path'
import { inForeground } from './command.mjs'
import { ensureElectron } from './electron.mjs'
import { root } from './places.mjs'
import { CannotHave, main, say } from './say.mjs'

await main(async () => {
  if ((await inForeground(process.execPath, [join(root, 'scripts/build.mjs')])) !== 0)
    throw new CannotHave('the build failed')
  const electron = await ensureElectron()
  say(`packing with Electron ${electron.version}`)
  const builder = join(root, 'node_modules/electron-builder/cli.js')
  const found = [`-c.electronDist=${electron.dist}`, `-c.electronVersion=${electron.version}`]
  return inForeground(process.execPath, [builder, ...process.argv.slice(2), ...found, '--publish', 'never'], {
    cwd: root,
  })
})
