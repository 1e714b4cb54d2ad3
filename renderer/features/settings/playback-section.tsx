// How music is played: gapless, crossfade, levelling, and through which device.
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { changeSettings } from '../../base/actions.ts'
import { useFormat } from '../../base/format.ts'
import { useSettings } from '../../base/stores.ts'
import { type OutputDevice, player } from '../../player/store.ts'
import { Segments, Select } from '../../ui/field.tsx'
import { Line, SliderLine, SwitchLine } from './line.tsx'
import { Section } from './section.tsx'

function useDevices(): readonly OutputDevice[] {
  const [devices, setDevices] = useState<readonly OutputDevice[]>([])
  useEffect(() => {
    let isHere = true
    const look = (): void => {
      player.outputDevices().then(
        found => {
          if (isHere) setDevices(found)
        },
        (error: unknown) => console.warn('output devices could not be listed', error),
      )
    }
    look()
    navigator.mediaDevices?.addEventListener('devicechange', look)
    return () => {
      isHere = false
      navigator.mediaDevices?.removeEventListener('devicechange', look)
    }
  }, [])
  return devices
}

function Device() {
  const { t } = useTranslation()
  const chosen = useSettings(settings => settings.outputDevice)
  const devices = useDevices().filter(({ id }) => id !== '')
  const isGone = chosen !== '' && !devices.some(({ id }) => id === chosen)
  return (
    <Line name={t('settings.playback.device')}>
      <Select
        label={t('settings.playback.device')}
        choices={[
          { id: '', label: t('settings.playback.deviceDefault') },
          ...devices.map(({ id, label }) => ({ id, label: label || id })),
          ...(isGone ? [{ id: chosen, label: t('settings.playback.deviceGone') }] : []),
        ]}
        value={chosen}
        onChange={outputDevice => changeSettings({ outputDevice })}
      />
    </Line>
  )
}

const gains = ['off', 'track', 'album'] as const
const gainName = {
  off: 'settings.playback.replayGainOff',
  track: 'settings.playback.replayGainTrack',
  album: 'settings.playback.replayGainAlbum',
} as const

export function PlaybackSection() {
  const { t } = useTranslation()
  const format = useFormat()
  const settings = useSettings()
  return (
    <Section id="playback" title={t('settings.playback.title')}>
      <SwitchLine
        name={t('settings.playback.gapless')}
        hint={t('settings.playback.gaplessHint')}
        isOn={settings.gapless}
        onChange={gapless => changeSettings({ gapless })}
      />
      <SliderLine
        name={t('settings.playback.crossfade')}
        hint={t('settings.playback.crossfadeHint')}
        value={settings.crossfadeS}
        min={0}
        max={12}
        step={1}
        words={value =>
          value === 0 ? t('settings.playback.crossfadeOff') : t('settings.playback.crossfadeValue', { count: value })
        }
        onChange={crossfadeS => changeSettings({ crossfadeS })}
      />
      <Line name={t('settings.playback.replayGain')} hint={t('settings.playback.replayGainHint')}>
        <Segments
          label={t('settings.playback.replayGain')}
          choices={gains.map(id => ({ id, label: t(gainName[id]) }))}
          value={settings.replayGain}
          onChange={replayGain => changeSettings({ replayGain })}
        />
      </Line>
      {settings.replayGain !== 'off' && (
        <>
          <SliderLine
            name={t('settings.playback.preamp')}
            hint={t('settings.playback.preampHint')}
            value={settings.preampDb}
            min={-15}
            max={15}
            step={0.5}
            words={value => format.decibels(value)}
            onChange={preampDb => changeSettings({ preampDb })}
          />
          <SwitchLine
            name={t('settings.playback.clipping')}
            hint={t('settings.playback.clippingHint')}
            isOn={settings.clippingGuard}
            onChange={clippingGuard => changeSettings({ clippingGuard })}
          />
        </>
      )}
      <Device />
    </Section>
  )
}
