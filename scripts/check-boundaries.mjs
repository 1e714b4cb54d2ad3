// Prints what breaks the import rules; the exit code says whether anything does.
import { breaches } from './boundaries.mjs'

const found = await breaches()
for (const { rule, from, to } of found) console.log(`${from} → ${to}: ${rule}`)
process.exitCode = found.length === 0 ? 0 : 1
