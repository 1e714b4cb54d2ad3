// The whole window: theme, language, keys, and the frame with its page.
import { useEffect } from 'react'
import { I18nProvider } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { Failed } from '../base/failed.tsx'
import { chooseLanguage, speak } from '../base/i18n/index.ts'
import { usePlaces } from '../base/route.ts'
import { useAppState, useSettings, useStart } from '../base/stores.ts'
import { BoostDialog } from '../features/boosts/boost-dialog.tsx'
import { Transport } from '../features/now-playing/transport.tsx'
import { Onboarding } from '../features/onboarding/onboarding.tsx'
import { UpNext } from '../features/queue/up-next.tsx'
import { usePlayer } from '../player/store.ts'
import { ToastRegion } from '../ui/toast.tsx'
import styles from './frame.module.css'
import { KeySheet } from './key-sheet.tsx'
import { useKeys } from './keyboard.ts'
import { Notices } from './notices.tsx'
import { Page } from './page.tsx'
import { PageBoundary } from './page-boundary.tsx'
import { Rail } from './rail.tsx'
import { useAccent, useTheme } from './theme.ts'
import { TrackAnnouncer, Trouble } from './trouble.tsx'

function Frame() {
  const { t } = useTranslation()
  const route = usePlaces(places => places.route)
  useKeys()
  return (
    <div className={styles['frame']}>
      <a className={styles['skip']} href="#page">
        {t('app.skipToPage')}
      </a>
      <div className={styles['notices']}>
        <Notices />
      </div>
      <div className={styles['rail']}>
        <Rail />
      </div>
      <main id="page" tabIndex={-1} className={styles['page']}>
        <PageBoundary
          key={JSON.stringify(route)}
          fallback={(error, again) => <Failed error={error} again={again} isPage />}
        >
          <Page route={route} />
        </PageBoundary>
      </main>
      <div className={styles['next']}>
        <UpNext />
      </div>
      <div className={styles['transport']}>
        <Transport />
      </div>
    </div>
  )
}

/** The first run is shown when it is known to be one; what was over the last time is drawn at once. */
function FirstRunOrFrame() {
  const isOnboarded = useSettings(settings => settings.onboarded)
  const isDemo = useAppState(state => state.demo)
  const { isReady, wasOnboarded } = useStart()
  if (!isReady) return wasOnboarded ? <Frame /> : null
  return isOnboarded || isDemo ? <Frame /> : <Onboarding />
}

export function App() {
  const { t, i18n } = useTranslation()
  const { isReady } = useStart()
  const language = useSettings(settings => settings.language)
  useTheme(
    useSettings(settings => settings.theme),
    isReady,
  )
  useAccent(
    usePlayer(state => state.track?.art ?? null),
    useSettings(settings => settings.accentFromArt),
  )
  useEffect(() => {
    if (isReady) speak(chooseLanguage(language, navigator.languages))
  }, [language, isReady])
  return (
    <I18nProvider locale={i18n.language}>
      <FirstRunOrFrame />
      <KeySheet />
      <BoostDialog />
      <Trouble />
      <TrackAnnouncer />
      <ToastRegion label={t('notice.region')} closeLabel={t('app.close')} />
    </I18nProvider>
  )
}
