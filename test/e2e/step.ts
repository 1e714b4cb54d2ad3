// A story is one test: when one of its steps fails, the error says which.

/** Does `act`; an error that it throws begins with the words of the step. */
export async function step<T>(what: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (error instanceof Error) error.message = `${what}: ${error.message}`
    throw error
  }
}
