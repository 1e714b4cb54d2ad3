// The addresses of this program: one scheme, three hosts, nothing else.

export const scheme = 'dwell'
export const appOrigin = `${scheme}://app`
export const startPage = `${appOrigin}/index.html`
/** Shown instead of the interface when there is no core to talk to. Its links are wishes, answered by the shell. */
export const troublePage = `${appOrigin}/trouble`
export const troubleWishes = ['again', 'log', 'quit'] as const
export type TroubleWish = (typeof troubleWishes)[number]

/** Whether going from one address to the other is only a reload, or a step within one of our own pages. */
export function isSamePage(to: string, from: string): boolean {
  const withoutPlace = (address: string) => address.replace(/[?#].*$/s, '')
  return isOurs(to) && withoutPlace(to) === withoutPlace(from)
}

/** The hidden pages, and the folders of the built interface in which each has its own files. */
export const hiddenFolders = { 'audio-analysis': '/audio-analysis/', 'training-page': '/training-worker/' } as const
export type HiddenPage = keyof typeof hiddenFolders
export const hiddenAddress = (page: HiddenPage): string => `${appOrigin}${hiddenFolders[page]}index.html`

/** The hidden page that a path of ours belongs to; null: the interface's own, or shared by all (the scripts' folder). */
export function hiddenPageOf(pathname: string): HiddenPage | null {
  const folders = Object.entries(hiddenFolders) as [HiddenPage, string][] // the keys are those of the value above
  return folders.find(([, folder]) => pathname.startsWith(folder))?.[0] ?? null
}

/** Whether a frame of this address is the interface: ours, and not one of the hidden pages. */
export function isInterface(address: string): boolean {
  return isOurs(address) && hiddenPageOf(new URL(address).pathname) === null
}

/** Whether a frame of this address is ours. */
export function isOurs(address: string): boolean {
  return originOf(address) === appOrigin
}

/** The wish that a link of the trouble page stands for, or null. */
export function troubleWish(address: string): TroubleWish | null {
  return troubleWishes.find(wish => address === `${troublePage}/${wish}`) ?? null
}

/** Scheme and host; `URL.origin` is "null" for schemes that Node does not know. */
function originOf(address: string): string {
  try {
    const { protocol, host } = new URL(address)
    return `${protocol}//${host}`
  } catch {
    return ''
  }
}
