// What pages may not do: leave, open windows, ask for devices, reach the network. Electron's checklist, applied to whatever is created.
import { app, type Session } from 'electron'
import type { Log } from '../core/log.ts'
import { isInterface, isOurs, isSamePage, type TroubleWish, troubleWish } from './addresses.ts'

/** Before the app is ready: Chromium neither updates, reports nor looks anything up. */
export function quietChromium(): void {
  for (const name of [
    'disable-background-networking',
    'disable-component-update',
    'disable-domain-reliability',
    'disable-breakpad',
    'disable-sync',
    'no-pings',
  ])
    app.commandLine.appendSwitch(name)
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND')
  // It would take back the launcher's `--no-sandbox`, without which Chromium does not start as root.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
}

/** Every page that is ever created stays where it is; links of the trouble page are handed to `onWish`. */
export function hardenContents(log: Log, onWish: (wish: TroubleWish) => void): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    contents.on('will-attach-webview', event => event.preventDefault())
    contents.on('will-frame-navigate', event => {
      const wish = troubleWish(event.url)
      if (event.isMainFrame && isSamePage(event.url, contents.getURL())) return
      event.preventDefault()
      if (wish !== null && isInterface(contents.getURL())) onWish(wish)
      else log.warn('a page wanted to go elsewhere', { scheme: event.url.split(':')[0] })
    })
    contents.on('will-redirect', event => event.preventDefault())
  })
}

/**
 * No network, no downloads, no dictionaries, no devices. `speaker-selection` is open to our own pages: it is what Chromium wants for the names
 * of loudspeakers in `enumerateDevices` and for `setSinkId` (tried on Electron 33 with two PulseAudio sinks); microphones stay unnamed.
 */
export function hardenSession(session: Session, log: Log): void {
  session.setSpellCheckerEnabled(false)
  const granted = (permission: string, origin: string) => permission === 'speaker-selection' && isOurs(origin)
  session.setPermissionRequestHandler((contents, permission, callback) =>
    callback(granted(permission, contents.getURL())),
  )
  session.setPermissionCheckHandler((_contents, permission, origin) => granted(permission, origin))
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', event => event.preventDefault())
  session.webRequest.onBeforeRequest((details, callback) => {
    const allowed = /^(dwell|data|blob|devtools|chrome-extension):/.test(details.url)
    if (!allowed) log.warn('a request to the outside was refused', { scheme: details.url.split(':')[0] })
    callback({ cancel: !allowed })
  })
  void session.setProxy({ mode: 'direct' })
}
