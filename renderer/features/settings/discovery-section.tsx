// Discovery: where the balance begins, what counts as under-heard, the room between the same artists, chance, and the boosts in force.
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { changeSettings } from '../../base/actions.ts'
import { useFormat } from '../../base/format.ts'
import { useSettings } from '../../base/stores.ts'
import { followBalance, useBalance } from '../queue/balance-store.ts'
import { adventureWords, amountWords } from '../queue/balance-words.ts'
import { BoostRules } from './boost-rules.tsx'
import { SliderLine, SwitchLine } from './line.tsx'
import { Section } from './section.tsx'
import styles from './settings-page.module.css'

const step = 0.025
const hourMs = 3_600_000

function Defaults() {
  const { t } = useTranslation()
  const format = useFormat()
  const settings = useSettings()
  const suggested = useBalance(({ state }) => state?.suggested ?? null)
  useEffect(followBalance, [])
  const isByTaste = settings.defaultAdventure === null
  const taste = suggested
    ? t('balance.settings.byTasteNow', {
        word: adventureWords(t, suggested.adventure),
        gs: format.number(suggested.gs * 100),
      })
    : t('balance.settings.byTasteHint')
  const amount = (value: number): string => amountWords(t, value)
  return (
    <>
      <SwitchLine
        name={t('balance.settings.byTaste')}
        hint={taste}
        isOn={isByTaste}
        onChange={isOn => changeSettings({ defaultAdventure: isOn ? null : (suggested?.adventure ?? 0.5) })}
      />
      {settings.defaultAdventure !== null && (
        <SliderLine
          name={t('balance.adventure.name')}
          hint={t('balance.settings.byTasteHint')}
          value={settings.defaultAdventure}
          min={0}
          max={1}
          step={step}
          words={value => adventureWords(t, value)}
          onChange={defaultAdventure => changeSettings({ defaultAdventure })}
        />
      )}
      <SliderLine
        name={t('balance.discovery.name')}
        hint={t('balance.settings.discoveryHint')}
        value={settings.defaultDiscovery}
        min={0}
        max={1}
        step={step}
        words={amount}
        onChange={defaultDiscovery => changeSettings({ defaultDiscovery })}
      />
      <SliderLine
        name={t('balance.exposure.name')}
        hint={t('balance.settings.exposureHint')}
        value={settings.defaultExposure}
        min={0}
        max={1}
        step={step}
        words={amount}
        onChange={defaultExposure => changeSettings({ defaultExposure })}
      />
      <SliderLine
        name={t('balance.boost.name')}
        hint={t('balance.settings.boostHint')}
        value={settings.defaultBoost}
        min={0}
        max={1}
        step={step}
        words={amount}
        onChange={defaultBoost => changeSettings({ defaultBoost })}
      />
    </>
  )
}

/** The definition in one sentence with its numbers, and a line for each number. */
function UnderHeard() {
  const { t } = useTranslation()
  const format = useFormat()
  const { exposureDays, exposureLowest, exposureNewDays } = useSettings()
  const days = (count: number): string => t('balance.settings.days', { count })
  const share = format.percent(exposureLowest)
  return (
    <>
      <h3 className={styles['subheading']}>{t('balance.settings.exposureTitle')}</h3>
      <p className={styles['sentence']}>
        {exposureNewDays === 0
          ? t('balance.settings.exposureSentenceOld', { share, days: days(exposureDays) })
          : t('balance.settings.exposureSentence', { share, days: days(exposureDays), newDays: days(exposureNewDays) })}
      </p>
      <SliderLine
        name={t('balance.settings.window')}
        hint={t('balance.settings.windowHint')}
        value={exposureDays}
        min={7}
        max={365}
        step={1}
        words={days}
        onChange={value => changeSettings({ exposureDays: value })}
      />
      <SliderLine
        name={t('balance.settings.lowest')}
        hint={t('balance.settings.lowestHint')}
        value={exposureLowest}
        min={0.05}
        max={0.5}
        step={0.05}
        words={value => format.percent(value)}
        onChange={value => changeSettings({ exposureLowest: value })}
      />
      <SliderLine
        name={t('balance.settings.newFor')}
        hint={t('balance.settings.newForHint')}
        value={exposureNewDays}
        min={0}
        max={365}
        step={5}
        words={value => (value === 0 ? t('balance.settings.newForOff') : days(value))}
        onChange={value => changeSettings({ exposureNewDays: value })}
      />
    </>
  )
}

function Spacing() {
  const { t } = useTranslation()
  const format = useFormat()
  const { artistSpread, coolDownHours, randomSlots } = useSettings()
  return (
    <>
      <h3 className={styles['subheading']}>{t('balance.settings.spacing')}</h3>
      <SliderLine
        name={t('balance.settings.spread')}
        hint={t('balance.settings.spreadHint')}
        value={artistSpread}
        min={0}
        max={20}
        step={1}
        words={value =>
          value === 0 ? t('balance.settings.spreadOff') : t('balance.settings.spreadValue', { count: value })
        }
        onChange={value => changeSettings({ artistSpread: value })}
      />
      <SliderLine
        name={t('balance.settings.coolDown')}
        hint={t('balance.settings.coolDownHint')}
        value={coolDownHours}
        min={0}
        max={168}
        step={6}
        words={value => (value === 0 ? t('balance.settings.coolDownOff') : format.length(value * hourMs))}
        onChange={value => changeSettings({ coolDownHours: value })}
      />
      <SwitchLine
        name={t('balance.settings.random')}
        hint={t('balance.settings.randomHint')}
        isOn={randomSlots}
        onChange={isOn => changeSettings({ randomSlots: isOn })}
      />
    </>
  )
}

export function DiscoverySection() {
  const { t } = useTranslation()
  return (
    <Section id="discovery" title={t('balance.settings.title')} intro={t('balance.settings.intro')}>
      <Defaults />
      <UnderHeard />
      <Spacing />
      <BoostRules />
    </Section>
  )
}
