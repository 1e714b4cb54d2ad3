// The tape's end in the audio thread: passes on what it hears, with the frame each piece began at. Loaded as it is, so plain JavaScript.
class Tape extends AudioWorkletProcessor {
  constructor() {
    super()
    this.parts = []
    this.frames = 0
    this.from = 0
  }

  process([input]) {
    const left = input?.[0] ?? new Float32Array(128)
    if (this.frames === 0) this.from = currentFrame
    this.parts.push([left.slice(), (input?.[1] ?? left).slice()])
    this.frames += left.length
    if (this.frames < 2048) return true
    const planes = [0, 1].map(channel => {
      const whole = new Float32Array(this.frames)
      let at = 0
      for (const part of this.parts) {
        whole.set(part[channel], at)
        at += part[channel].length
      }
      return whole
    })
    this.port.postMessage(
      { from: this.from, planes },
      planes.map(plane => plane.buffer),
    )
    this.parts = []
    this.frames = 0
    return true
  }
}

registerProcessor('tape', Tape)
