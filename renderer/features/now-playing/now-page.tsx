// Now: the record that plays, why it is here, what it leads to, and the session so far.
import { useCallback } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { TrackRow } from '../../../preload/contract/library.ts'
import { attempt, shuffleAll } from '../../app/actions.ts'
import { artOr } from '../../app/art.ts'
import { ask } from '../../app/client.ts'
import { clock } from '../../app/format.ts'
import { Link } from '../../app/link.tsx'
import { reasonWords } from '../../app/reason-words.ts'
import { go, usePlaces } from '../../app/route.ts'
import { useCounts, useQueue } from '../../app/stores.ts'
import { usePlayingTrack } from '../../app/use-track.ts'
import { player, usePlayer } from '../../player/store.ts'
import { Button } from '../../ui/button.tsx'
import { Cover } from '../../ui/cover.tsx'
import { cx } from '../../ui/cx.ts'
import { Empty } from '../../ui/page.tsx'
import styles from './now-page.module.css'
import { ringMark } from './ring-mark.ts'
import { SessionStrip } from './session-strip.tsx'

function Stay() {
  const { t } = useTranslation()
  const seconds = usePlayer(state => Math.floor(state.dwellMs / 1000))
  const durationMs = usePlayer(state => state.durationMs)
  const passed = usePlayer(state => state.ring.passed)
  return (
    <div className={cx(styles['stay'], passed && styles['passed'])}>
      <span className={styles['numeral']}>{clock(seconds * 1000)}</span>
      <span className={styles['stayWords']}>
        <span>{t('now.stayed', { duration: clock(durationMs) })}</span>
        <span>{passed ? t('now.passed') : t('now.toPass', { mark: clock(durationMs * ringMark) })}</span>
      </span>
    </div>
  )
}

function LeadsTo() {
  const { t } = useTranslation()
  const next = useQueue(state => state.upcoming[0])
  if (!next) return t('now.nothingNext')
  const { track } = next
  return (
    <AriaButton className={cx(styles['nextTrack'])} onPress={() => player.goTo(next.id)}>
      <Cover src={artOr(track.art, 64)} className={styles['nextArt']} />
      <span>
        <span className={styles['nextTitle']}>{track.title}</span>
        <span className={styles['nextBy']}>{track.artist}</span>
      </span>
    </AriaButton>
  )
}

function Record({ track }: { readonly track: TrackRow }) {
  const { t } = useTranslation()
  const isPlaying = usePlayer(state => state.status === 'playing' || state.status === 'loading')
  const reason = usePlayer(state => state.item?.reason ?? null)
  const [first] = track.artists
  return (
    <div className={styles['record']}>
      <Cover src={artOr(track.art, 1024)} alt={track.album ?? ''} className={styles['art']} isLazy={false} />
      <div className={styles['words']}>
        <p className={styles['eyebrow']}>{t(isPlaying ? 'now.playing' : 'now.paused')}</p>
        <h1 className={styles['title']}>{track.title}</h1>
        <p className={styles['by']}>
          <Link to={first ? { page: 'artist', id: first.id } : null}>{track.artist || t('app.unknownArtist')}</Link>
        </p>
        <p className={styles['on']}>
          <Link to={track.albumId === null ? null : { page: 'album', id: track.albumId }}>
            {track.album ?? t('app.unknownAlbum')}
          </Link>
          {track.year !== null && ` · ${track.year}`}
        </p>
        <Stay />
        <dl className={styles['facts']}>
          <div className={styles['fact']}>
            <dt>{t('now.why')}</dt>
            <dd>{reasonWords(t, reason)}</dd>
          </div>
          <div className={styles['fact']}>
            <dt>{t('now.leadsTo')}</dt>
            <dd>
              <LeadsTo />
            </dd>
          </div>
        </dl>
      </div>
    </div>
  )
}

function Quiet() {
  const { t } = useTranslation()
  const { counts } = useCounts()
  const hasTracks = (counts?.tracks ?? 0) > 0
  const shuffleEverything = useCallback(() => {
    attempt(async () => {
      const { ids } = await ask('library.trackIds', { filter: { of: 'all' } })
      shuffleAll(ids, { kind: 'tracks' })
    })
  }, [])
  return (
    <Empty title={t('now.emptyTitle')} body={t(hasTracks ? 'now.emptyBody' : 'now.emptyFirst')}>
      <Button tone="solid" size="large" onPress={() => go({ page: 'library', tab: usePlaces.getState().tab })}>
        {t('now.goToLibrary')}
      </Button>
      {hasTracks && (
        <Button tone="line" size="large" onPress={shuffleEverything}>
          {t('now.surprise')}
        </Button>
      )}
    </Empty>
  )
}

export function NowPage() {
  const { t } = useTranslation()
  const track = usePlayingTrack()
  const hints = [
    [t('keys.key.space'), t('now.hints.play')],
    ['← →', t('now.hints.seek')],
    ['L', t('now.hints.like')],
    ['N', t('now.hints.notNow')],
    ['/', t('now.hints.search')],
    ['?', t('now.hints.sheet')],
  ] as const
  return (
    <div className={styles['page']}>
      <div className={styles['inner']}>
        {track ? (
          <Record track={track} />
        ) : (
          <div className={styles['quiet']}>
            <Quiet />
          </div>
        )}
        <SessionStrip />
        <p className={styles['hints']}>
          {hints.map(([key, words]) => (
            <span key={key}>
              <kbd>{key}</kbd>
              {words}
            </span>
          ))}
        </p>
      </div>
    </div>
  )
}
