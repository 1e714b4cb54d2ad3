// Settings: folders, playback, appearance, and what Dwell keeps.
import { useTranslation } from 'react-i18next'
import { attempt, changeSettings } from '../../base/actions.ts'
import { useAsked } from '../../base/asked.ts'
import { ask } from '../../base/client.ts'
import { useFormat } from '../../base/format.ts'
import { useAppState, useSettings } from '../../base/stores.ts'
import { Button } from '../../ui/button.tsx'
import { Segments, Select } from '../../ui/field.tsx'
import { PageHead } from '../../ui/page.tsx'
import { DiscoverySection } from './discovery-section.tsx'
import { FoldersSection } from './folders-section.tsx'
import { ForgettingSection } from './forgetting-section.tsx'
import { HistorySection } from './history-section.tsx'
import { LearningSection } from './learning-section.tsx'
import { Line, SwitchLine } from './line.tsx'
import { PlaybackSection } from './playback-section.tsx'
import { Section } from './section.tsx'
import styles from './settings-page.module.css'
import { SoundSection } from './sound-section.tsx'

const themes = ['system', 'light', 'dark'] as const
const languages = ['system', 'en', 'ko'] as const
/** Each language in its own words, whatever is spoken now. */
const languageNames = { en: 'English', ko: '한국어' } as const

function AppearanceSection() {
  const { t } = useTranslation()
  const settings = useSettings()
  return (
    <Section id="appearance" title={t('settings.appearance.title')}>
      <Line name={t('settings.appearance.theme')}>
        <Segments
          label={t('settings.appearance.theme')}
          choices={themes.map(id => ({ id, label: t(`settings.appearance.${id}`) }))}
          value={settings.theme}
          onChange={theme => changeSettings({ theme })}
        />
      </Line>
      <Line name={t('settings.appearance.language')}>
        <Select
          label={t('settings.appearance.language')}
          choices={languages.map(id => ({
            id,
            label: id === 'system' ? t('settings.appearance.languageSystem') : languageNames[id],
          }))}
          value={settings.language}
          onChange={language => changeSettings({ language })}
        />
      </Line>
      <SwitchLine
        name={t('settings.appearance.accent')}
        hint={t('settings.appearance.accentHint')}
        isOn={settings.accentFromArt}
        onChange={accentFromArt => changeSettings({ accentFromArt })}
      />
    </Section>
  )
}

const changes = ['listening.played'] as const
const loadTotals = () => ask('listening.totals')

function AboutSection() {
  const { t } = useTranslation()
  const format = useFormat()
  const version = useAppState(state => state.version)
  const totals = useAsked('totals', loadTotals, changes)
  return (
    <Section id="about" title={t('settings.about.title')}>
      <div className={styles['about']}>
        <p>{t('settings.about.privacy')}</p>
        {totals.data && totals.data.plays > 0 && (
          <p>
            {t('settings.about.totals', {
              plays: format.number(totals.data.plays),
              time: format.time(totals.data.heardMs),
            })}
          </p>
        )}
        <Button tone="line" onPress={() => attempt(() => ask('app.showProfile'))}>
          {t('settings.about.showProfile')}
        </Button>
        <p>
          {t('settings.about.version', { version })}. {t('settings.about.licence')}
        </p>
      </div>
    </Section>
  )
}

export function SettingsPage() {
  const { t } = useTranslation()
  return (
    <div className={styles['page']}>
      <div className={styles['inner']}>
        <PageHead title={t('settings.title')} />
        <FoldersSection />
        <PlaybackSection />
        <DiscoverySection />
        <LearningSection />
        <SoundSection />
        <HistorySection />
        <ForgettingSection />
        <AppearanceSection />
        <AboutSection />
      </div>
    </div>
  )
}
