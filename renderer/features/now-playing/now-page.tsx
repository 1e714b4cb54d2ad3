// Now: the record that plays, why it is here, what it leads to, and the session so far.
import { useCallback } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { TrackRow } from '../../../preload/contract/library.ts'
import { attempt, letDwellPlay, shuffleAll } from '../../base/actions.ts'
import { artOr } from '../../base/art.ts'
import { ask } from '../../base/client.ts'
import { clock, useFormat } from '../../base/format.ts'
import { Link } from '../../base/link.tsx'
import { reasonWords } from '../../base/reason-words.ts'
import { go, usePlaces } from '../../base/route.ts'
import { useCounts, useQueue } from '../../base/stores.ts'
import { usePlayingTrack } from '../../base/use-track.ts'
import { player, usePlayer } from '../../player/store.ts'
import { Button } from '../../ui/button.tsx'
import { Cover } from '../../ui/cover.tsx'
import { cx } from '../../ui/cx.ts'
import { Empty } from '../../ui/page.tsx'
import { Ring } from '../../ui/ring.tsx'
import { MarkSign } from '../queue/marks.tsx'
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

const ahead = 3

function LeadsTo() {
  const { t } = useTranslation()
  const upcoming = useQueue(state => state.upcoming)
  if (upcoming.length === 0) return t('now.nothingNext')
  return (
    <ol className={styles['nextTracks']}>
      {upcoming.slice(0, ahead).map(({ id, track, reason }) => (
        <li key={id}>
          <AriaButton className={cx(styles['nextTrack'])} onPress={() => player.goTo(id)}>
            <Cover src={artOr(track.art, 64)} className={styles['nextArt']} />
            <span className={styles['nextWords']} title={reasonWords(t, reason)}>
              <span className={styles['nextTitle']}>{track.title}</span>
              <span className={styles['nextBy']}>{track.artist}</span>
            </span>
          </AriaButton>
        </li>
      ))}
    </ol>
  )
}

/** The reason, and what Dwell knew when it chose. */
function Why() {
  const { t } = useTranslation()
  const format = useFormat()
  const item = usePlayer(state => state.item)
  const decided = item?.decided
  return (
    <>
      <p>{reasonWords(t, item?.reason ?? null)}</p>
      {decided && (
        <ul className={styles['decided']}>
          {[...decided.objectives, ...(decided.drawn ? (['drawn'] as const) : [])].map(mark => (
            <li key={mark}>
              <MarkSign mark={mark} />
              {t(`balance.marks.${mark}`)}
            </li>
          ))}
          <li>{t(`balance.sure.${decided.sure}`, { percent: format.percent(decided.sat) })}</li>
        </ul>
      )}
    </>
  )
}

function Record({ track }: { readonly track: TrackRow }) {
  const { t } = useTranslation()
  const isPlaying = usePlayer(state => state.status === 'playing' || state.status === 'loading')
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
            <dd>
              <Why />
            </dd>
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
    <Empty title={t('now.emptyTitle')} body={t(hasTracks ? 'now.emptyBody' : 'now.emptyFirst')} isPage>
      {hasTracks && (
        <Button tone="solid" size="large" onPress={() => letDwellPlay()}>
          <Ring size={15} line={2.75} fill={0.78} />
          {t('balance.start')}
        </Button>
      )}
      <Button
        tone={hasTracks ? 'line' : 'solid'}
        size="large"
        onPress={() => go({ page: 'library', tab: usePlaces.getState().tab })}
      >
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
