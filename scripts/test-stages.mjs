// The stages of `npm test`, in order, and which of them a person's words ask for.
import { CannotHave } from './say.mjs'

export const stageNames = /** @type {const} */ (['types', 'lint', 'imports', 'unused', 'unit', 'build', 'e2e'])

/** @typedef {(typeof stageNames)[number]} StageName */

/** @typedef {{ stages: readonly StageName[], filters: string[], seeds: number }} Asked seeds: 0 unless a search was asked for */

/**
 * Leading words that name stages choose them, all the others are file filters for the test runner; end-to-end tests drive
 * what is built, so they bring the build along. No stage named: all of them. `--seeds N` asks for a search instead.
 * Throws CannotHave that says what is wrong with N.
 *
 * @param {readonly string[]} words
 * @returns {Asked}
 */
export function chosenStages(words) {
  const at = words.indexOf('--seeds')
  const seeds = at < 0 ? 0 : Number(words[at + 1])
  if (!Number.isInteger(seeds) || (at >= 0 && seeds < 1))
    throw new CannotHave(`--seeds: “${words[at + 1] ?? ''}” is no whole number above 0`)
  const others = at < 0 ? words : words.toSpliced(at, 2)
  const named = new Set(others.filter(isStage))
  const filters = others.filter(word => !isStage(word))
  if (seeds > 0) return { stages: ['unit'], filters, seeds }
  if (named.size === 0) return { stages: filters.length > 0 ? ['unit'] : stageNames, filters, seeds }
  if (named.has('e2e')) named.add('build')
  return { stages: stageNames.filter(name => named.has(name)), filters, seeds }
}

/**
 * @param {string} word
 * @returns {word is StageName}
 */
function isStage(word) {
  return stageNames.some(name => name === word)
}
