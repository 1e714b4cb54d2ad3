// Puts the interface into a page: drawn at once from what the page already knows, then filled as the core answers.
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '@fontsource-variable/inter/opsz.css'
import '../ui/fonts.css'
import '../ui/tokens.css'
import '../ui/base.css'
import { Failed } from '../base/failed.tsx'
import { chooseLanguage, startLanguages } from '../base/i18n/index.ts'
import { startStores } from '../base/stores.ts'
import { App } from './app.tsx'

/** Resolves when the core has answered everything that the frame shows. */
export async function mount(element: HTMLElement): Promise<void> {
  const root = createRoot(element)
  // The shell has written the listener's language and theme into the page before any script ran.
  startLanguages(chooseLanguage('system', [document.documentElement.lang, ...navigator.languages]))
  root.render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
  try {
    await startStores()
  } catch (error) {
    root.render(<Failed error={error} again={() => location.reload()} isPage />)
    throw error
  }
}
