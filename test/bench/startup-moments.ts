// What a page shows of its own first moments: its first paint, its first rows on the screen, its first sound. Times are wall clock, ms since 1970.
import { setTimeout as pause } from 'node:timers/promises'
import type { StartedApp } from './started-app.ts'

const limitMs = 60_000
const everyMs = 20

/** The first paint that shows something (Paint Timing's first-contentful-paint). */
export function firstPaint(app: StartedApp): Promise<number> {
  return until(
    app,
    `(() => {
    const paint = performance.getEntriesByName('first-contentful-paint')[0]
    return paint ? performance.timeOrigin + paint.startTime : null
  })()`,
  )
}

/** The first frame with words of the library in it: when it was drawn, seen from inside. Asked again until the page that shows them is there. */
export function firstRows(app: StartedApp): Promise<number> {
  return until(
    app,
    `(() => {
    if (location.protocol !== 'dwell:' || !document.body) return null
    if (!('firstRows' in window)) {
      window.firstRows = null
      const look = () => {
        const cells = document.querySelectorAll('main [role=grid] [role=row] [role=gridcell]')
        if (![...cells].some(cell => cell.textContent !== '')) return false
        watch.disconnect()
        requestAnimationFrame(() => setTimeout(() => (window.firstRows = performance.timeOrigin + performance.now())))
        return true
      }
      const watch = new MutationObserver(look)
      if (!look()) watch.observe(document.body, { childList: true, subtree: true, characterData: true })
    }
    return window.firstRows
  })()`,
  )
}

/** Presses Space. Returns when it was pressed, and when the first sample that is not silence stood at the sound card's door. */
export async function firstSound({ page }: StartedApp): Promise<{ readonly pressed: number; readonly heard: number }> {
  await page.evaluate(`(() => {
    window.firstSound = new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error('nothing sounds')), ${limitMs})
      const connect = AudioNode.prototype.connect
      AudioNode.prototype.connect = function (to, ...rest) {
        if (to instanceof AudioDestinationNode) {
          const ear = new AnalyserNode(this.context, { fftSize: 4096 })
          connect.call(this, ear)
          const samples = new Float32Array(ear.fftSize)
          const timer = setInterval(() => {
            ear.getFloatTimeDomainData(samples)
            const first = samples.findIndex(sample => Math.abs(sample) > 0.001)
            if (first < 0) return
            clearInterval(timer)
            const agoMs = ((samples.length - first) / this.context.sampleRate) * 1000
            resolve(performance.timeOrigin + performance.now() - agoMs)
          }, 5)
        }
        return connect.call(this, to, ...rest)
      }
    })
    window.firstSound.catch(() => {})
  })()`)
  const pressed = Date.now()
  await page.press({ key: ' ', code: 'Space', text: ' ', number: 32 })
  return { pressed, heard: await page.evaluate<number>('window.firstSound') }
}

async function until({ page }: StartedApp, expression: string): Promise<number> {
  for (const end = performance.now() + limitMs; performance.now() < end; await pause(everyMs)) {
    // Its document may be replaced while it is asked.
    const found = await page.evaluate<number | null>(expression).catch(() => null)
    if (found !== null) return found
  }
  throw new Error('it did not come within a minute')
}
