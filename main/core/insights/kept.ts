// Answers kept until what they rest on changes; asked for twice at once, they are made once.

export interface KeptAnswers {
  /** The answer of `key`, made by `make` where it is not there yet or what it rests on has changed. */
  get<T>(key: string, make: () => Promise<T>): Promise<T>
  /** Everything may be different now. */
  changed(): void
}

/** The most answers kept at once: the clock of every span that was asked for would add up. */
const mostKept = 16

export function keptAnswers(): KeptAnswers {
  const kept = new Map<string, Promise<unknown>>()
  return {
    get<T>(key: string, make: () => Promise<T>): Promise<T> {
      // A key always names the same question, hence the same type of answer.
      const known = kept.get(key) as Promise<T> | undefined
      if (known) return known
      const made = make()
      kept.set(key, made)
      for (const old of kept.keys()) {
        if (kept.size <= mostKept) break
        kept.delete(old)
      }
      // What failed is made again the next time.
      made.catch(() => {
        if (kept.get(key) === made) kept.delete(key)
      })
      return made
    },
    changed: () => kept.clear(),
  }
}
