// Builds the bundles that are older than their sources, or those of them that are named. Runs on the project's Node.
import { keepStamps, staleBundles } from './build-stamps.mjs'
import { root } from './places.mjs'
import { say } from './say.mjs'

const { stale: allStale, stamps } = staleBundles()
const named = process.argv.slice(2)
const stale = allStale.filter(bundle => named.length === 0 || named.includes(bundle))
// One that is left as it is stays stale.
for (const bundle of allStale) if (!stale.includes(bundle)) delete stamps[bundle]
if (stale.length === 0) say('nothing to build')
else {
  process.chdir(root)
  // electron-vite looks at this to give the pages relative addresses.
  process.env['NODE_ENV_ELECTRON_VITE'] = 'production'
  const [{ resolveConfig }, { build }] = await Promise.all([import('electron-vite'), import('vite')])
  const { config } = await resolveConfig({ root, logLevel: 'warn', ignoreConfigWarning: true }, 'build', 'production')
  for (const bundle of stale) {
    const started = performance.now()
    try {
      await build(config?.[bundle])
    } catch (error) {
      console.error(error instanceof Error ? error.message : error)
      say(`${bundle} could not be built`)
      delete stamps[bundle]
      process.exitCode = 1
      continue
    }
    say(`built ${bundle} in ${((performance.now() - started) / 1000).toFixed(1)} s`)
  }
  // Sources that changed while they were being bundled are older than their stamp, and are built again next time.
  keepStamps(stamps)
}
