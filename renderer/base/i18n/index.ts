// The two languages, the choice between them, and the formatters that Korean particles need.
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { en } from './en.ts'
import { ko } from './ko.ts'
import { particleAfter, particles } from './particles.ts'

export const languages = ['en', 'ko'] as const
export type Language = (typeof languages)[number]

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: { translation: typeof en }
  }
}

/** The listener's choice, or the closest that the system's languages offer. */
export function chooseLanguage(wanted: Language | 'system', system: readonly string[]): Language {
  if (wanted !== 'system') return wanted
  for (const tag of system) {
    const found = languages.find(language => tag.toLowerCase().startsWith(language))
    if (found) return found
  }
  return 'en'
}

export const i18n = i18next.createInstance()

/** Both languages are part of the bundle, so this never waits. */
export function startLanguages(language: Language): void {
  void i18n.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: { en: { translation: en }, ko: { translation: ko } },
    initAsync: false,
    // React escapes what it renders.
    interpolation: { escapeValue: false },
  })
  for (const particle of particles) {
    i18n.services.formatter?.add(particle, value => particleAfter(String(value), particle))
  }
}

export function speak(language: Language): void {
  document.documentElement.lang = language
  if (i18n.language !== language) void i18n.changeLanguage(language)
}
