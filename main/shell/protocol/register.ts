// dwell:// in Electron: the scheme's privileges, and which host answers what.
import { randomBytes } from 'node:crypto'
import { protocol, type Session } from 'electron'
import { type HiddenPage, scheme } from '../addresses.ts'
import { type AppFiles, answerAppFile, answerHiddenFile, type FirstLook, pageResponse } from './app-files.ts'
import { answerArt, type FindArt } from './art.ts'
import { refusal } from './headers.ts'
import { answerMedia, type MediaPlaces } from './media.ts'

/** Before the app is ready: the scheme behaves like https, streams, and may be fetched across its own hosts. */
export function declareScheme(): void {
  const privileges = {
    standard: true,
    secure: true,
    supportFetchAPI: true,
    stream: true,
    corsEnabled: true,
    codeCache: true,
  }
  protocol.registerSchemesAsPrivileged([{ scheme, privileges }])
}

export interface Sources {
  readonly files: AppFiles
  readonly media: MediaPlaces
  readonly findArt: FindArt
  /** How a page of the interface begins. */
  readonly look: () => Omit<FirstLook, 'nonce'>
  /** The page that is shown instead of the interface when there is no core. */
  readonly troublePage: (look: FirstLook, stylesheets: readonly string[]) => string
}

/** Answers every request of this session's pages to dwell://. */
export function answerScheme(session: Session, sources: Sources): void {
  const nonce = randomBytes(16).toString('base64url')
  const stylesheets = [...sources.files.keys()].filter(path => path.endsWith('.css'))
  session.protocol.handle(scheme, request => {
    const { host, pathname } = new URL(request.url)
    if (host === 'media') return answerMedia(request, sources.media)
    if (host === 'art') return answerArt(request, sources.findArt)
    if (host !== 'app') return refusal(404, 'There is nothing at this address.')
    const look = { nonce, ...sources.look() }
    if (pathname === '/trouble') return pageResponse(sources.troublePage(look, stylesheets), nonce)
    return answerAppFile(request, sources.files, look)
  })
}

export type HiddenSources = Pick<Sources, 'files' | 'media'>

/** Answers every request of a hidden page's session: its own files, and sound to the audio analysis. */
export function answerHiddenScheme(session: Session, page: HiddenPage, { files, media }: HiddenSources): void {
  session.protocol.handle(scheme, request => {
    const { host } = new URL(request.url)
    if (host === 'media' && page === 'audio-analysis') return answerMedia(request, media)
    if (host !== 'app') return refusal(404, 'There is nothing at this address.')
    return answerHiddenFile(request, files, page)
  })
}
