// Out again: pause learning, forget an hour, a session or everything after having read how much that is, take it back, or erase it for good.
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Forgotten } from '../../../preload/contract/history.ts'
import { attempt } from '../../base/actions.ts'
import { ask } from '../../base/client.ts'
import { Failed } from '../../base/failed.tsx'
import { useFormat } from '../../base/format.ts'
import { useSettings } from '../../base/stores.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import history from './history-section.module.css'
import { eraseForgotten, forget, remember, useForgotten } from './history-verbs.ts'
import { Line, SwitchLine } from './line.tsx'
import { Section } from './section.tsx'
import styles from './settings-page.module.css'

const spans = ['lastHour', 'session', 'everything'] as const
type Span = (typeof spans)[number]

export function ForgettingSection() {
  const { t } = useTranslation()
  const format = useFormat()
  const mode = useSettings(settings => settings.learning)
  const forgotten = useForgotten()
  const [asking, setAsking] = useState<Span | 'erase' | null>(null)
  if (forgotten.state === 'failed' && !forgotten.data) return <Failed error={forgotten.error} again={forgotten.again} />
  const list = forgotten.data ?? []
  const nameOf = ({ kind, label }: Forgotten): string => {
    if (kind === 'lastHour' || kind === 'session' || kind === 'everything') return t(`forgetting.${kind}`)
    return label === '' ? t('forgetting.belief') : label
  }
  return (
    <Section id="forgetting" title={t('forgetting.title')} intro={t('forgetting.intro')}>
      {mode !== 'off' && (
        <SwitchLine
          name={t('forgetting.pause')}
          hint={t('forgetting.pauseHint')}
          isOn={mode === 'paused'}
          onChange={paused =>
            attempt(async () => {
              await ask('learning.setMode', { mode: paused ? 'paused' : 'on' })
            })
          }
        />
      )}
      <Line name={t('forgetting.what')}>
        <div className={history['row']}>
          {spans.map(span => (
            <Button key={span} tone="line" onPress={() => setAsking(span)}>
              {t(`forgetting.${span}`)}
            </Button>
          ))}
        </div>
      </Line>
      {list.length > 0 && (
        <>
          <h3 className={styles['subheading']}>{t('forgetting.list')}</h3>
          <ul aria-label={t('forgetting.list')}>
            {list.map(one => (
              <li key={one.id} className={history['import']}>
                <div>
                  <p className={history['name']}>{nameOf(one)}</p>
                  <p className={styles['folderFacts']}>
                    {t('forgetting.facts', { count: one.plays, when: format.ago(one.at) })}
                  </p>
                </div>
                <Button
                  tone="line"
                  label={t('forgetting.undoOf', { what: nameOf(one) })}
                  onPress={() => remember(one.id)}
                >
                  {t('forgetting.undo')}
                </Button>
              </li>
            ))}
          </ul>
          <div className={styles['folderActions']}>
            <Button onPress={() => setAsking('erase')}>{t('forgetting.erase')}</Button>
          </div>
        </>
      )}
      {asking === 'erase' && <AskErase onClose={() => setAsking(null)} />}
      {asking !== null && asking !== 'erase' && <AskForget span={asking} onClose={() => setAsking(null)} />}
    </Section>
  )
}

function AskForget({ span, onClose }: { readonly span: Span; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const [plays, setPlays] = useState<number | null>(null)
  useEffect(() => {
    let isHere = true
    attempt(async () => {
      const counted = await ask('forgetting.preview', { kind: span })
      if (isHere) setPlays(counted.plays)
    })
    return () => {
      isHere = false
    }
  }, [span])
  return (
    <Dialog role="alertdialog" title={t(`forgetting.ask.${span}`)} isOpen onClose={onClose}>
      <p role="status">
        {plays === null
          ? t('forgetting.counting')
          : plays === 0
            ? t('forgetting.takesNothing')
            : `${t('forgetting.takes', { count: plays })} ${t('forgetting.canUndo')}`}
      </p>
      <DialogActions>
        <Button onPress={onClose} autoFocus>
          {t('app.cancel')}
        </Button>
        <Button
          tone="solid"
          isDisabled={plays === null || plays === 0}
          onPress={() => {
            onClose()
            forget({ kind: span })
          }}
        >
          {t('forgetting.forget')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}

function AskErase({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Dialog role="alertdialog" title={t('forgetting.eraseTitle')} isOpen onClose={onClose}>
      <p>{t('forgetting.eraseBody')}</p>
      <DialogActions>
        <Button onPress={onClose} autoFocus>
          {t('app.cancel')}
        </Button>
        <Button
          tone="solid"
          onPress={() => {
            onClose()
            eraseForgotten()
          }}
        >
          {t('forgetting.eraseDo')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
