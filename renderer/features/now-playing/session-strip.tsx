// The session so far as a strip of dwell bars: each as tall as the share that was heard.
import { Button } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { PlayRow } from '../../../preload/contract/listening.ts'
import { playFrom } from '../../base/actions.ts'
import { useAsked } from '../../base/asked.ts'
import { ask } from '../../base/client.ts'
import { clock, useFormat } from '../../base/format.ts'
import { usePlayer } from '../../player/store.ts'
import { cx } from '../../ui/cx.ts'
import { Tooltip } from '../../ui/tooltip.tsx'
import styles from './session-strip.module.css'

const changes = ['listening.played'] as const
const load = (): Promise<readonly PlayRow[]> => ask('listening.session')

// Custom properties: React's types know only the standard ones.
const stayed = (share: number): Record<string, number> => ({ '--stayed': Math.min(1, Math.max(0, share)) })
const minutes = (durationMs: number): Record<string, number> => ({ '--minutes': Math.max(1.5, durationMs / 60_000) })

function DwellBar({ play }: { readonly play: PlayRow }) {
  const { t } = useTranslation()
  const format = useFormat()
  const words = t('now.bar', {
    title: play.title,
    artist: play.artist,
    percent: format.percent(play.fraction),
    time: clock(play.dwellMs),
  })
  return (
    <li className={styles['slot']} style={minutes(play.durationMs)}>
      <Tooltip text={words}>
        <Button
          aria-label={words}
          className={cx(styles['bar'])}
          style={stayed(play.fraction)}
          data-outcome={play.outcome}
          data-sat={play.sat ?? ''}
          onPress={() => playFrom(Int32Array.of(play.trackId), 0, 'hand', { kind: 'tracks' })}
        />
      </Tooltip>
    </li>
  )
}

/** The play that sounds now: it grows while it is heard. */
function CurrentBar() {
  const { t } = useTranslation()
  const track = usePlayer(state => state.track)
  const durationMs = usePlayer(state => state.durationMs)
  const share = usePlayer(state => (state.durationMs > 0 ? state.dwellMs / state.durationMs : 0))
  if (!track) return null
  return (
    <li
      className={styles['slot']}
      style={minutes(durationMs)}
      title={t('now.barNow', { title: track.title, artist: track.artist })}
    >
      <span className={styles['bar']} data-current="" style={stayed(share)} />
    </li>
  )
}

/** The oldest bars give way when there are more than fit to be seen. */
const mostBars = 72

export function SessionStrip() {
  const { t } = useTranslation()
  const format = useFormat()
  const session = useAsked('session', load, changes)
  const current = usePlayer(state => state.track?.id)
  const dwellMs = usePlayer(state => Math.floor(state.dwellMs / 1000) * 1000)
  // A play that is not over is drawn by the player's own clock.
  const plays = (session.data ?? []).filter(play => play.cause !== null)
  const heardMs = plays.reduce((sum, play) => sum + play.dwellMs, 0) + dwellMs
  const count = plays.length + (current === undefined ? 0 : 1)
  return (
    <section aria-labelledby="session">
      <div className={styles['head']}>
        <h2 id="session">{t('now.session')}</h2>
        {count > 0 && <span>{t('now.sessionSum', { count, time: format.time(heardMs) })}</span>}
      </div>
      {count === 0 ? (
        <div className={styles['strip']}>
          <p className={styles['empty']}>{t('now.sessionEmpty')}</p>
        </div>
      ) : (
        <ol className={styles['strip']}>
          {plays.slice(-mostBars).map(play => (
            <DwellBar key={play.playId} play={play} />
          ))}
          <CurrentBar />
        </ol>
      )}
    </section>
  )
}
