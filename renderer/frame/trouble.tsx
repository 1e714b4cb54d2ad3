// What went wrong while playing, said once in the listener's language; and what plays now, for the ear of a screen reader.
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { go } from '../base/route.ts'
import { usePlayer } from '../player/store.ts'
import { Announcer } from '../ui/announcer.tsx'
import { toast } from '../ui/toast.tsx'

export function Trouble() {
  const { t } = useTranslation()
  const error = usePlayer(state => state.error)
  const said = useRef(-1)
  useEffect(() => {
    if (!error || error.id === said.current) return
    said.current = error.id
    const text =
      error.kind === 'skipped'
        ? error.title
          ? t('trouble.skipped', { title: error.title })
          : t('trouble.skippedUntitled')
        : t(`trouble.${error.kind}`)
    toast({
      text,
      detail: `${t(`error.${error.code}`)} ${error.message}`,
      tone: 'warn',
      ...(error.kind === 'device' && {
        action: { label: t('trouble.openSettings'), run: () => go({ page: 'settings' }) },
      }),
    })
  }, [error, t])
  return null
}

export function TrackAnnouncer() {
  const { t } = useTranslation()
  const track = usePlayer(state => state.track)
  const isPlaying = usePlayer(state => state.status === 'playing')
  const words = track && isPlaying ? t('transport.nowPlaying', { title: track.title, artist: track.artist }) : ''
  return <Announcer words={words} />
}
