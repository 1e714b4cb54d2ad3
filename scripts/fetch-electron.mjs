// Fetches an Electron when none is at hand. Runs on the project's Node, which Electron's own installer needs.
import { ensureElectron } from './electron.mjs'
import { main } from './say.mjs'

await main(async () => {
  await ensureElectron()
  return 0
})
