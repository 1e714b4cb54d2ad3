// Times, numbers and dates as the listener's language writes them.
import { useTranslation } from 'react-i18next'

const once = <T>(make: (language: string) => T): ((language: string) => T) => {
  const made = new Map<string, T>()
  return language => {
    const known = made.get(language)
    if (known) return known
    const fresh = make(language)
    made.set(language, fresh)
    return fresh
  }
}

const whole = once(language => new Intl.NumberFormat(language, { maximumFractionDigits: 0 }))
const hundredths = once(
  language => new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
)
const differences = once(
  language =>
    new Intl.NumberFormat(language, { signDisplay: 'exceptZero', minimumFractionDigits: 3, maximumFractionDigits: 3 }),
)
const percents = once(language => new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 }))
const unit = (name: string, digits = 0) =>
  once(
    language =>
      new Intl.NumberFormat(language, {
        style: 'unit',
        unit: name,
        unitDisplay: 'short',
        maximumFractionDigits: digits,
      }),
  )
const [seconds, minutes, hours, days] = [unit('second'), unit('minute'), unit('hour'), unit('day', 1)]
const fewHours = unit('hour', 1)
const decibels = once(
  language =>
    new Intl.NumberFormat(language, { signDisplay: 'exceptZero', minimumFractionDigits: 1, maximumFractionDigits: 1 }),
)
const relative = once(language => new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' }))
const day = once(language => new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', year: 'numeric' }))
const dayOfYear = once(language => new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short' }))
const moment = once(language => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }))

const weekday = once(language => new Intl.DateTimeFormat(language, { weekday: 'long' }))
const nextDays = once(language => new Intl.RelativeTimeFormat(language, { numeric: 'auto' }))

const dayMs = 86_400_000

/** `3:07`, `1:02:40`: the same in every language. */
export function clock(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000))
  const [h, m, s] = [Math.floor(total / 3600), Math.floor((total % 3600) / 60), total % 60]
  const two = (n: number): string => String(n).padStart(2, '0')
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`
}

export interface Format {
  number(n: number): string
  /** Two places behind the point. */
  decimal(n: number): string
  /** A difference, with its sign and three places. */
  signed(n: number): string
  percent(fraction: number): string
  decibels(db: number): string
  /** A length of listening in its natural unit: `40 sec`, `12 min`, `3.5 hr`, `84 hr`. */
  time(ms: number): string
  /** The length of a whole library: days from three on. */
  length(ms: number): string
  /** `today`, `3 days ago`, `2 Mar`, `2 Mar 2024`: the further away, the coarser. */
  ago(at: number, now?: number): string
  date(at: number): string
  /** With its year. */
  fullDate(at: number): string
  /** `today`, `tomorrow`, `Friday`, `2 Mar`: a day that comes. */
  dayAhead(at: number, now?: number): string
  moment(at: number): string
}

export function formatIn(language: string): Format {
  return {
    number: n => whole(language).format(n),
    signed: n => differences(language).format(n),
    decimal: n => hundredths(language).format(n),
    decibels: db => `${decibels(language).format(db)} dB`,
    percent: fraction => percents(language).format(fraction),
    time(ms) {
      if (ms < 60_000) return seconds(language).format(Math.round(ms / 1000))
      if (ms < 3_600_000) return minutes(language).format(Math.round(ms / 60_000))
      return (ms < 36_000_000 ? fewHours : hours)(language).format(ms / 3_600_000)
    },
    length(ms) {
      return ms < 3 * dayMs ? this.time(ms) : days(language).format(ms / dayMs)
    },
    ago(at, now = Date.now()) {
      const midnight = new Date(now).setHours(0, 0, 0, 0)
      const daysAgo = Math.ceil((midnight - at) / dayMs)
      if (daysAgo <= 0) {
        const minutesAgo = Math.round((now - at) / 60_000)
        if (minutesAgo < 1) return relative(language).format(0, 'second')
        if (minutesAgo < 60) return relative(language).format(-minutesAgo, 'minute')
        return relative(language).format(0, 'day')
      }
      if (daysAgo < 14) return relative(language).format(-daysAgo, 'day')
      const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear()
      return (sameYear ? dayOfYear : day)(language).format(at)
    },
    date: at => dayOfYear(language).format(at),
    fullDate: at => day(language).format(at),
    dayAhead(at, now = Date.now()) {
      // Whole days of the calendar, whatever the hour and wherever the clocks change.
      const days = Math.round((new Date(at).setHours(12, 0, 0, 0) - new Date(now).setHours(12, 0, 0, 0)) / dayMs)
      if (days === 0 || days === 1) return nextDays(language).format(days, 'day')
      return (days > 1 && days < 7 ? weekday : dayOfYear)(language).format(at)
    },
    moment: at => moment(language).format(at),
  }
}

const formats = once(formatIn)

/** The formats of the language that is spoken now. */
export function useFormat(): Format {
  return formats(useTranslation().i18n.language)
}
