// Large arrays over a port: the same values at the other end, in order, over whatever carries them, and none of it in one piece.
import { MessageChannel } from 'node:worker_threads'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { inParts } from '../../preload/contract/parts.ts'
import { createPortPair, fromWorkerPort, type Port } from '../../preload/contract/port.ts'

const MB = 2 ** 20

function workerPorts(): readonly [Port, Port] {
  const { port1, port2 } = new MessageChannel()
  onTestFinished(() => port1.close())
  return [fromWorkerPort(port1), fromWorkerPort(port2)]
}

/** What arrives, each told when all `count` are there. */
function arrivals(port: Port, count: number): Promise<unknown[]> {
  const arrived: unknown[] = []
  return new Promise(resolve => {
    port.onMessage(message => {
      arrived.push(message)
      if (arrived.length === count) resolve(arrived)
    })
  })
}

const rising = (length: number) => Float64Array.from({ length }, (_, index) => index / 3)

describe.each([
  ['in one process', createPortPair],
  ['between threads', workerPorts],
])('a port of parts %s', (_name, ports) => {
  it('gives the other end what was posted, in order, whatever its size', async () => {
    const [here, there] = ports()
    const heard = arrivals(inParts(there), 4)
    const sender = inParts(here)
    const messages = [
      { small: Int32Array.of(1, 2), words: 'first' },
      { columns: [rising(200_000), { deep: Int8Array.from({ length: 3 * MB + 1 }, (_, index) => index) }], none: null },
      'third',
      rising(MB),
    ]
    for (const message of messages) sender.post(message)
    expect(await heard).toEqual(messages)
  })

  it('sends no piece much larger than a part, not even of a view of something large', async () => {
    const [here, there] = ports()
    let largest = 0
    const watched: Port = {
      ...here,
      post(message) {
        for (const { buffer } of views(message)) largest = Math.max(largest, buffer.byteLength)
        here.post(message)
      },
    }
    const heard = arrivals(inParts(there), 1)
    const whole = rising(MB)
    inParts(watched).post({ whole, view: whole.subarray(5, 9), nothing: whole.subarray(3, 3) })
    expect(await heard).toEqual([{ whole, view: whole.slice(5, 9), nothing: new Float64Array() }])
    expect(largest).toBeLessThanOrEqual(MB)
    expect(largest).toBeGreaterThan(0)
  })
})

function views(value: unknown): ArrayBufferView[] {
  if (ArrayBuffer.isView(value)) return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(views) : []
}

describe('a port of parts', () => {
  it('changes nothing of any message', async () => {
    const array = fc.oneof(
      fc.constantFrom(0, 1, 131_072, 131_073, 300_000).map(rising),
      fc.constantFrom(0, 7, MB, MB + 1).map(length => new Uint8Array(length).fill(7)),
    )
    const { value } = fc.letrec(tie => ({
      value: fc.oneof(
        { maxDepth: 3 },
        array,
        fc.string(),
        fc.integer(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom('a', 'b', 'length', 'path'), tie('value')),
      ),
    }))
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 3 }), async messages => {
        const [here, there] = createPortPair()
        const heard = arrivals(inParts(there), messages.length)
        const sender = inParts(here)
        for (const message of messages) sender.post(message)
        expect(await heard).toEqual(messages)
      }),
      { numRuns: 10 },
    )
  })

  it('sends nothing more once it is closed', async () => {
    const [here, there] = createPortPair()
    const pieces: unknown[] = []
    const closed = new Promise<void>(resolve => there.onClose(resolve))
    there.onMessage(piece => pieces.push(piece))
    const sender = inParts(here)
    sender.post(rising(MB))
    sender.close()
    await closed
    expect(pieces).toHaveLength(1)
  })
})
