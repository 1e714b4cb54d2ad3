// Every class of a stylesheet is worn by something: what nobody wears is taken out.
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, it } from 'vitest'
import { root } from '../../scripts/places.mjs'

const folder = join(root, 'renderer')
const read = (file: string): string => readFileSync(join(folder, file), 'utf8')
const code = globSync('**/*.{ts,tsx}', { cwd: folder }).map(read)

/** Names after a dot, outside comments and declarations. */
const classesOf = (css: string): string[] => [
  ...new Set(
    [...css.replaceAll(/\/\*.*?\*\//gs, '').matchAll(/\.([a-zA-Z][\w-]*)(?=[^{}]*\{)/g)].map(([, name]) => name ?? ''),
  ),
]

it.each(globSync('**/*.module.css', { cwd: folder }))('the classes of %s are worn', sheet => {
  const wearers = code.filter(each => each.includes(`/${basename(sheet)}'`)).join()
  expect(classesOf(read(sheet)).filter(name => !wearers.includes(`'${name}'`))).toEqual([])
})
