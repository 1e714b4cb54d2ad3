// What a history would bring, before anything of it is kept: how much matches, how, which not, what is left out and what is broken.
import { useTranslation } from 'react-i18next'
import type { ImportPreview, MatchSample } from '../../../preload/contract/history.ts'
import { useFormat } from '../../base/format.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import styles from './history-section.module.css'

const kinds = ['exact', 'folded', 'version', 'typo'] as const
/** A region that scrolls must be reachable by the keyboard. */
const reachable = { tabIndex: 0 } as const

interface Props {
  readonly preview: ImportPreview
  readonly onTake: () => void
  readonly onLeave: () => void
}

export function HistoryPreview({ preview, onTake, onLeave }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const { plays, matchedPlays, tracks, matchedTracks, how, duplicates, passedOver, broken, from, to } = preview
  const leftOut = [
    duplicates > 0 && t('history.preview.duplicates', { count: duplicates }),
    passedOver > 0 && t('history.preview.passedOver', { count: passedOver }),
    broken > 0 && t('history.preview.broken', { count: broken }),
  ].filter(words => words !== false)
  return (
    <Dialog
      title={t('history.preview.title', { format: t(`history.format.${preview.format}`), name: preview.fileName })}
      isOpen
      isWide
      onClose={onLeave}
    >
      {plays === 0 ? (
        <p>{t('history.preview.nothing')}</p>
      ) : (
        <div className={styles['head']}>
          <p className={styles['share']}>{format.percent(matchedPlays / plays)}</p>
          <div>
            <p>{t('history.preview.share', { share: format.percent(matchedPlays / plays) })}</p>
            <p className={styles['faint']}>{t('history.preview.matched', { matched: matchedTracks, tracks })}</p>
            <p className={styles['faint']}>
              {t('history.preview.plays', { count: plays })}
              {from !== null &&
                to !== null &&
                ` ${t('history.preview.span', { from: format.fullDate(from), to: format.fullDate(to) })}`}
            </p>
          </div>
        </div>
      )}
      {matchedTracks > 0 && (
        <dl className={styles['kinds']} aria-label={t('history.preview.how')}>
          {kinds.map(kind => (
            <div key={kind}>
              <dt>{t(`history.preview.${kind}`)}</dt>
              <dd>{format.number(how[kind])}</dd>
            </div>
          ))}
        </dl>
      )}
      <div className={styles['samples']}>
        <Samples title={t('history.preview.found')} samples={preview.matchedSamples} />
        <Samples
          title={t('history.preview.missing')}
          hint={t('history.preview.missingHint')}
          samples={preview.unmatchedSamples}
        />
      </div>
      {leftOut.length > 0 && (
        <ul className={styles['leftOut']}>
          {leftOut.map(words => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      )}
      {preview.brokenSamples.length > 0 && (
        <ul className={styles['broken']}>
          {preview.brokenSamples.map(({ place, message }) => (
            <li key={place}>
              {place}: {message}
            </li>
          ))}
        </ul>
      )}
      <DialogActions>
        <Button onPress={onLeave} autoFocus={plays === 0}>
          {t('app.cancel')}
        </Button>
        {plays > 0 && (
          <Button tone="solid" onPress={onTake} autoFocus>
            {t('history.preview.take')}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  )
}

interface SamplesProps {
  readonly title: string
  readonly hint?: string
  readonly samples: readonly MatchSample[]
}

function Samples({ title, hint, samples }: SamplesProps) {
  const { t } = useTranslation()
  if (samples.length === 0) return null
  return (
    <section>
      <h3 className={styles['sampleHead']}>{title}</h3>
      {hint && <p className={styles['faint']}>{hint}</p>}
      <ul className={styles['sampleList']} {...reachable} aria-label={title}>
        {samples.map(({ artist, title: name, matched, plays }) => (
          <li key={`${artist} · ${name}`}>
            <span>
              {artist} · {name}
            </span>
            <span className={styles['faint']}>
              {t('history.preview.plays', { count: plays })}
              {matched !== null &&
                matched !== `${artist} · ${name}` &&
                ` · ${t('history.preview.as', { name: matched })}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
