// Which calls may be sent again when the core died before it answered: those that come to the same when done twice.
import type { CoreCallName } from './contract.ts'

/** `always`: kept until acknowledged, however long that takes. `again`: sent once more. `once`: given back to the caller as `core-restarting`. */
export type Repeat = 'always' | 'again' | 'once'

// Every call is listed, so that the compiler asks the question when one is added.
const repeats: Readonly<Record<CoreCallName, Repeat>> = {
  'app.state': 'again',
  'app.dismiss': 'again',
  'library.counts': 'again',
  'library.roots': 'again',
  'library.removeRoot': 'again',
  'library.acceptAbsence': 'again',
  'library.rescan': 'again',
  'library.cancelScan': 'again',
  'library.progress': 'again',
  'library.failures': 'again',
  'library.trackIds': 'again',
  'library.tracks': 'again',
  'library.albumIds': 'again',
  'library.albums': 'again',
  'library.artistIds': 'again',
  'library.artists': 'again',
  'library.genres': 'again',
  'library.folders': 'again',
  'library.search': 'again',
  'library.loudness': 'again',
  'library.addRoot': 'again',
  'library.mediaFile': 'again',
  'library.artFile': 'again',
  // A play's events are known by (playId, seq): what was heard is never dropped because the core was away.
  'listening.report': 'always',
  'listening.session': 'again',
  'listening.recent': 'again',
  'listening.totals': 'again',
  'listening.wish': 'again',
  'listening.undoWish': 'again',
  'listening.wishes': 'again',
  'queue.state': 'again',
  'queue.play': 'again',
  'queue.add': 'once',
  'queue.move': 'again',
  'queue.remove': 'again',
  'queue.clear': 'again',
  'queue.undo': 'once',
  'queue.setShuffle': 'again',
  'queue.setRepeat': 'again',
  'queue.goTo': 'again',
  'queue.next': 'once',
  'queue.previous': 'once',
  'queue.keepPosition': 'again',
  'playlists.all': 'again',
  'playlists.create': 'once',
  'playlists.rename': 'again',
  'playlists.delete': 'again',
  'playlists.restore': 'again',
  'playlists.items': 'again',
  'playlists.add': 'once',
  'playlists.remove': 'again',
  'playlists.move': 'again',
  'playlists.importFile': 'once',
  'playlists.exportFile': 'again',
  'settings.get': 'again',
  'settings.set': 'again',
}

/** How often a call may be sent. */
export const repeatOf = (name: string): Repeat => (repeats as Readonly<Record<string, Repeat>>)[name] ?? 'once'
