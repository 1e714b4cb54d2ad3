// Months by the listener's own time, each named by its first moment.

export function monthOf(at: number): number {
  const date = new Date(at)
  return new Date(date.getFullYear(), date.getMonth(), 1).getTime()
}

/** From the month of `from` to that of `to`, both included. */
export function monthsBetween(from: number, to: number): number[] {
  const months: number[] = []
  for (let month = monthOf(from); month <= to; ) {
    months.push(month)
    const date = new Date(month)
    month = new Date(date.getFullYear(), date.getMonth() + 1, 1).getTime()
  }
  return months
}
