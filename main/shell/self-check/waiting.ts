// Waiting for a thing itself, with a limit: asked again a few times a second, since it may come from the window, the core or the disk.

/** Resolves with the first answer that is not null; throws, naming `what`, when none came in `limitMs`. */
export async function until<T>(what: string, limitMs: number, look: () => Promise<T | null>): Promise<T> {
  const end = performance.now() + limitMs
  for (;;) {
    const found = await look()
    if (found !== null) return found
    if (performance.now() > end) throw new Error(`${what} did not happen within ${Math.round(limitMs / 1000)} s`)
    await pause(100)
  }
}

/** Lets the listener's time pass: music sounds meanwhile. */
export function pause(ms: number): Promise<void> {
  return new Promise(resolve => {
    setTimeout(resolve, ms)
  })
}
