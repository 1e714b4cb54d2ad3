// Puts the interface into a page: languages first, then what everything looks at, then the window.
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '@fontsource-variable/inter/opsz.css'
import 'pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css'
import '../ui/tokens.css'
import '../ui/base.css'
import { App } from './app.tsx'
import { Failed } from './failed.tsx'
import { chooseLanguage, speak, startLanguages } from './i18n/index.ts'
import { startStores, useSettings } from './stores.ts'

export async function mount(element: HTMLElement): Promise<void> {
  const root = createRoot(element)
  const language = chooseLanguage('system', navigator.languages)
  startLanguages(language)
  document.documentElement.lang = language
  try {
    await startStores()
    speak(chooseLanguage(useSettings.getState().language, navigator.languages))
    root.render(
      <StrictMode>
        <App />
      </StrictMode>,
    )
  } catch (error) {
    root.render(<Failed error={error} again={() => location.reload()} />)
  }
}
