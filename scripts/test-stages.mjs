// The stages of `npm test`, in order, and which of them a person's words ask for.

export const stageNames = /** @type {const} */ (['types', 'lint', 'imports', 'unused', 'unit', 'build', 'e2e'])

/** @typedef {(typeof stageNames)[number]} StageName */

/**
 * Leading words that name stages choose them, all the others are file filters for the test runner; end-to-end tests drive
 * what is built, so they bring the build along. No stage named: all of them.
 *
 * @param {readonly string[]} words
 * @returns {{ stages: readonly StageName[], filters: string[] }}
 */
export function chosenStages(words) {
  const named = new Set(words.filter(isStage))
  const filters = words.filter(word => !isStage(word))
  if (named.size === 0) return { stages: filters.length > 0 ? ['unit'] : stageNames, filters }
  if (named.has('e2e')) named.add('build')
  return { stages: stageNames.filter(name => named.has(name)), filters }
}

/**
 * @param {string} word
 * @returns {word is StageName}
 */
function isStage(word) {
  return stageNames.some(name => name === word)
}
