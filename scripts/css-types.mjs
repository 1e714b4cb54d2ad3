// Types of the CSS modules, so that a wrong class name is a type error: one .d.ts a stylesheet, kept outside the tree.
// `rootDirs` of tsconfig.base.json lays them beside their stylesheets. Written before the types are checked, and by Vite while it builds or serves.
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { preprocessCSS, resolveConfig } from 'vite'
import { root } from './places.mjs'

const ending = '.module.css'

/** `rootDirs` lays the second over the first. */
const pages = join(root, 'renderer')
const types = join(root, '.cache', 'css-types')

/**
 * Writes the types that changed and takes away those of stylesheets that are gone. The classes are those that Vite finds.
 *
 * @param {{ from?: string, to?: string, config?: import('vite').ResolvedConfig }} [options]
 */
export async function writeCssTypes({ from = pages, to = types, config } = {}) {
  const vite = config ?? (await resolveConfig({ configFile: false, root: from, logLevel: 'error' }, 'build'))
  const sheets = globSync(`**/*${ending}`, { cwd: from })
  for (const gone of globSync(`**/*${ending}.d.ts`, { cwd: to }).filter(file => !sheets.includes(file.slice(0, -5))))
    rmSync(join(to, gone))
  for (const sheet of sheets) {
    const { modules = {} } = await preprocessCSS(readFileSync(join(from, sheet), 'utf8'), join(from, sheet), vite)
    const names = Object.keys(modules).map(name => `  readonly ${JSON.stringify(name)}: string\n`)
    const declared = `declare const styles: {\n${names.join('')}}\nexport default styles\n`
    const file = join(to, `${sheet}.d.ts`)
    if (existsSync(file) && readFileSync(file, 'utf8') === declared) continue
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, declared)
  }
}

/**
 * Keeps the types fresh while a page is built or served.
 *
 * @returns {import('vite').Plugin}
 */
export function cssTypes() {
  /** @type {import('vite').ResolvedConfig} */
  let config
  return {
    name: 'dwell:css-types',
    configResolved(resolved) {
      config = resolved
    },
    buildStart: () => writeCssTypes({ config }),
    async watchChange(id) {
      if (id.endsWith(ending)) await writeCssTypes({ config })
    },
  }
}

if (import.meta.filename === process.argv[1]) await writeCssTypes()
