// The import rules of .dependency-cruiser.mjs as one check: prints each breach, and says whether there was none.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { cruise } from 'dependency-cruiser'
import rules from '../.dependency-cruiser.mjs'
import { root } from './places.mjs'

const rooms = ['evaluate', 'main', 'models', 'preload', 'renderer', 'scripts', 'test']

/**
 * Every breach under a folder laid out like the repository.
 *
 * @param {string} folder
 * @returns {Promise<{ rule: string, from: string, to: string }[]>}
 */
export async function breaches(folder = root) {
  const { forbidden = [], options = {} } = rules
  const present = rooms.filter(room => existsSync(join(folder, room)))
  const result = await cruise(present, { ...options, baseDir: folder, validate: true, ruleSet: { forbidden } })
  if (typeof result.output === 'string')
    throw new Error('dependency-cruiser answered with a report instead of a result')
  return result.output.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to }))
}
