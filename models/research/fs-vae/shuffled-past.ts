// The ablation “shuffled fast”: the same plays, their order taken away.
import type { Rng } from '../../rng.ts'
import { shuffled } from '../../rng.ts'
import { STEPS, type Window } from './windows.ts'

/** Choice: plays are shuffled ten by ten, so that a window of training still holds three moments whose whole past is known. */
export const BLOCK = 10

/** Plays shuffled within blocks that end at an asked moment; of the asked moments only those at the end of a block stay asked. */
export function shuffledInBlocks(window: Window, rng: Rng): Window {
  const plays = window.plays.slice()
  const asked = new Uint8Array(STEPS)
  let end = window.asked.lastIndexOf(1)
  while (end >= 0) {
    if (window.asked[end] === 1) asked[end] = 1
    // Steps end - BLOCK + 1 .. end hold the last plays before the moment of step `end`.
    const from = Math.max(1, end - BLOCK + 1)
    const block = shuffled([...plays.subarray(from, end + 1)], rng)
    plays.set(block, from)
    end = from - 1
    if (end === 0) {
      if (window.asked[0] === 1) asked[0] = 1
      break
    }
  }
  return { plays, moments: window.moments, asked }
}
