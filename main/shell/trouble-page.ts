// The page that stands in for the interface when the core cannot be had: what happened, why, where the log is, what to do.
import { troublePage } from './addresses.ts'
import type { Language, Trouble, Words } from './words.ts'

export interface TroubleFacts {
  readonly trouble: Trouble
  readonly reason: string
  readonly logFile: string
  /** Whether trying again as things are could help. */
  readonly canTryAgain: boolean
}

const style = `
  :root { color-scheme: light dark }
  body { margin: 0; min-height: 100vh; display: grid; place-content: center; font: 16px/1.6 system-ui, sans-serif;
    background: light-dark(#f6f1e7, #15120f); color: light-dark(#211b14, #f3ebde) }
  main { max-width: 34rem; padding: 2rem }
  h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .75rem }
  dl { display: grid; grid-template-columns: auto 1fr; gap: .25rem 1rem; font-size: .85rem; opacity: .8; overflow-wrap: anywhere }
  dd { margin: 0 }
  nav { display: flex; gap: .75rem; margin-top: 1.5rem }
  a { color: inherit; padding: .5rem 1rem; border: 1px solid; border-radius: 4px; text-decoration: none }
  a:focus-visible { outline: 3px solid; outline-offset: 2px }`

/** The page as HTML without a script: its links are wishes that the shell hears. */
export function troubleHtml(facts: TroubleFacts, words: Words, language: Language, nonce: string): string {
  const { title, text } = words.trouble[facts.trouble]
  const link = (wish: string, label: string) => `<a href="${troublePage}/${wish}">${asText(label)}</a>`
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><title>${asText(words.appName)}</title><style nonce="${nonce}">${style}</style></head>
<body><main role="alert">
<h1>${asText(title)}</h1>
<p>${asText(text)}</p>
<dl><dt>${asText(words.reason)}</dt><dd>${asText(facts.reason)}</dd><dt>${asText(words.log)}</dt><dd>${asText(facts.logFile)}</dd></dl>
<nav>${facts.canTryAgain ? link('again', words.tryAgain) : ''}${link('log', words.showLog)}${link('quit', words.quit)}</nav>
</main></body></html>
`
}

const asText = (text: string): string => text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)
