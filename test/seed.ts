// The one seed of everything that tests draw: the same on every run, another one with DWELL_SEED.
import fc from 'fast-check'
import { seededRandom } from '../main/core/demo/random.ts'

const FIXED = 20_261_130
const seed = Number(process.env['DWELL_SEED'] ?? FIXED)
if (!Number.isInteger(seed)) throw new Error(`DWELL_SEED: “${process.env['DWELL_SEED']}” is no whole number`)

fc.configureGlobal({ seed })
// What takes Math.random where nothing else is given (the core in this process) draws the same too.
Math.random = seededRandom(seed)
