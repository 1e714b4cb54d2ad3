// A sound card that can be held still: its time goes on only when it is let go, with so much laid out that no busy machine is heard. Load it before the player.

export interface Card {
  /** Time stands still from the next sound that is laid out on, whatever the player asks for. */
  holdAtNext(): void
  letGo(): Promise<void>
  /** Seconds of sound laid out for it so far. */
  laidS(): number
  readonly state: AudioContextState | null
}

let armed = false
let held = false
let wanted = false
let laidS = 0
let context: AudioContext | null = null

/** Another rate than the files': everything has to be resampled, as on most machines. */
const askedRate = Number(new URLSearchParams(location.search).get('rate'))

const Native = window.AudioContext
window.AudioContext = class extends Native {
  constructor(options?: AudioContextOptions) {
    super(askedRate > 0 ? { ...options, sampleRate: askedRate } : options)
    context = this
  }
  override async resume(): Promise<void> {
    wanted = true
    if (!held) await super.resume()
  }
  override async suspend(): Promise<void> {
    wanted = false
    await super.suspend()
  }
}

const { start } = AudioBufferSourceNode.prototype
AudioBufferSourceNode.prototype.start = function (this: AudioBufferSourceNode, ...given) {
  laidS += this.buffer?.duration ?? 0
  Reflect.apply(start, this, given)
  if (!armed || !context) return
  armed = false
  held = true
  void Native.prototype.suspend.call(context)
}

export const card: Card = {
  holdAtNext() {
    armed = true
  },
  async letGo() {
    held = false
    if (context && wanted) await Native.prototype.resume.call(context)
  },
  laidS: () => laidS,
  get state() {
    return context?.state ?? null
  },
}
