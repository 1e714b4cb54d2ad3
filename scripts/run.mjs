// Runs one of the project's programs on the project's Node: `node scripts/run.mjs FILE [ARGUMENTS]`. Sets up first, and
// starts it where the person stands, so that relative paths mean what they say.
import { join } from 'node:path'
import { inForeground } from './command.mjs'
import { ensureDependencies } from './dependencies.mjs'
import { projectEnv, projectNode } from './node.mjs'
import { root } from './places.mjs'
import { CannotHave, main } from './say.mjs'

await main(async () => {
  const [file = '', ...args] = process.argv.slice(2)
  await ensureDependencies()
  const node = projectNode()
  if (!node) throw new CannotHave('Node 24 is not in node_modules')
  return inForeground(node, ['--disable-warning=ExperimentalWarning', join(root, file), ...args], {
    cwd: process.env['INIT_CWD'] ?? process.cwd(),
    env: projectEnv(),
  })
})
