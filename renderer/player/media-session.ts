// The system's media panel and keys, through the browser's media session: one entry, with art and position.
//
// Chromium gives a session only to a media element that plays. The sound itself comes from Web Audio, so a silent element stands for it.
import type { TrackRow } from '../../preload/contract/library.ts'
import type { PlayerCommands, PlayerState } from './store.ts'

/** Chromium takes what is shorter than five seconds for a mere sound effect. */
const anchorSeconds = 10
const anchorRate = 8000
const headerBytes = 44
const artSize = 256

/** A wave file of silence: 8 bits, mono. */
export function silentWave(seconds: number): Uint8Array<ArrayBuffer> {
  const bytes = seconds * anchorRate
  const wave = new Uint8Array(headerBytes + bytes).fill(0x80, headerBytes)
  const view = new DataView(wave.buffer)
  const write = (at: number, text: string) => wave.set(new TextEncoder().encode(text), at)
  write(0, 'RIFF')
  view.setUint32(4, headerBytes - 8 + bytes, true)
  write(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, anchorRate, true)
  view.setUint32(28, anchorRate, true)
  view.setUint16(32, 1, true)
  view.setUint16(34, 8, true)
  write(36, 'data')
  view.setUint32(40, bytes, true)
  return wave
}

type Watched = Pick<PlayerState, 'status' | 'track' | 'durationMs'>

export interface MediaPanel {
  /** Shows the player's state; call it on every change and after every seek. */
  show(state: Watched): void
  close(): void
}

const seekStepMs = 10_000

export function createMediaPanel(commands: PlayerCommands): MediaPanel {
  const session = navigator.mediaSession
  const anchorUrl = URL.createObjectURL(new Blob([silentWave(anchorSeconds)], { type: 'audio/wav' }))
  const anchor = new Audio(anchorUrl)
  anchor.loop = true
  let shownTrack: TrackRow | null = null
  let artUrl: string | null = null
  let shownPosition = ''

  const by = (ms: number): void => commands.seek(Math.max(0, commands.positionNow() + ms))
  const actions: readonly [MediaSessionAction, MediaSessionActionHandler][] = [
    ['play', () => commands.play()],
    ['pause', () => commands.pause()],
    ['stop', () => commands.pause()],
    ['nexttrack', () => commands.next()],
    ['previoustrack', () => commands.previous()],
    ['seekto', ({ seekTime }) => seekTime !== undefined && commands.seek(seekTime * 1000)],
    ['seekforward', ({ seekOffset }) => by(seekOffset ? seekOffset * 1000 : seekStepMs)],
    ['seekbackward', ({ seekOffset }) => by(seekOffset ? -seekOffset * 1000 : -seekStepMs)],
  ]
  for (const [action, handler] of actions) session.setActionHandler(action, handler)

  function words(track: TrackRow, artwork: MediaImage[]): MediaMetadata {
    return new MediaMetadata({ title: track.title, artist: track.artist, album: track.album ?? '', artwork })
  }

  /** The panel takes pictures by http, data or blob only, so ours is fetched first. */
  async function showArt(track: TrackRow): Promise<void> {
    if (artUrl) URL.revokeObjectURL(artUrl)
    artUrl = null
    if (track.art === null) return
    const response = await fetch(`dwell://art/${track.art}?size=${artSize}`)
    if (!response.ok || shownTrack?.id !== track.id) return
    const picture = await response.blob()
    if (shownTrack?.id !== track.id) return
    artUrl = URL.createObjectURL(picture)
    session.metadata = words(track, [{ src: artUrl, sizes: `${artSize}x${artSize}`, type: picture.type }])
  }

  function showPosition(state: Watched): void {
    const duration = state.durationMs / 1000
    if (!(duration > 0)) return
    const position = Math.min(Math.max(0, commands.positionNow() / 1000), duration)
    const key = `${state.status} ${duration} ${position.toFixed(1)}`
    if (key === shownPosition) return
    shownPosition = key
    session.setPositionState({ duration, position, playbackRate: 1 })
  }

  return {
    show(state) {
      const sounds = state.status === 'playing' || state.status === 'loading'
      if (state.track?.id !== shownTrack?.id) {
        shownTrack = state.track
        session.metadata = state.track ? words(state.track, []) : null
        if (state.track) showArt(state.track).catch(() => undefined)
      }
      session.playbackState = state.track === null ? 'none' : sounds ? 'playing' : 'paused'
      // Without an output device the element cannot play; the panel is then all that is missing.
      if (sounds && anchor.paused) anchor.play().catch(() => undefined)
      if (!sounds && !anchor.paused) anchor.pause()
      showPosition(state)
    },
    close() {
      anchor.pause()
      anchor.removeAttribute('src')
      URL.revokeObjectURL(anchorUrl)
      if (artUrl) URL.revokeObjectURL(artUrl)
      for (const [action] of actions) session.setActionHandler(action, null)
      session.metadata = null
      session.playbackState = 'none'
    },
  }
}
