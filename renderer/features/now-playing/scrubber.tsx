// The scrubber: where in the track we are, and the way to another place; it follows the ear's clock four times a second.
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { clock } from '../../base/format.ts'
import { player, usePlayer } from '../../player/store.ts'
import { Slider } from '../../ui/slider.tsx'
import styles from './transport.module.css'

const lookEveryMs = 250

export function Scrubber() {
  const { t } = useTranslation()
  const durationMs = usePlayer(state => state.durationMs)
  const itemId = usePlayer(state => state.item?.id)
  const status = usePlayer(state => state.status)
  const [positionMs, setPosition] = useState(() => player.positionNow())
  /** Where the thumb is held; null when it is not. */
  const [heldMs, setHeld] = useState<number | null>(null)

  useEffect(() => {
    void itemId
    const look = (): void => setPosition(player.positionNow())
    look()
    const stop = usePlayer.subscribe(look)
    const timer = status === 'playing' ? setInterval(look, lookEveryMs) : undefined
    return () => {
      stop()
      clearInterval(timer)
    }
  }, [itemId, status])

  const shownMs = Math.min(heldMs ?? positionMs, durationMs)
  const words = { position: clock(shownMs), duration: clock(durationMs) }
  return (
    <div className={styles['time']}>
      <span aria-hidden="true">{status === 'empty' ? '' : words.position}</span>
      <Slider
        label={t('transport.seek')}
        value={shownMs}
        max={durationMs}
        step={1000}
        words={t('transport.seekValue', words)}
        isQuiet
        isAccented
        isDisabled={status === 'empty' || durationMs === 0}
        onChange={setHeld}
        onChangeEnd={value => {
          setHeld(null)
          setPosition(value)
          player.seek(value)
        }}
      />
      <span aria-hidden="true">{status === 'empty' ? '' : words.duration}</span>
    </div>
  )
}
