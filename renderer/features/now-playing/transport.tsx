// The transport under every page: what plays, the ring, time, wishes, sound.
import { Ban, Heart, Repeat, Repeat1, Shuffle, SkipBack, SkipForward, Volume1, Volume2, VolumeX } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { setRepeat, setShuffle, toggleLike } from '../../base/actions.ts'
import { artOr } from '../../base/art.ts'
import { Link } from '../../base/link.tsx'
import { useQueue } from '../../base/stores.ts'
import { usePlayingTrack } from '../../base/use-track.ts'
import { player, usePlayer } from '../../player/store.ts'
import { IconButton } from '../../ui/button.tsx'
import { Cover } from '../../ui/cover.tsx'
import { MenuButton } from '../../ui/menu.tsx'
import { Slider } from '../../ui/slider.tsx'
import { DwellRing } from './dwell-ring.tsx'
import { Scrubber } from './scrubber.tsx'
import styles from './transport.module.css'
import { WishItems } from './wish-items.tsx'

function Playing() {
  const { t } = useTranslation()
  const track = usePlayingTrack()
  if (!track) return <div className={styles['playing']} />
  const [first] = track.artists
  return (
    <div className={styles['playing']}>
      <Link to={{ page: 'now' }} label={t('nav.now')}>
        <Cover src={artOr(track.art, 256)} className={styles['art']} isLazy={false} />
      </Link>
      <div className={styles['words']}>
        <Link to={track.albumId === null ? null : { page: 'album', id: track.albumId }} className={styles['title']}>
          {track.title}
        </Link>
        <Link to={first ? { page: 'artist', id: first.id } : null} className={styles['artist']}>
          {track.artist || t('app.unknownArtist')}
        </Link>
      </div>
    </div>
  )
}

function Wishes() {
  const { t } = useTranslation()
  const track = usePlayingTrack()
  return (
    <>
      <IconButton
        label={t(track?.liked ? 'transport.liked' : 'transport.like')}
        shortcut="L"
        isOn={track?.liked ?? false}
        isDisabled={!track}
        onPress={() => track && toggleLike([track])}
      >
        <Heart size={17} {...(track?.liked && { fill: 'currentColor' })} />
      </IconButton>
      <MenuButton
        label={t('transport.wishes')}
        button={
          <IconButton label={t('transport.wishes')} isDisabled={!track}>
            <Ban size={17} />
          </IconButton>
        }
      >
        {track && <WishItems rows={[track]} />}
      </MenuButton>
    </>
  )
}

const repeatAfter = { off: 'all', all: 'one', one: 'off' } as const
const repeatName = { off: 'transport.repeatOff', all: 'transport.repeatAll', one: 'transport.repeatOne' } as const

export function OrderButtons() {
  const { t } = useTranslation()
  const shuffle = useQueue(state => state.shuffle)
  const repeat = useQueue(state => state.repeat)
  return (
    <>
      <IconButton
        label={t(shuffle ? 'transport.shuffleOn' : 'transport.shuffleOff')}
        isOn={shuffle}
        onPress={() => setShuffle(!shuffle)}
      >
        <Shuffle size={16} />
      </IconButton>
      <IconButton label={t(repeatName[repeat])} isOn={repeat !== 'off'} onPress={() => setRepeat(repeatAfter[repeat])}>
        {repeat === 'one' ? <Repeat1 size={16} /> : <Repeat size={16} />}
      </IconButton>
    </>
  )
}

function Sound() {
  const { t } = useTranslation()
  const volume = usePlayer(state => state.volume)
  const muted = usePlayer(state => state.muted)
  const Face = muted || volume === 0 ? VolumeX : volume < 0.5 ? Volume1 : Volume2
  return (
    <>
      <IconButton
        label={t(muted ? 'transport.unmute' : 'transport.mute')}
        shortcut="M"
        isOn={muted}
        onPress={() => player.setMuted(!muted)}
      >
        <Face size={17} />
      </IconButton>
      <div className={styles['volume']}>
        <Slider
          label={t('transport.volume')}
          value={muted ? 0 : volume}
          max={1}
          step={0.01}
          isQuiet
          onChange={value => {
            if (muted) player.setMuted(false)
            player.setVolume(value)
          }}
        />
      </div>
    </>
  )
}

export function Transport() {
  const { t } = useTranslation()
  const isEmpty = usePlayer(state => state.status === 'empty')
  return (
    <section aria-label={t('transport.label')} className={styles['transport']}>
      <Playing />
      <div className={styles['steps']}>
        <IconButton label={t('transport.previous')} size="big" isDisabled={isEmpty} onPress={() => player.previous()}>
          <SkipBack size={19} fill="currentColor" strokeWidth={1.5} />
        </IconButton>
        <DwellRing />
        <IconButton label={t('transport.next')} size="big" isDisabled={isEmpty} onPress={() => player.next()}>
          <SkipForward size={19} fill="currentColor" strokeWidth={1.5} />
        </IconButton>
      </div>
      <Scrubber />
      <div className={styles['ends']}>
        <Wishes />
        <OrderButtons />
        <Sound />
      </div>
    </section>
  )
}
