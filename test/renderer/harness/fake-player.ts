// A player without sound: keeps time, asks the queue, and shows the interface what the real one would.

import { ringFill } from '../../../models/listening/ring.ts'
import type { Answer } from '../../../preload/contract/errors.ts'
import type { PlayId, TrackId } from '../../../preload/contract/ids.ts'
import type { PlayRow } from '../../../preload/contract/listening.ts'
import type { QueueItem } from '../../../preload/contract/queue.ts'
import { attachPlayer, type PlayerCommands, usePlayer } from '../../../renderer/player/store.ts'
import type { FakeCore } from './fake-core.ts'

const tickMs = 250

/** `isStill`: time stands, so that what is shown is the same however long it is looked at. */
export function startFakePlayer(core: FakeCore, { isStill = false } = {}): { setDwell(ms: number): void } {
  const { bridge } = core.fake
  let [positionMs, dwellMs] = [0, 0]
  let playNumber = 0

  const ring = () => ringFill(dwellMs, usePlayer.getState().durationMs)
  const show = (): void => usePlayer.setState({ dwellMs, ring: ring() })

  const end = (cause: 'skip' | 'finished' | 'picked'): void => {
    const { track } = usePlayer.getState()
    if (!track) return
    playNumber += 1
    const fraction = Math.min(1, dwellMs / track.durationMs)
    const play: PlayRow = {
      playId: `play-${playNumber}` as PlayId,
      trackId: track.id,
      title: track.title,
      artist: track.artist,
      art: track.art,
      startedAt: 0,
      durationMs: track.durationMs,
      dwellMs,
      fraction,
      cause,
      origin: 'hand',
      outcome: dwellMs < 20_000 && cause !== 'finished' ? 'FP' : 'TP',
      sat: cause === 'finished' || fraction >= 0.9 ? 1 : cause === 'skip' ? 0 : null,
    }
    core.played(play)
  }
  const begin = (item: QueueItem | null): void => {
    positionMs = 0
    dwellMs = 0
    usePlayer.setState({
      item,
      track: item?.track ?? null,
      durationMs: item?.track.durationMs ?? 0,
      status: item ? 'playing' : 'empty',
      dwellMs: 0,
      ring: { fill: 0, passed: false },
    })
  }
  const follow = (asked: Promise<Answer<void>>): void => {
    void asked.then(({ ok }) => {
      if (ok) begin(core.queue.state().current)
    })
  }

  const commands: PlayerCommands = {
    playNow(ids, startAt, origin, source, options) {
      end('picked')
      const input = { ids: Int32Array.from<TrackId | number>(ids), startAt, origin, source }
      follow(bridge.call('queue.play', options?.shuffle ? { ...input, shuffle: true } : input))
    },
    startAutoplay(from) {
      end('picked')
      follow(bridge.call('queue.companion', { from }))
    },
    goTo(id) {
      end('picked')
      follow(bridge.call('queue.goTo', { id }))
    },
    play: () => usePlayer.setState(({ item }) => ({ status: item ? 'playing' : 'empty' })),
    pause: () => usePlayer.setState(({ item }) => ({ status: item ? 'paused' : 'empty' })),
    toggle: () => (usePlayer.getState().status === 'playing' ? commands.pause() : commands.play()),
    next() {
      end('skip')
      follow(bridge.call('queue.next', { byItself: false }))
    },
    previous() {
      if (positionMs > 3000) {
        positionMs = 0
        show()
      } else follow(bridge.call('queue.previous'))
    },
    seek(ms) {
      positionMs = Math.min(ms, usePlayer.getState().durationMs)
      show()
    },
    setVolume: volume => usePlayer.setState({ volume }),
    setMuted: muted => usePlayer.setState({ muted }),
    dismissError: () => usePlayer.setState({ error: null }),
    outputDevices: async () => [
      { id: '', label: '' },
      { id: 'a', label: 'Headphones' },
      { id: 'b', label: 'Living room' },
    ],
    positionNow: () => positionMs,
    dwellNow: () => dwellMs,
    ringNow: ring,
  }
  attachPlayer(commands)

  setInterval(() => {
    if (isStill || usePlayer.getState().status !== 'playing') return
    positionMs += tickMs
    dwellMs += tickMs
    if (positionMs >= usePlayer.getState().durationMs) {
      end('finished')
      follow(bridge.call('queue.next', { byItself: true }))
    } else show()
  }, tickMs)

  return {
    /** As if the listener had stayed that long. */
    setDwell(ms) {
      positionMs = ms
      dwellMs = ms
      show()
    },
  }
}
