// Who made the record: the people in an artist tag, parted only where parting is safe.

/** Spelt so in every language that borrowed it; brackets around it go with it. */
const featuring = /\s*[([]?\s*(?<![\p{L}\p{N}])(?:feat\.?|ft\.|featuring)\s+/iu
/** Written by taggers between names, and inside no name. */
const separator = /\s*;\s+/

/**
 * The people in one printed name. 'A feat. B' and 'A; B' are two; 'AC/DC', 'Their / They're / There', 'Earth, Wind & Fire',
 * 'Simon & Garfunkel' and 'Tyler, The Creator' are one.
 */
export function peopleIn(printed: string): string[] {
  return printed
    .split(separator)
    .flatMap(name => name.split(featuring))
    .map(name => closeBrackets(name))
    .filter(name => name !== '')
}

/** 'B)' of 'A (feat. B)'. */
function closeBrackets(name: string): string {
  const text = name.trim()
  const last = text.at(-1)
  if (last === ')' && !text.includes('(')) return text.slice(0, -1).trim()
  if (last === ']' && !text.includes('[')) return text.slice(0, -1).trim()
  return text
}

export interface Credits {
  /** As printed: one string, or null. */
  readonly printed: string | null
  readonly people: readonly string[]
}

/** From the artist tag's values and those of the list of artists that some taggers add. All are clean and none is empty. */
export function credits(artist: readonly string[], artists: readonly string[]): Credits {
  const people = unique(
    artists.length > 0 ? artists.flatMap(name => listed(name, artist[0] ?? null)) : artist.flatMap(peopleIn),
  )
  const printed = artist.length === 1 ? (artist[0] ?? null) : unique(artist).join(', ') || people.join(', ') || null
  return { printed, people: people.length > 0 ? people : printed === null ? [] : [printed] }
}

/** Taggers that can keep one value only write 'A/B' into the list: parted when the printed name says A and B apart. */
function listed(name: string, printed: string | null): string[] {
  const parts = name.split('/').map(part => part.trim())
  if (
    parts.length > 1 &&
    printed !== null &&
    !printed.includes(name) &&
    parts.every(part => part !== '' && printed.includes(part))
  ) {
    return parts
  }
  return name.split(separator).filter(part => part !== '')
}

export function unique(values: readonly string[]): string[] {
  return [...new Set(values)]
}
