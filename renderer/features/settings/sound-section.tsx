// The audio analysis in the settings: whether they listen, how far they are, what holds them up, and the tracks that could not be heard.
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SoundProgress } from '../../../preload/contract/sound.ts'
import { attempt, changeSettings } from '../../base/actions.ts'
import { useAsked } from '../../base/asked.ts'
import { ask } from '../../base/client.ts'
import { Failed } from '../../base/failed.tsx'
import { useFormat } from '../../base/format.ts'
import { useSettings } from '../../base/stores.ts'
import { Button } from '../../ui/button.tsx'
import { ProgressLine } from '../../ui/page.tsx'
import { FailureList, mostFailures } from './failure-list.tsx'
import { SwitchLine } from './line.tsx'
import { Section } from './section.tsx'
import styles from './settings-page.module.css'

const changes = ['sound.progressed'] as const
const loadProgress = () => ask('sound.progress')

function Failures() {
  const { t } = useTranslation()
  const load = useCallback(() => ask('sound.failures', { limit: mostFailures }), [])
  const list = useAsked('sound failures', load, changes)
  return (
    <FailureList
      label={t('learning.sound.failures')}
      list={list}
      idOf={({ trackId }) => trackId}
      about={({ title, artist }) => (artist === '' ? title : `${title} · ${artist}`)}
    />
  )
}

/** Words for what goes on: `learning.sound.state.…`. */
function stateOf({ state, why, of }: SoundProgress) {
  if (state === 'idle') return of === 0 ? 'nothing' : 'done'
  if (state === 'waiting') return why ?? 'trouble'
  return state
}

function Status({ progress, isOn }: { readonly progress: SoundProgress; readonly isOn: boolean }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [showsFailures, setShowsFailures] = useState(false)
  const { state, done, of, failed, current, msLeft } = progress
  const heard = done + failed
  const isHeld = state === 'paused'
  const pause = (paused: boolean) => attempt(async () => void (await ask('sound.setPaused', { paused })))
  return (
    <>
      <div className={styles['scan']}>
        <div className={styles['scanLine']}>
          <span>
            <span role="status">{t(`learning.sound.state.${isOn ? stateOf(progress) : 'off'}`)}</span>
            {of > 0 && ` · ${t('learning.sound.heard', { done: format.number(heard), of: format.number(of) })}`}
          </span>
          <span className={styles['scanFile']}>
            <bdi>{current ?? ''}</bdi>
          </span>
          {msLeft !== null && <span>{t('scan.left', { time: format.time(msLeft) })}</span>}
          {isOn && heard < of && state !== 'unsupported' && (
            <Button onPress={() => pause(!isHeld)}>
              {t(isHeld ? 'learning.sound.resume' : 'learning.sound.pause')}
            </Button>
          )}
        </div>
        {heard < of && <ProgressLine label={t('learning.sound.label')} share={heard / of} />}
      </div>
      {failed > 0 && (
        <div className={styles['folderActions']}>
          <Button tone="plain" aria-expanded={showsFailures} onPress={() => setShowsFailures(shows => !shows)}>
            {t('learning.sound.failed', { count: failed })}
          </Button>
          <Button tone="line" onPress={() => attempt(async () => void (await ask('sound.retry')))}>
            {t('learning.sound.retry')}
          </Button>
        </div>
      )}
      {showsFailures && failed > 0 && <Failures />}
    </>
  )
}

export function SoundSection() {
  const { t } = useTranslation()
  const isOn = useSettings(settings => settings.analyseSound)
  const onBattery = useSettings(settings => settings.analyseOnBattery)
  const progress = useAsked('sound progress', loadProgress, changes)
  return (
    <Section id="sound" title={t('learning.sound.title')} intro={t('learning.sound.intro')}>
      {progress.state === 'failed' && !progress.data ? (
        <Failed error={progress.error} again={progress.again} />
      ) : (
        progress.data && <Status progress={progress.data} isOn={isOn} />
      )}
      <SwitchLine
        name={t('learning.sound.analyse')}
        hint={t('learning.sound.analyseHint')}
        isOn={isOn}
        onChange={analyseSound => changeSettings({ analyseSound })}
      />
      <SwitchLine
        name={t('learning.sound.battery')}
        hint={t('learning.sound.batteryHint')}
        isOn={onBattery}
        onChange={analyseOnBattery => changeSettings({ analyseOnBattery })}
      />
    </Section>
  )
}
