// Hover to hear: a dot that the pointer rests on is heard softly while nothing else plays. An element of its own: the player, and so the log, knows nothing of it.
import { useEffect } from 'react'
import type { TrackId } from '../../../preload/contract/ids.ts'
import { usePlayer } from '../../player/store.ts'

const restMs = 400
/** Where most pieces are under way. */
const from = 0.3
const softly = 0.5

/** The ear's curve, as the player's own volume. */
const gain = (volume: number): number => volume ** 2 * softly

export function usePreview(id: TrackId | null, isWanted: boolean): void {
  const isQuiet = usePlayer(state => state.status === 'empty' || state.status === 'paused')
  useEffect(() => {
    if (id === null || !isWanted || !isQuiet) return
    const { volume, muted } = usePlayer.getState()
    const audio = new Audio()
    audio.preload = 'metadata'
    audio.volume = muted ? 0 : gain(volume)
    audio.addEventListener('loadedmetadata', () => {
      audio.currentTime = Number.isFinite(audio.duration) ? audio.duration * from : 0
      // What cannot be played is not worth a word here: a click says why.
      audio.play().catch(() => undefined)
    })
    const timer = setTimeout(() => {
      audio.src = `dwell://media/${id}`
    }, restMs)
    return () => {
      clearTimeout(timer)
      audio.pause()
      audio.removeAttribute('src')
      audio.load()
    }
  }, [id, isWanted, isQuiet])
}
