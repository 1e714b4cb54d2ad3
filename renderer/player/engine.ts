// The player at work: what the state asks for is done here, and what happens is told to the state.
import type { Bridge } from '../../preload/contract/bridge.ts'
import type { PlayId } from '../../preload/contract/ids.ts'
import type { Loudness } from '../../preload/contract/library.ts'
import type { QueueItem, QueueState } from '../../preload/contract/queue.ts'
import { defaultSettings, type Settings } from '../../preload/contract/settings.ts'
import { createDeck, type Deck } from './deck.ts'
import type { Decoder } from './decode/decoder.ts'
import { levelGain } from './gain.ts'
import { isNearEnd, layNext } from './joining.ts'
import { atRest, type Effect, type Machine, type PlayerEvent, type Tell } from './machine.ts'
import type { Output } from './output.ts'
import { createPlayLog } from './play-log.ts'
import { createReporter } from './reporter.ts'
import { step } from './step.ts'
import { emptyPlayer, type PlayerCommands, type PlayerState, type PlayerTrouble } from './store.ts'

export interface EngineParts {
  readonly bridge: Bridge
  readonly decoder: Decoder
  /** Called when something first shall sound: an output costs a thread. */
  readonly createOutput: () => Output
  readonly newPlayId: () => PlayId
  readonly show: (state: PlayerState) => void
}

export interface Engine {
  readonly commands: Omit<PlayerCommands, 'outputDevices'>
  /** The output in use went away. */
  deviceLost(): void
  readonly settings: Settings
  close(): Promise<void>
}

const tickMs = 250
const beatMs = 4000
const restAfterMs = 60_000
const retellMs = 3000
/** A level that comes later than this is faded to. */
const levelPatienceMs = 400
const saveVolumeMs = 300

interface Deckful {
  readonly deck: Deck
  readonly loudness: { value: Loudness | null }
}

export function createEngine({ bridge, decoder, createOutput, newPlayId, show }: EngineParts): Engine {
  let machine: Machine = atRest
  let settings: Settings = defaultSettings
  let output: Output | null = null
  let trouble: PlayerTrouble | null = null
  let troubles = 0
  let queueVersion = -1
  let lastBeat = 0
  let shown: PlayerState = emptyPlayer
  let volumeTimer: ReturnType<typeof setTimeout> | undefined
  let restTimer: ReturnType<typeof setTimeout> | undefined
  let edgeTimer: ReturnType<typeof setTimeout> | undefined
  let unsaved: Partial<Pick<Settings, 'volume' | 'muted'>> = {}
  const decks = new Map<number, Deckful>()
  const reporter = createReporter(events => bridge.call('listening.report', { events }))
  const log = createPlayLog({ now: Date.now, newPlayId }, reporter.add)

  function loud(): Output {
    if (output) return output
    output = createOutput()
    output.setVolume(settings.volume, settings.muted)
    routeTo(output)
    return output
  }

  function routeTo(out: Output): void {
    out.setDevice(settings.outputDevice).catch(() => {
      // Chosen once, not there today: the system's own is better than silence.
      out.setDevice('').catch((error: unknown) => console.warn('no output device could be had', error))
    })
  }

  const deckOf = (id: number | undefined): Deck | null => (id === undefined ? null : (decks.get(id)?.deck ?? null))
  const currentDeck = (): Deck | null => deckOf(machine.current?.deck)

  function positionOf(id: number): number {
    const { current } = machine
    const deck = deckOf(id)
    if (current?.deck === id && (current.phase === 'held' || !deck)) return current.atMs
    return deck && output ? deck.positionAt(output.heard()) : 0
  }
  const positionNow = (): number => (machine.current ? positionOf(machine.current.deck) : 0)

  function dispatch(event: PlayerEvent): void {
    const before = machine
    const result = step(machine, event, { positionMs: positionNow() })
    machine = result.state
    for (const effect of result.effects) run(effect)
    decoder.tick(machine.playing ? tickMs : 0, tick)
    clearTimeout(restTimer)
    if (machine.current?.phase === 'held') restTimer = setTimeout(() => dispatch({ on: 'rest' }), restAfterMs)
    // Nothing that changed nothing may ask again at once.
    if (machine.playing && machine !== before) tick()
    else publish()
  }

  function run(effect: Effect): void {
    switch (effect.do) {
      case 'open':
        closeDeck(effect.deck)
        openDeck(effect.deck, effect.item).sound(effect.atMs)
        break
      case 'prepare':
        openDeck(effect.deck, effect.item)
        break
      case 'begin':
        deckOf(effect.deck)?.sound(0)
        break
      case 'seek':
        deckOf(effect.deck)?.sound(effect.toMs)
        break
      case 'cut':
        closeDeck(effect.deck)
        break
      case 'hold':
        output?.hold().catch((error: unknown) => console.warn('the output could not be paused', error))
        break
      case 'release':
        loud()
          .release()
          .catch((error: unknown) => console.warn('the output could not be started', error))
        break
      case 'log': {
        const { deck, entry } = effect
        if (entry.what === 'started') lastBeat = performance.now()
        const atEnd = entry.what === 'ended' && entry.atEnd === true
        // A play starts where it was placed, however late that is noticed.
        const began = entry.what === 'started' ? machine.current?.atMs : undefined
        log.note(deck, entry, began ?? (atEnd ? deckOf(deck)?.durationMs : undefined) ?? positionOf(deck))
        break
      }
      case 'tell':
        void tell(effect.tell)
        break
      case 'keep':
        void bridge.call('queue.keepPosition', { id: effect.id, positionMs: positionOf(effect.deck) })
        break
      case 'trouble': {
        const { kind, code, title, message } = effect
        say(kind, code, title, message)
        break
      }
    }
  }

  function say(kind: PlayerTrouble['kind'], code: PlayerTrouble['code'], title: string | null, message: string): void {
    troubles += 1
    trouble = { id: troubles, kind, code, title, message }
  }

  function openDeck(id: number, item: QueueItem): Deck {
    const loudness: Deckful['loudness'] = { value: null }
    const asked = bridge.call('library.loudness', { id: item.track.id }).then(answer => {
      loudness.value = answer.ok ? answer.data : null
      return levelGain(loudness.value, settings)
    })
    const patience = new Promise<number>(resolve =>
      setTimeout(() => resolve(levelGain(null, settings)), levelPatienceMs),
    )
    const deck = createDeck(
      { output: loud(), decoder, url: `dwell://media/${item.track.id}`, level: Promise.race([asked, patience]) },
      item,
      {
        opened: durationMs => dispatch({ on: 'opened', deck: id, durationMs }),
        sounding: () => dispatch({ on: 'sounding', deck: id }),
        failed: failure => dispatch({ on: 'failed', deck: id, ...failure }),
      },
    )
    asked.then(gain => deck.setLevel(gain)).catch(() => undefined)
    decks.set(id, { deck, loudness })
    return deck
  }

  function closeDeck(id: number): void {
    const deck = deckOf(id)
    decks.delete(id)
    if (!deck) return
    const unheard = deck.joinedAt !== null && output !== null && output.heard() < deck.joinedAt
    deck.close()
    // A crossfade into it was already laid over the one that goes on.
    if (unheard) currentDeck()?.unfade()
  }

  async function tell(message: Tell): Promise<void> {
    const answer =
      message.call === 'goTo'
        ? await bridge.call('queue.goTo', { id: message.id })
        : message.call === 'next'
          ? await bridge.call('queue.next', { byItself: message.byItself })
          : await bridge.call('queue.previous')
    if (answer.ok) return heardOf('told', answer.data)
    if (answer.code !== 'core-restarting') {
      // It was understood and refused: what the core has is then the truth.
      const now = await bridge.call('queue.state')
      if (now.ok) return heardOf('told', now.data)
    }
    dispatch({ on: 'untold' })
    setTimeout(() => dispatch({ on: 'retell' }), retellMs)
  }

  function heardOf(on: 'queue' | 'told', queue: QueueState): void {
    // An older state that was overtaken on its way says nothing any more, but an answer was awaited.
    if (queue.version < queueVersion && on === 'queue') return
    queueVersion = Math.max(queueVersion, queue.version)
    dispatch({ on, queue })
  }

  /** Everything that depends on time having passed. */
  function tick(): void {
    const { current } = machine
    const out = output
    const deck = currentDeck()
    if (!out || !current || !deck || current.phase !== 'sounding') {
      for (const each of decks.values()) each.deck.pump()
      publish()
      return
    }
    for (const each of decks.values()) each.deck.pump()
    const clock = { rate: out.context.sampleRate, heard: out.heard(), soon: out.soon() }
    const ahead = deckOf(machine.ahead?.deck)
    const fading = machine.fading === null ? null : deckOf(machine.fading)
    if (fading?.end && clock.heard >= fading.end) {
      dispatch({ on: 'drained', deck: machine.fading ?? 0 })
    } else if (deck.broken && clock.heard >= deck.broken.frame) {
      dispatch({ on: 'failed', deck: current.deck, ...deck.broken.failure })
    } else if (ahead?.joinedAt && clock.heard >= ahead.joinedAt) {
      dispatch({ on: 'joined', overlapping: (deck.end ?? Number.POSITIVE_INFINITY) > ahead.joinedAt + 1 })
    } else if (deck.end !== null && clock.heard >= deck.end) {
      dispatch({ on: 'drained', deck: current.deck })
    } else if (!machine.ahead && isNearEnd(deck, settings, clock)) {
      dispatch({ on: 'near-end' })
    } else if (performance.now() - lastBeat >= beatMs) {
      lastBeat = performance.now()
      dispatch({ on: 'beat' })
    } else {
      if (ahead) layNext(deck, ahead, settings, clock)
      wakeAtEdge([ahead?.joinedAt ?? deck.end, fading?.end ?? null], clock)
      publish()
    }
  }

  /** What lies between two ticks is noticed when it happens. */
  function wakeAtEdge(edges: readonly (number | null)[], { heard, rate }: { heard: number; rate: number }): void {
    clearTimeout(edgeTimer)
    const next = Math.min(...edges.filter(edge => edge !== null))
    const ms = ((next - heard) / rate) * 1000
    if (ms < tickMs * 2) edgeTimer = setTimeout(tick, Math.max(4, ms + 1))
  }

  function statusOf({ current, stopped }: Machine): PlayerState['status'] {
    if (!current) return 'empty'
    if (stopped) return 'error'
    if (current.phase === 'opening') return 'loading'
    return current.phase === 'sounding' ? 'playing' : 'paused'
  }

  const heardNow = () =>
    machine.current ? log.heard(machine.current.deck, positionNow()) : { dwellMs: 0, ring: emptyPlayer.ring }

  function publish(): void {
    const { current } = machine
    const { dwellMs, ring } = heardNow()
    const same = shown.ring.fill === ring.fill && shown.ring.passed === ring.passed
    shown = {
      status: statusOf(machine),
      item: current?.item ?? null,
      track: current?.item.track ?? null,
      durationMs: current?.durationMs ?? 0,
      dwellMs,
      ring: same ? shown.ring : ring,
      volume: settings.volume,
      muted: settings.muted,
      error: trouble,
    }
    show(shown)
  }

  function takeSettings(next: Settings): void {
    const before = settings
    settings = { ...next, ...unsaved }
    output?.setVolume(settings.volume, settings.muted)
    if (output && before.outputDevice !== settings.outputDevice) routeTo(output)
    const { replayGain, preampDb, clippingGuard } = settings
    if (before.replayGain !== replayGain || before.preampDb !== preampDb || before.clippingGuard !== clippingGuard) {
      for (const { deck, loudness } of decks.values()) deck.setLevel(levelGain(loudness.value, settings))
    }
    publish()
  }

  function changeVolume(change: Partial<Pick<Settings, 'volume' | 'muted'>>): void {
    unsaved = { ...unsaved, ...change }
    settings = { ...settings, ...change }
    output?.setVolume(settings.volume, settings.muted)
    publish()
    clearTimeout(volumeTimer)
    volumeTimer = setTimeout(() => {
      const saving = unsaved
      void bridge.call('settings.set', saving).then(() => {
        if (unsaved === saving) unsaved = {}
      })
    }, saveVolumeMs)
  }

  async function load(): Promise<void> {
    const [known, queue] = await Promise.all([bridge.call('settings.get'), bridge.call('queue.state')])
    if (known.ok) takeSettings(known.data)
    if (queue.ok) {
      // A core that was started again may count anew.
      queueVersion = queue.data.version
      dispatch({ on: 'queue', queue: queue.data })
    }
  }

  const stops = [
    bridge.on('queue.changed', queue => heardOf('queue', queue)),
    bridge.on('settings.changed', takeSettings),
    bridge.onConnection(connected => {
      if (!connected) return
      void load().then(() => dispatch({ on: 'retell' }))
    }),
    bridge.onLeaving(why => {
      dispatch(why === 'quit' ? { on: 'quit' } : { on: 'pause' })
      return reporter.flush()
    }),
  ]

  return {
    get settings() {
      return settings
    },
    deviceLost() {
      dispatch({ on: 'device-lost' })
      output?.setDevice('').catch((error: unknown) => console.warn('no output device could be had', error))
    },
    commands: {
      playNow(ids, startAt, origin, source, options) {
        dispatch({ on: 'picking' })
        const input = { ids: Int32Array.from(ids), startAt, origin, source }
        void bridge.call('queue.play', { ...input, ...(options?.shuffle !== undefined && options) }).then(answer => {
          if (answer.ok) {
            queueVersion = Math.max(queueVersion, answer.data.version)
            dispatch({ on: 'picked', queue: answer.data })
          } else {
            say('skipped', answer.code, null, answer.message)
            dispatch({ on: 'unpicked' })
          }
        })
      },
      goTo: id => dispatch({ on: 'go', id }),
      play: () => dispatch({ on: 'play' }),
      pause: () => dispatch({ on: 'pause' }),
      toggle: () => dispatch({ on: machine.playing ? 'pause' : 'play' }),
      next: () => dispatch({ on: 'next' }),
      previous: () => dispatch({ on: 'previous' }),
      seek: toMs => dispatch({ on: 'seek', toMs }),
      setVolume: volume => changeVolume({ volume: Math.min(1, Math.max(0, volume)) }),
      setMuted: muted => changeVolume({ muted }),
      dismissError() {
        trouble = null
        publish()
      },
      positionNow,
      dwellNow: () => heardNow().dwellMs,
      ringNow: () => heardNow().ring,
    },
    async close() {
      dispatch({ on: 'quit' })
      for (const stop of stops) stop()
      for (const timer of [volumeTimer, restTimer, edgeTimer]) clearTimeout(timer)
      await reporter.flush()
      reporter.close()
      decoder.close()
      await output?.close()
    },
  }
}
