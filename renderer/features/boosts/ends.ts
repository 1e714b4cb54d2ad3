// When a boost may end: Friday, in a week, in a month, or never by itself; each at the end of its day.

export const endChoices = ['friday', 'week', 'month', 'open'] as const
export type EndChoice = (typeof endChoices)[number]

const friday = 5

/** ms since 1970 of the last moment of the day; null: until it is taken back. On a Friday the next one is meant. */
export function endOf(choice: EndChoice, now: number): number | null {
  const day = new Date(now)
  switch (choice) {
    case 'friday':
      day.setDate(day.getDate() + ((friday - day.getDay() + 6) % 7) + 1)
      break
    case 'week':
      day.setDate(day.getDate() + 7)
      break
    case 'month': {
      const { month, date } = { month: day.getMonth(), date: day.getDate() }
      // The 31st of a month that has none is its last day.
      day.setMonth(month + 1, 1)
      day.setDate(Math.min(date, new Date(day.getFullYear(), day.getMonth() + 1, 0).getDate()))
      break
    }
    case 'open':
      return null
  }
  return day.setHours(23, 59, 59, 999)
}
