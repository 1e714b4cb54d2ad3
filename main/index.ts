// The shell put together: reads the command line, claims the profile, keeps the core running and one window open, and leaves in order.
import { join } from 'node:path'
import {
  app,
  type BrowserWindow,
  MessageChannelMain,
  type MessagePortMain,
  nativeTheme,
  powerMonitor,
  session,
  shell,
} from 'electron'
import { type Client, createClient } from '../preload/contract/client.ts'
import type { CoreCallName } from '../preload/contract/contract.ts'
import type { ErrorCode } from '../preload/contract/errors.ts'
import { fromElectronPort, type Port } from '../preload/contract/port.ts'
import type { Settings } from '../preload/contract/settings.ts'
import { createSlowCalls } from '../preload/contract/slow.ts'
import { startPage, type TroubleWish, troublePage } from './shell/addresses.ts'
import { ownWords, parseArguments, type SelfCheckArguments } from './shell/arguments.ts'
import { keepCore } from './shell/core-keeper.ts'
import { startCoreProcess } from './shell/core-process.ts'
import { exitCodeFor, exitCodes } from './shell/exit-codes.ts'
import { openHiddenPage } from './shell/hidden-page.ts'
import { openLog } from './shell/log.ts'
import { watchMachine } from './shell/machine.ts'
import { createFindArt, createMediaPlaces } from './shell/media-places.ts'
import { setMenu } from './shell/menu.ts'
import { answerPages } from './shell/pages.ts'
import { choosePlaces } from './shell/places.ts'
import { openPlayerWindow, placeOf } from './shell/player-window.ts'
import { listAppFiles } from './shell/protocol/app-files.ts'
import { answerScheme, declareScheme } from './shell/protocol/register.ts'
import { hardenContents, hardenSession, quietChromium } from './shell/security.ts'
import { focusedSlider, press, takePicture, takePictures } from './shell/self-check/hands.ts'
import { selfCheck } from './shell/self-check/index.ts'
import { createShellCalls } from './shell/shell-calls.ts'
import { createSidecars } from './shell/sidecars.ts'
import { throwAway } from './shell/throw-away.ts'
import { openTrainingProcess } from './shell/training-process.ts'
import { type TroubleFacts, troubleHtml } from './shell/trouble-page.ts'
import { readWindowState, writeWindowState } from './shell/window-place.ts'
import { languageFor, type Trouble, wordsIn } from './shell/words.ts'

const wanted = parseArguments(ownWords(process.argv, app.isPackaged), process.cwd())
const places = choosePlaces(wanted, app.getPath('userData'))
const log = openLog({ folder: places.logs, now: Date.now, aloud: line => process.stderr.write(`${line}\n`) })
for (const warning of wanted.warnings) log.warn(warning)
process.on('uncaughtException', error => log.error('the shell met an error', { reason: error.stack ?? error.message }))

app.setPath('userData', places.userData)
quietChromium()
declareScheme()

if (app.requestSingleInstanceLock()) void app.whenReady().then(run)
else {
  log.info('Dwell is already open on this profile; its window comes to the front')
  throwAway(places.throwAway)
  app.exit(exitCodes.fine)
}

function run(): void {
  const windowFile = join(places.userData, 'window.json')
  let state = readWindowState(windowFile)
  let window: BrowserWindow | null = null
  let trouble: TroubleFacts | null = null
  let exitCode: number = exitCodes.fine
  let leaving = false
  /** Without music of its own, the self-check goes through the demonstration. */
  const demo = wanted.demo || wanted.selfCheck?.library === null
  const slow = createSlowCalls()
  const devTools = !app.isPackaged
  const language = () => languageFor(state.language, app.getLocale())
  const words = () => wordsIn(language())

  let attach: (port: Port) => void = () => {}
  const core: Client<CoreCallName> = createClient(give => {
    attach = give
  })
  const keeper = keepCore<MessagePortMain>({
    start: () => startCoreProcess(join(import.meta.dirname, 'core.js'), log),
    profileDir: places.profile,
    cacheDir: places.cache,
    demo,
    log,
    onStarted() {
      const { port1, port2 } = new MessageChannelMain()
      keeper.openDoor('shell', port1)
      attach(fromElectronPort(port2))
      pages.reconnect()
      tellOfMachine()
    },
    onSidecar: wish => sidecars.onWish(wish),
    onEnded: () => sidecars.closeAll(),
    onSlow: slow.add,
    onFailed: (code, reason) => fail(code in wordsIn('en').trouble ? (code as Trouble) : 'other', reason, code),
    onGaveUp: reason => fail('keeps-falling', reason, 'internal'),
  })
  const handlers = createShellCalls({
    core,
    window: () => window,
    words,
    profileDir: places.profile,
    quit: () => app.quit(),
  })
  const files = listAppFiles(join(import.meta.dirname, '..', 'renderer'))
  const media = createMediaPlaces(core)
  const sidecars = createSidecars<MessagePortMain>({
    channel() {
      const { port1, port2 } = new MessageChannelMain()
      return [port1, port2]
    },
    async open(room, port, onGone) {
      if (room === 'training-node')
        return openTrainingProcess({ file: join(import.meta.dirname, 'training.js'), log, onGone }, port)
      const preload = join(import.meta.dirname, '..', 'preload', 'hidden.cjs')
      return openHiddenPage({ page: room, preload, sources: { files, media }, devTools, log, onGone }, port)
    },
    answer: (message, port) => keeper.answerSidecar(message, port),
    log,
  })
  // Who asks for a check wants it now, whatever else the machine does.
  const tellOfMachine = watchMachine(state =>
    keeper.tellOfMachine(wanted.selfCheck ? { ...state, onBattery: false, busy: false } : state),
  )
  const pages = answerPages({ handlers, openDoor: port => keeper.openDoor('window', port), log })

  function fail(what: Trouble, reason: string, code: ErrorCode): void {
    exitCode = exitCodeFor(code)
    trouble = { trouble: what, reason, logFile: log.file, canTryAgain: what !== 'database-from-the-future' }
    process.stderr.write(`${wordsIn('en').trouble[what].title}. ${reason}\n`)
    if (wanted.selfCheck) app.quit()
    else void window?.loadURL(troublePage)
  }

  function grant(wish: TroubleWish): void {
    if (wish === 'log') shell.showItemInFolder(log.file)
    else if (wish === 'quit') app.quit()
    else {
      trouble = null
      exitCode = exitCodes.fine
      keeper.start()
      void window?.loadURL(startPage)
    }
  }

  function remember(settings: Pick<Settings, 'theme' | 'language'>): void {
    const { theme, language: chosen } = settings
    if (theme === state.theme && chosen === state.language) return
    state = { ...state, theme, language: chosen }
    nativeTheme.themeSource = theme
    showMenu()
  }

  function showMenu(): void {
    const onShowProfile = () => void shell.openPath(places.profile)
    setMenu({ words: words(), platform: process.platform, devTools, onShowProfile, onQuit: () => app.quit() })
  }

  function openWindow(): BrowserWindow {
    const opened = openPlayerWindow({
      title: app.getName(),
      preload: join(import.meta.dirname, '..', 'preload', 'index.cjs'),
      state,
      devTools,
      log,
      onGaveUp: reason => fail('window-keeps-falling', reason, 'internal'),
    })
    opened.on('close', event => {
      if (leaving) return
      event.preventDefault()
      app.quit()
    })
    return opened
  }

  /** What a restart of the program does to the listener's data and queue, for the self-check: all ends, all begins anew. */
  async function restart(): Promise<void> {
    const before = window
    await pages.leave('quit', 2_000)
    await keeper.close(15_000)
    keeper.start()
    window = openWindow()
    before?.destroy()
  }

  async function checkSelf(wish: SelfCheckArguments): Promise<void> {
    const ok = await selfCheck({
      app: {
        core,
        restart,
        press: (key, withControl) => press(window, key, withControl),
        focusedSlider: () => focusedSlider(window),
      },
      wanted: wish,
      say: line => void process.stdout.write(`${line}\n`),
      takePictures: folder => takePictures(window, folder),
      takePicture: (folder, name) => takePicture(window, folder, name),
    })
    if (!ok) exitCode = exitCodes.failed
    app.quit()
  }

  /** The window says its last words, the core closes, what was made for this run only goes. */
  async function leave(): Promise<void> {
    leaving = true
    if (window && !window.isDestroyed()) {
      keepWindowState({ ...state, ...placeOf(window) })
      window.hide()
    }
    await pages.leave('quit', 2_000)
    core.close()
    await keeper.close(3_000)
    log.info('closed', { slowest: slow.slowest().slice(0, 5) })
    throwAway(places.throwAway)
    app.exit(exitCode)
  }

  function keepWindowState(kept: typeof state): void {
    try {
      writeWindowState(windowFile, kept)
    } catch (thrown) {
      log.warn('the window’s place could not be kept', { reason: String(thrown) })
    }
  }

  hardenContents(log, grant)
  hardenSession(session.defaultSession, log)
  answerScheme(session.defaultSession, {
    files,
    media,
    findArt: createFindArt(core),
    look: () => ({ theme: nativeTheme.shouldUseDarkColors ? 'dark' : 'light', language: language() }),
    troublePage: (look, stylesheets) => (trouble ? troubleHtml(trouble, words(), look, stylesheets) : ''),
  })
  nativeTheme.themeSource = state.theme
  keeper.start()
  showMenu()
  window = openWindow()
  core.on('settings.changed', remember)
  void core.ask('settings.get').then(answer => answer.ok && remember(answer.data))
  log.info('open', { version: app.getVersion(), electron: process.versions.electron, demo })

  if (wanted.selfCheck) void checkSelf(wanted.selfCheck)

  app.on('second-instance', () => {
    if (window?.isMinimized()) window.restore()
    window?.show()
    window?.focus()
  })
  app.on('before-quit', event => {
    event.preventDefault()
    if (!leaving) void leave()
  })
  powerMonitor.on('suspend', () => void pages.leave('suspend', 2_000))
  // The system waits for us when the event (which the types leave out) is held back.
  powerMonitor.on('shutdown', (...[event]: { preventDefault(): void }[]) => {
    event?.preventDefault()
    app.quit()
  })
}
