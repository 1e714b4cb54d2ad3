// An error in the listener's language: what happened and what to do; the message names the file.
import { DwellError } from '../../preload/contract/errors.ts'
import { i18n } from './i18n/index.ts'

export function errorWords(error: unknown): string {
  if (error instanceof DwellError) {
    const words = i18n.t(`error.${error.code}`)
    // The core's own words are English and name the file; they stay as detail behind the translated ones.
    return error.message ? `${words} (${error.message})` : words
  }
  return i18n.t('error.internal')
}
