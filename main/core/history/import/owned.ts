// The library's tracks as the matcher wants them.
import type { ImportReading } from '../../store/tables/import-reading.ts'
import type { Owned } from './match.ts'

export function* ownedOf(reading: ImportReading, after: number): Generator<Owned> {
  // Written by the query: a list of names.
  for (const { people, listed, ...track } of reading.owned(after))
    yield { ...track, people: JSON.parse(people) as string[], listed: listed === 1 }
}
