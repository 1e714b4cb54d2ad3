// Learning, under the listener's hand: on, paused or off; the next training and the one under way; what computes; the models kept.
import { useTranslation } from 'react-i18next'
import type { LearningState } from '../../../preload/contract/learning.ts'
import { attempt, changeSettings } from '../../base/actions.ts'
import { useAsked } from '../../base/asked.ts'
import { ask } from '../../base/client.ts'
import { Failed } from '../../base/failed.tsx'
import { useFormat } from '../../base/format.ts'
import { useSettings } from '../../base/stores.ts'
import { Button } from '../../ui/button.tsx'
import { Segments, Select } from '../../ui/field.tsx'
import { ProgressLine } from '../../ui/page.tsx'
import { BackendTable } from './backend-table.tsx'
import { KeptModels } from './kept-models.tsx'
import learning from './learning-section.module.css'
import { Line } from './line.tsx'
import { Section } from './section.tsx'
import styles from './settings-page.module.css'

const modes = ['on', 'paused', 'off'] as const
const afterPlays = [25, 50, 100, 250, 1000] as const

const changes = ['learning.changed'] as const
const loadState = () => ask('learning.state')

export function LearningSection() {
  const { t } = useTranslation()
  const asked = useAsked('learning', loadState, changes)
  if (asked.state === 'failed' && !asked.data) return <Failed error={asked.error} again={asked.again} />
  if (!asked.data) return null
  const { data: state, again } = asked
  const verb = (act: () => Promise<unknown>) => () =>
    attempt(async () => {
      await act()
      again()
    })
  return (
    <Section id="learning" title={t('learning.title')} intro={t('learning.intro')}>
      <Line name={t('learning.mode.title')} hint={t(`learning.mode.hint.${state.mode}`)}>
        <Segments
          label={t('learning.mode.title')}
          choices={modes.map(id => ({ id, label: t(`learning.mode.${id}`) }))}
          value={state.mode}
          onChange={mode => verb(() => ask('learning.setMode', { mode }))()}
        />
      </Line>
      {state.training ? (
        <Training training={state.training} cancel={verb(() => ask('learning.cancel'))} />
      ) : (
        <NextTraining state={state} train={verb(() => ask('learning.train'))} />
      )}
      {state.trouble && <Trouble trouble={state.trouble} />}
      <AfterPlays />
      <BackendTable />
      <KeptModels />
    </Section>
  )
}

interface TrainingProps {
  readonly training: NonNullable<LearningState['training']>
  readonly cancel: () => void
}

function Training({ training, cancel }: TrainingProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const { step, share, msLeft, backend } = training
  return (
    <div className={styles['scan']}>
      <div className={styles['scanLine']}>
        <span role="status">{t(`learning.step.${step}`)}</span>
        <span className={learning['facts']}>
          {format.percent(share)}
          {' · '}
          {t('learning.training.on', { backend: t(`learning.backend.${backend}`) })}
          {msLeft !== null && ` · ${t('learning.training.left', { time: format.time(msLeft) })}`}
        </span>
        <Button onPress={cancel}>{t('learning.training.cancel')}</Button>
      </div>
      <ProgressLine label={t('learning.training.label')} share={share} />
    </div>
  )
}

function NextTraining({ state, train }: { readonly state: LearningState; readonly train: () => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { mode, newPlays, nextAt, lastTrainedAt } = state
  const last =
    lastTrainedAt === null ? t('learning.next.never') : t('learning.next.last', { ago: format.ago(lastTrainedAt) })
  const left = nextAt - newPlays
  const next =
    mode !== 'on'
      ? t('learning.next.waiting', { count: newPlays })
      : left > 0
        ? t('learning.next.after', { count: left })
        : t('learning.next.soon')
  return (
    <Line name={t('learning.next.title')} hint={`${next} ${last}`}>
      <Button tone="line" isDisabled={mode === 'off'} onPress={train}>
        {t('learning.next.train')}
      </Button>
    </Line>
  )
}

function AfterPlays() {
  const { t } = useTranslation()
  const chosen = useSettings(settings => settings.trainAfterPlays)
  const counts = [...new Set([...afterPlays, chosen])].toSorted((a, b) => a - b)
  return (
    <Line name={t('learning.after.title')} hint={t('learning.after.hint')}>
      <Select
        label={t('learning.after.title')}
        choices={counts.map(count => ({ id: String(count), label: t('learning.after.plays', { count }) }))}
        value={String(chosen)}
        onChange={id => changeSettings({ trainAfterPlays: Number(id) })}
      />
    </Line>
  )
}

function Trouble({ trouble }: { readonly trouble: NonNullable<LearningState['trouble']> }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { at, message, movedFrom, movedTo } = trouble
  const when = format.moment(at)
  const from = movedFrom && t(`learning.backend.${movedFrom}`)
  const words =
    from === null
      ? t('learning.trouble.other', { when })
      : movedTo === null
        ? t('learning.trouble.stopped', { when, from })
        : t('learning.trouble.moved', { when, from, to: t(`learning.backend.${movedTo}`) })
  return (
    <div className={learning['trouble']} role="status">
      <p>{words}</p>
      <p className={learning['message']}>{message}</p>
    </div>
  )
}
