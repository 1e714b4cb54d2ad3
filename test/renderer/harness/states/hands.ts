// What a listener's hands do in the page, for states that must be opened: keys, clicks, a menu, words; each waits for what it acts on.

export interface Hands {
  /** Waits until something of this selector is in the page, and gives it. */
  readonly until: (selector: string) => Promise<HTMLElement>
  readonly press: (key: string) => Promise<void>
  readonly click: (selector: string) => Promise<void>
  readonly menuOn: (selector: string) => Promise<void>
  readonly type: (selector: string, words: string) => Promise<void>
  /** Brings it to the top of what scrolls it. */
  readonly scrollTo: (selector: string) => Promise<void>
}

/** Resolves when what was set before is on the screen. */
export const drawn = (): Promise<unknown> => new Promise(resolve => requestAnimationFrame(resolve))

/** Resolves when `find` finds something, which it is asked each time the page was drawn. */
export async function untilThere<T>(find: () => T | null | undefined | false): Promise<T> {
  for (;;) {
    const found = find()
    if (found) return found
    await drawn()
  }
}

const until = (selector: string): Promise<HTMLElement> =>
  untilThere(() => document.querySelector<HTMLElement>(selector))

export const hands: Hands = {
  until,
  async press(key) {
    const target = document.activeElement ?? document.body
    target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
  },
  async click(selector) {
    const element = await until(selector)
    element.click()
  },
  async menuOn(selector) {
    const element = await until(selector)
    const { left, top, height } = element.getBoundingClientRect()
    const at = { clientX: left + 220, clientY: top + height / 2, bubbles: true, cancelable: true }
    element.dispatchEvent(new MouseEvent('contextmenu', at))
  },
  async type(selector, words) {
    const input = await until(selector)
    if (!(input instanceof HTMLInputElement)) throw new Error(`${selector} takes no words`)
    input.focus()
    // React listens to the event and reads the property, over which it has put its own.
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, words)
    input.dispatchEvent(new Event('input', { bubbles: true }))
  },
  async scrollTo(selector) {
    const element = await until(selector)
    element.scrollIntoView({ block: 'start' })
  },
}
