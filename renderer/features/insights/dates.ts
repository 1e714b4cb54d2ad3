// Months, days, hours and fractions of seconds as the listener's language writes them.
import { useTranslation } from 'react-i18next'

export interface Calendar {
  /** `Mar 2026` */
  month(at: number): string
  /** `Mar`, with the year in January. */
  shortMonth(at: number): string
  /** `Mon`; 0 is Monday. */
  day(index: number): string
  /** `9 PM`, `21시` */
  hour(hour: number): string
  /** `13.5 sec` */
  seconds(ms: number): string
}

// A Monday.
const monday = new Date(2024, 0, 1).getTime()
const at = (day: number, hour: number): Date => new Date(new Date(monday).setHours(hour, 0) + day * 86_400_000)

export function calendarIn(language: string): Calendar {
  const month = new Intl.DateTimeFormat(language, { month: 'short', year: 'numeric' })
  const alone = new Intl.DateTimeFormat(language, { month: 'short' })
  const year = new Intl.DateTimeFormat(language, { year: 'numeric' })
  const day = new Intl.DateTimeFormat(language, { weekday: 'short' })
  const seconds = new Intl.NumberFormat(language, {
    style: 'unit',
    unit: 'second',
    unitDisplay: 'short',
    maximumFractionDigits: 1,
  })
  const hour = new Intl.DateTimeFormat(language, { hour: 'numeric' })
  return {
    month: moment => month.format(moment),
    shortMonth: moment => (new Date(moment).getMonth() === 0 ? year : alone).format(moment),
    day: index => day.format(at(index, 12)),
    hour: of => hour.format(at(0, of)),
    seconds: ms => seconds.format(ms / 1000),
  }
}

const known = new Map<string, Calendar>()

export function useCalendar(): Calendar {
  const { language } = useTranslation().i18n
  const calendar = known.get(language) ?? calendarIn(language)
  known.set(language, calendar)
  return calendar
}
