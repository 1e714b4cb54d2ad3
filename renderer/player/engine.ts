// The player at work: what the state asks for is done here, and what happens is told to the state.
import type { Bridge } from '../../preload/contract/bridge.ts'
import type { Answer } from '../../preload/contract/errors.ts'
import type { PlayId } from '../../preload/contract/ids.ts'
import type { QueueState } from '../../preload/contract/queue.ts'
import type { Settings } from '../../preload/contract/settings.ts'
import { createDecks } from './decks.ts'
import type { Decoder } from './decode/decoder.ts'
import { framesToEdge, layNext, whatHappened } from './joining.ts'
import { atRest, type Effect, type Machine, type PlayerEvent, type Tell } from './machine.ts'
import type { Output } from './output.ts'
import { createPlayLog } from './play-log.ts'
import { createReporter } from './reporter.ts'
import { createSoundSettings } from './sound-settings.ts'
import { step } from './step.ts'
import { emptyPlayer, type PlayerCommands, type PlayerState, type PlayerTrouble } from './store.ts'
import { viewOf } from './view.ts'

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
  /** Outputs came or went: the one that was chosen may be back. */
  devicesChanged(): void
  readonly settings: Settings
  close(): Promise<void>
}

const tickMs = 250
const beatMs = 4000
const restAfterMs = 60_000
const retellMs = 3000

export function createEngine({ bridge, decoder, createOutput, newPlayId, show }: EngineParts): Engine {
  let machine: Machine = atRest
  let output: Output | null = null
  let trouble: PlayerTrouble | null = null
  let troubles = 0
  /** The queue as the core last told it. */
  let known: QueueState | null = null
  let lastBeat = 0
  let shown: PlayerState = emptyPlayer
  let restTimer: ReturnType<typeof setTimeout> | undefined
  let edgeTimer: ReturnType<typeof setTimeout> | undefined
  const reporter = createReporter(events => bridge.call('listening.report', { events }))
  const log = createPlayLog({ now: Date.now, newPlayId }, reporter.add)
  const settings = createSoundSettings(bridge, hearSettings)
  const decks = createDecks({
    bridge,
    decoder,
    output: loud,
    settings: () => settings.now,
    opened: (deck, durationMs) => dispatch({ on: 'opened', deck, durationMs }),
    sounding: deck => dispatch({ on: 'sounding', deck }),
    failed: (deck, failure) => dispatch({ on: 'failed', deck, ...failure }),
  })

  function loud(): Output {
    if (output) return output
    output = createOutput()
    output.setVolume(settings.now.volume, settings.now.muted)
    routeTo(output)
    return output
  }

  function routeTo(out: Output): void {
    out.setDevice(settings.now.outputDevice).catch(() => {
      // Chosen once, not there today: the system's own is better than silence.
      out.setDevice('').catch((error: unknown) => console.warn('no output device could be had', error))
    })
  }

  function positionOf(id: number): number {
    const { current } = machine
    const deck = decks.get(id)
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
    // The decoder's worker costs tens of megabytes; it is back within a moment.
    if (event.on === 'rest' && machine !== before) decoder.close()
    if (machine.current?.phase === 'held') restTimer = setTimeout(() => dispatch({ on: 'rest' }), restAfterMs)
    // Nothing that changed nothing may ask again at once.
    if (machine.playing && machine !== before) tick()
    else publish()
  }

  function run(effect: Effect): void {
    switch (effect.do) {
      case 'open':
        decks.open(effect.deck, effect.item).sound(effect.atMs)
        break
      case 'prepare':
        decks.open(effect.deck, effect.item)
        break
      case 'begin':
        decks.get(effect.deck)?.sound(0)
        break
      case 'seek':
        decks.get(effect.deck)?.sound(effect.toMs)
        break
      case 'cut':
        // A crossfade into it may have been laid over the one that goes on.
        if (decks.close(effect.deck)) decks.get(machine.current?.deck)?.unfade()
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
        const { deck, entry, positionMs } = effect
        if (entry.what === 'started') lastBeat = performance.now()
        const end = entry.what === 'ended' && entry.atEnd ? decks.get(deck)?.durationMs : undefined
        log.note(deck, entry, end ?? positionMs ?? positionOf(deck))
        break
      }
      case 'tell':
        void tell(effect.tell)
        break
      case 'keep':
        void bridge.call('queue.keepPosition', { id: effect.id, positionMs: effect.positionMs })
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

  async function tell(message: Tell): Promise<void> {
    const answer =
      message.call === 'goTo'
        ? await bridge.call('queue.goTo', { id: message.id })
        : message.call === 'next'
          ? await bridge.call('queue.next', { byItself: message.byItself })
          : await bridge.call('queue.previous')
    if (answer.ok) return told('told')
    if (answer.code !== 'core-restarting') {
      // It was understood and refused: what the core has is then the truth.
      const now = await bridge.call('queue.state')
      if (now.ok) {
        take(now.data)
        return told('told')
      }
    }
    dispatch({ on: 'untold' })
    setTimeout(() => dispatch({ on: 'retell' }), retellMs)
  }

  /** False for one that was overtaken on its way: it says nothing any more. */
  function take(queue: QueueState): boolean {
    const isNews = known === null || queue.version >= known.version
    if (isNews) known = queue
    return isNews
  }

  /** A command was carried out: the queue that came of it arrived before this. */
  async function told(on: 'told' | 'picked'): Promise<void> {
    if (known === null) {
      // Nothing had to be changed, and nothing was told yet.
      const now = await bridge.call('queue.state')
      if (now.ok) take(now.data)
    }
    if (known) dispatch({ on, queue: known })
  }

  /** Everything that depends on time having passed. */
  function tick(): void {
    const { current } = machine
    const out = output
    const deck = decks.get(current?.deck)
    decks.pump()
    if (!out || !deck || current?.phase !== 'sounding') {
      publish()
      return
    }
    const clock = { rate: out.context.sampleRate, heard: out.heard(), soon: out.soon() }
    const playing = { deck, ahead: decks.get(machine.ahead?.deck), fading: decks.get(machine.fading) }
    const event = whatHappened(machine, playing, settings.now, clock)
    if (event) dispatch(event)
    else if (performance.now() - lastBeat >= beatMs) {
      lastBeat = performance.now()
      dispatch({ on: 'beat' })
    } else {
      if (playing.ahead) layNext(deck, playing.ahead, settings.now, clock)
      // What lies between two ticks is noticed when it happens.
      clearTimeout(edgeTimer)
      const edgeMs = (framesToEdge(playing, clock) / clock.rate) * 1000
      if (edgeMs < tickMs * 2) edgeTimer = setTimeout(tick, Math.max(4, edgeMs + 1))
      publish()
    }
  }

  const heardNow = () =>
    machine.current ? log.heard(machine.current.deck, positionNow()) : { dwellMs: 0, ring: emptyPlayer.ring }

  function publish(): void {
    const { volume, muted } = settings.now
    shown = viewOf(machine, heardNow(), { volume, muted, error: trouble }, shown)
    show(shown)
  }

  /** The listener picked something that the core makes a queue of: the play before ends as `picked`, the new one begins. */
  function pick(asked: Promise<Answer<void>>): void {
    dispatch({ on: 'picking' })
    void asked.then(answer => {
      if (answer.ok) void told('picked')
      else {
        say('skipped', answer.code, null, answer.message)
        dispatch({ on: 'unpicked' })
      }
    })
  }

  function hearSettings(before: Settings): void {
    const { volume, muted, outputDevice, replayGain, preampDb, clippingGuard } = settings.now
    output?.setVolume(volume, muted)
    if (output && before.outputDevice !== outputDevice) routeTo(output)
    if (before.replayGain !== replayGain || before.preampDb !== preampDb || before.clippingGuard !== clippingGuard) {
      decks.level()
    }
    publish()
  }

  async function load(): Promise<void> {
    const [kept, queue] = await Promise.all([bridge.call('settings.get'), bridge.call('queue.state')])
    if (kept.ok) settings.take(kept.data)
    if (queue.ok && take(queue.data)) dispatch({ on: 'queue', queue: queue.data })
  }

  const stops = [
    bridge.on('queue.changed', queue => {
      if (take(queue)) dispatch({ on: 'queue', queue })
    }),
    bridge.on('settings.changed', settings.take),
    bridge.onConnection(connected => {
      if (!connected) return
      // A core that was started again may count anew.
      known = null
      void load().then(() => dispatch({ on: 'retell' }))
    }),
    bridge.onLeaving(why => {
      dispatch(why === 'quit' ? { on: 'quit' } : { on: 'pause' })
      return reporter.flush()
    }),
  ]

  return {
    get settings() {
      return settings.now
    },
    deviceLost() {
      dispatch({ on: 'device-lost' })
    },
    devicesChanged() {
      if (output) routeTo(output)
    },
    commands: {
      playNow(ids, startAt, origin, source, options) {
        const input = { ids: Int32Array.from(ids), startAt, origin, source }
        pick(bridge.call('queue.play', { ...input, ...(options?.shuffle !== undefined && options) }))
      },
      startAutoplay: from => pick(bridge.call('queue.companion', { from })),
      goTo: id => dispatch({ on: 'go', id }),
      play: () => dispatch({ on: 'play' }),
      pause: () => dispatch({ on: 'pause' }),
      toggle: () => dispatch({ on: machine.playing ? 'pause' : 'play' }),
      next: () => dispatch({ on: 'next' }),
      previous: () => dispatch({ on: 'previous' }),
      seek: toMs => dispatch({ on: 'seek', toMs }),
      setVolume: volume => settings.change({ volume: Math.min(1, Math.max(0, volume)) }),
      setMuted: muted => settings.change({ muted }),
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
      settings.close()
      for (const timer of [restTimer, edgeTimer]) clearTimeout(timer)
      await reporter.flush()
      reporter.close()
      decoder.close()
      await output?.close()
    },
  }
}
