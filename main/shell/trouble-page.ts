// The page that stands in for the interface when the core cannot be had: what happened, why, where the log is, what to do.
import { troublePage } from './addresses.ts'
import type { FirstLook } from './protocol/app-files.ts'
import type { Trouble, Words } from './words.ts'

export interface TroubleFacts {
  readonly trouble: Trouble
  readonly reason: string
  readonly logFile: string
  /** Whether trying again as things are could help. */
  readonly canTryAgain: boolean
}

// The interface's own tokens where its stylesheet is there: above all its fonts, since a bare machine has none for Hangul.
const style = `
  body { margin: 0; min-height: 100vh; display: grid; place-content: center; font: 16px/1.6 var(--font, system-ui, sans-serif);
    background: var(--ground, Canvas); color: var(--ink, CanvasText); overflow: auto; user-select: text }
  main { max-width: 34rem; padding: 2rem }
  h1 { font-size: 1.75rem; line-height: 1.25; margin: 0 0 .75rem; text-wrap: balance }
  dl { display: grid; grid-template-columns: auto 1fr; gap: .25rem 1rem; margin: 1.25rem 0 0; font-size: .85rem;
    color: var(--ink-soft, inherit); overflow-wrap: anywhere }
  dd { margin: 0 }
  nav { display: flex; gap: .75rem; margin-top: 1.75rem }
  a { color: inherit; padding: .45rem 1.1rem; border: 1px solid var(--line-strong, currentColor); border-radius: 99px; text-decoration: none }
  a:hover { background: var(--wash-strong, transparent) }
  a:focus-visible { outline: 3px solid var(--accent, currentColor); outline-offset: 2px }`

/** The page as HTML without a script: its links are wishes that the shell hears. */
export function troubleHtml(
  facts: TroubleFacts,
  words: Words,
  { nonce, theme, language }: FirstLook,
  stylesheets: readonly string[],
): string {
  const { title, text } = words.trouble[facts.trouble]
  const link = (wish: string, label: string) => `<a href="${troublePage}/${wish}">${asText(label)}</a>`
  return `<!doctype html>
<html lang="${language}" data-theme="${theme}">
<head><meta charset="utf-8"><title>${asText(words.appName)}</title>${stylesheets.map(path => `<link rel="stylesheet" href="${asText(path)}">`).join('')}<style nonce="${nonce}">${style}</style></head>
<body><main>
<div role="alert"><h1>${asText(title)}</h1>
<p>${asText(text)}</p></div>
<dl><dt>${asText(words.reason)}</dt><dd>${asText(facts.reason)}</dd><dt>${asText(words.log)}</dt><dd>${asText(facts.logFile)}</dd></dl>
<nav>${facts.canTryAgain ? link('again', words.tryAgain) : ''}${link('log', words.showLog)}${link('quit', words.quit)}</nav>
</main></body></html>
`
}

const asText = (text: string): string => text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)
