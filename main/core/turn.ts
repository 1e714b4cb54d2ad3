// A turn of the event loop between two slices of work, so that who waits for the core is answered in between.

export const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve))
