// Asks one thing at a time: while an answer is on its way only the newest wish waits, and nothing older is ever shown after it.

export interface NewestWins<I> {
  (input: I): void
  /** Forgets what waits, and lets no answer that is on its way be shown. */
  drop(): void
}

export function newestWins<I, O>(
  ask: (input: I) => Promise<O>,
  show: (answer: O) => void,
  failed: (error: unknown) => void,
): NewestWins<I> {
  let waiting: { readonly input: I } | null = null
  let isAsking = false
  let turn = 0

  const next = (): void => {
    if (isAsking || !waiting) return
    const { input } = waiting
    const mine = turn
    waiting = null
    isAsking = true
    ask(input)
      .then(
        answer => {
          if (mine === turn) show(answer)
        },
        (error: unknown) => {
          if (mine === turn) failed(error)
        },
      )
      .finally(() => {
        isAsking = false
        next()
      })
  }

  return Object.assign(
    (input: I): void => {
      waiting = { input }
      next()
    },
    {
      drop() {
        waiting = null
        turn += 1
      },
    },
  )
}
