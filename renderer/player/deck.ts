// A deck: one item of the queue, its file opened, its loudness levelled, sounding from wherever it is asked to.
import { failure } from '../../preload/contract/errors.ts'
import type { QueueItem } from '../../preload/contract/queue.ts'
import type { Decoder, OpenStream } from './decode/decoder.ts'
import { createFader } from './fader.ts'
import type { Failure } from './machine.ts'
import type { Output } from './output.ts'
import { positionMs } from './timeline.ts'
import { createVoice, type Voice } from './voice.ts'
import { openWhole } from './whole-file.ts'

const levelRampS = 0.05
/** A header may be a little wrong; a file that lacks more than this is a part of a file. */
const cutShortMs = 5000
const cutShortPart = 0.9

export interface Deck {
  readonly item: QueueItem
  /** Ms, of what decodes once it is open, of the tags before. */
  readonly durationMs: number
  readonly isOpen: boolean
  /** Output frame of its end: null while not known for certain. */
  readonly end: number | null
  /** The same as the file's header says it, before the end was decoded. */
  readonly likelyEnd: number | null
  /** Its true end came long before the one that its header promised. */
  readonly cutShort: boolean
  /** Output frame where it was joined to begin; null when it was not. */
  readonly joinedAt: number | null
  /** Where sound breaks off because the rest of the file will not decode; what is scheduled before it is still heard. */
  readonly broken: { readonly frame: number; readonly failure: Failure } | null
  /** Sounds from `fromMs` as soon as it can; what sounded of it before gives way then. */
  sound(fromMs: number): void
  /** Lays its beginning at an output frame, fading in over `fadeS`. */
  join(origin: number, fadeS: number): void
  /** Fades out, equal power, over `fadeS` from an output frame on. */
  fadeOut(frame: number, fadeS: number): void
  unfade(): void
  setLevel(gain: number): void
  /** Position in ms that sounds at an output frame. */
  positionAt(frame: number): number
  pump(): void
  close(): void
}

export interface DeckEvents {
  opened(durationMs: number): void
  sounding(): void
  failed(failure: Failure): void
}

/** Problems that another decoder might not have. */
const worthAnotherTry = new Set(['file-not-audio', 'not-playable', 'file-broken'])

async function openStream(decoder: Decoder, url: string, durationMs: number, output: Output): Promise<OpenStream> {
  try {
    return await decoder.open(url)
  } catch (thrown) {
    const failed = failure(thrown)
    if (failed.ok || !worthAnotherTry.has(failed.code)) throw thrown
    // The first trouble says more than that the second way failed too.
    return await openWhole(url, durationMs, output.context).catch(() => Promise.reject(thrown))
  }
}

/** Opens the item's file at once. `level` resolves to its gain; sound waits for it so that it never jumps. */
export function createDeck(
  parts: { readonly output: Output; readonly decoder: Decoder; readonly url: string; readonly level: Promise<number> },
  item: QueueItem,
  events: DeckEvents,
): Deck {
  const { output, decoder, url } = parts
  const rate = output.context.sampleRate
  const level = createFader(output.context, 1)
  level.node.connect(output.input)
  let stream: OpenStream | null = null
  let voice: Voice | null = null
  let coming: Voice | null = null
  let durationMs = item.track.durationMs
  let promisedMs = 0
  let fromMs = 0
  let soundingFrom: number | null = null
  let joinedAt: number | null = null
  let turn = 0
  let broken: Deck['broken'] = null
  let closed = false

  function fail(thrown: unknown): void {
    if (closed) return
    const failed = failure(thrown)
    if (!failed.ok) events.failed({ code: failed.code, message: failed.message })
  }

  const opening = Promise.all([openStream(decoder, url, item.track.durationMs, output), parts.level]).then(
    ([opened, gain]) => {
      if (closed) {
        opened.close()
        return
      }
      stream = opened
      level.setAt(gain, 0)
      const { frames, exact, rate: fileRate } = opened.shape
      // A guess from a header without a count of frames is no better than the tags'.
      promisedMs = frames === null ? 0 : (frames / fileRate) * 1000
      if (frames !== null && (exact || durationMs === 0)) durationMs = (frames / fileRate) * 1000
      events.opened(durationMs)
    },
    fail,
  )

  function voiceFrom(frame: number, place: Parameters<typeof createVoice>[0]['place']): Voice | null {
    if (!stream) return null
    const mine: Voice = createVoice({
      output,
      into: level.node,
      stream,
      from: frame,
      place,
      onEnd: () => {
        if (mine.frames !== null && stream) durationMs = (mine.frames / stream.shape.rate) * 1000
        if (mine === voice) events.opened(durationMs)
      },
      onError: thrown => {
        const failed = failure(thrown)
        if (mine !== voice || failed.ok) fail(thrown)
        else broken = { frame: mine.scheduledTo, failure: { code: failed.code, message: failed.message } }
      },
    })
    return mine
  }

  function begin(at: number): void {
    if (!stream || closed) return
    coming?.drop()
    voice?.leaveStream()
    const frame = Math.round((at / 1000) * stream.shape.rate)
    const mine = voiceFrom(frame, { kind: 'now' })
    coming = mine
    mine?.placed.then(() => {
      if (closed || coming !== mine) return
      if (output.asleep) voice?.drop()
      else voice?.stop()
      voice = mine
      broken = null
      coming = null
      soundingFrom = at
      joinedAt = null
      events.sounding()
    }, fail)
  }

  return {
    item,
    get durationMs() {
      return durationMs
    },
    get isOpen() {
      return stream !== null
    },
    get end() {
      return coming ? null : (voice?.end ?? null)
    },
    get likelyEnd() {
      if (coming || !voice || !stream || voice.origin === null) return null
      return voice.end ?? voice.origin + (durationMs / 1000) * rate
    },
    get cutShort() {
      if (!voice || voice.frames === null) return false
      return durationMs < promisedMs * cutShortPart && promisedMs - durationMs > cutShortMs
    },
    get joinedAt() {
      return joinedAt
    },
    get broken() {
      return broken
    },
    sound(at) {
      fromMs = at
      turn += 1
      const mine = turn
      soundingFrom = null
      void opening.then(output.settled).then(() => {
        if (mine === turn) begin(at)
      })
    },
    join(origin, fadeS) {
      if (!stream || closed) return
      voice?.drop()
      voice = voiceFrom(0, { kind: 'at', origin })
      if (!voice) return
      joinedAt = origin
      soundingFrom = 0
      if (fadeS > 0) voice.fader.fade('in', origin / rate, fadeS)
      voice.placed.catch(fail)
    },
    fadeOut(frame, fadeS) {
      voice?.fader.fade('out', frame / rate, fadeS)
    },
    unfade() {
      voice?.fader.rampTo(1, output.soonTime(), levelRampS)
    },
    setLevel(gain) {
      level.rampTo(gain, output.soonTime(), levelRampS)
    },
    positionAt(frame) {
      // Until what was asked for is heard, the place it was asked for is the truth.
      if (coming || soundingFrom === null || !voice || voice.origin === null) return fromMs
      const at = positionMs(frame, voice.origin, rate)
      return Math.min(Math.max(at, soundingFrom), Math.max(durationMs, soundingFrom))
    },
    pump() {
      voice?.pump()
    },
    close() {
      if (closed) return
      closed = true
      coming?.drop()
      if (joinedAt !== null && output.heard() < joinedAt) voice?.drop()
      else if (output.asleep) voice?.drop()
      else voice?.stop()
      stream?.close()
      // The last fade is a few milliseconds long.
      setTimeout(() => level.node.disconnect(), 200)
    },
  }
}
