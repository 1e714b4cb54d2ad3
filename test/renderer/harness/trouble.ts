// The shell's page of trouble as it writes it, put into this page: the shell is not here, and its links lead nowhere.
import '../../../renderer/ui/fonts.css'
import '../../../renderer/ui/tokens.css'
import { troubleHtml } from '../../../main/shell/trouble-page.ts'
import { languageFor, wordsIn } from '../../../main/shell/words.ts'
import type { Settings } from '../../../preload/contract/settings.ts'

export function drawTrouble(theme: Settings['theme'], chosen: Settings['language']): void {
  const language = languageFor(chosen, 'en')
  const facts = {
    trouble: 'keeps-falling',
    reason: 'SQLITE_CORRUPT: database disk image is malformed',
    logFile: '/home/listener/.config/dwell/logs/dwell.log',
    canTryAgain: true,
  } as const
  const look = { nonce: '', theme: theme === 'light' ? 'light' : 'dark', language } as const
  const page = new DOMParser().parseFromString(troubleHtml(facts, wordsIn(language), look, []), 'text/html')
  document.documentElement.lang = language
  document.documentElement.dataset['theme'] = look.theme
  document.head.append(...page.head.querySelectorAll('style'))
  document.body.replaceChildren(...page.body.childNodes)
}
