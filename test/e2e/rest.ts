// A page at rest: what is waited for before a page is looked at as a whole.

/** Runs in the page; resolves when it twice found time for idle work with nothing added to it in between. */
export async function comeToRest(): Promise<void> {
  let added = 0
  const observer = new MutationObserver(() => {
    added += 1
  })
  observer.observe(document, { childList: true, subtree: true })
  const idle = () => new Promise<unknown>(resolve => requestIdleCallback(resolve))
  const frame = () => new Promise<unknown>(resolve => requestAnimationFrame(resolve))
  for (let before = -1; before !== added; ) {
    before = added
    await frame()
    await idle()
    await frame()
    await idle()
  }
  observer.disconnect()
}
