// The play button with the dwell ring: it fills as you stay, is marked where the play counts, and falls back on a skip.
import { Pause, Play } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { clock } from '../../base/format.ts'
import { player, usePlayer } from '../../player/store.ts'
import { cx } from '../../ui/cx.ts'
import { fillRing, Ring } from '../../ui/ring.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'
import styles from './dwell-ring.module.css'
import { arcOf, ringMark } from './ring-mark.ts'

const fallMs = 520

/** True for the moment after a play was left before it counted, while the ring falls. */
function useFall(): boolean {
  const [isFalling, setFalling] = useState(false)
  const before = useRef({ itemId: usePlayer.getState().item?.id, fill: 0, passed: false })
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = usePlayer.subscribe(({ item, ring }) => {
      const last = before.current
      before.current = { itemId: item?.id, fill: ring.fill, passed: ring.passed }
      const left = item?.id !== last.itemId || ring.fill < last.fill - 0.02
      if (!left || last.passed || last.fill < 0.01) return
      setFalling(true)
      clearTimeout(timer)
      timer = setTimeout(() => setFalling(false), fallMs)
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [])
  return isFalling
}

export function DwellRing() {
  const { t } = useTranslation()
  const status = usePlayer(state => state.status)
  const passed = usePlayer(state => state.ring.passed)
  const seconds = usePlayer(state => Math.floor(state.dwellMs / 1000))
  const isFalling = useFall()
  const ring = useRef<SVGSVGElement>(null)
  const isSounding = status === 'playing'

  // The ring moves with the ear's clock; while nothing sounds it stands still.
  useEffect(() => {
    const draw = (): void =>
      fillRing(ring.current, arcOf(player.ringNow(), player.dwellNow(), usePlayer.getState().durationMs))
    if (!isSounding || isFalling) {
      if (isFalling) fillRing(ring.current, 0)
      else draw()
      return usePlayer.subscribe(draw)
    }
    let frame = requestAnimationFrame(function next() {
      draw()
      frame = requestAnimationFrame(next)
    })
    return () => cancelAnimationFrame(frame)
  }, [isSounding, isFalling])

  const isPlaying = status === 'playing' || status === 'loading'
  const name = t(isPlaying ? 'transport.pause' : 'transport.play')
  const words = t(passed ? 'transport.stayedPassed' : 'transport.stayed', { dwell: clock(seconds * 1000) })
  return (
    <Tooltip
      text={status === 'empty' ? name : status === 'loading' ? t('transport.loading') : words}
      shortcut={t('keys.key.space')}
    >
      <Button
        aria-label={name}
        isDisabled={status === 'empty'}
        className={cx(styles['button'], passed && styles['passed'])}
        onPress={() => player.toggle()}
      >
        <Ring
          ref={ring}
          size={60}
          line={4}
          mark={status === 'empty' ? null : ringMark}
          isPassed={passed}
          isFalling={isFalling}
          className={styles['ring']}
        />
        <span className={styles['face']}>
          {isPlaying ? (
            <Pause size={19} fill="currentColor" strokeWidth={0} aria-hidden="true" />
          ) : (
            <Play size={19} fill="currentColor" strokeWidth={0} aria-hidden="true" style={{ marginLeft: 2 }} />
          )}
        </span>
      </Button>
    </Tooltip>
  )
}
