// The M3U8 text format: one line a file, with what #EXTINF says of it. Reading is lenient, writing is strict.

export interface M3uEntry {
  /** As written: relative or absolute, any system's separators, or a file: URL. */
  readonly location: string
  readonly artist: string | null
  readonly title: string | null
  readonly durationMs: number | null
}

/** Lines that are neither comments nor empty; anything unknown behind '#' is passed over. Never throws. */
export function parseM3u8(text: string): readonly M3uEntry[] {
  const entries: M3uEntry[] = []
  let said: Omit<M3uEntry, 'location'> = nothingSaid
  for (const raw of text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)) {
    const line = raw.trim()
    if (line === '') continue
    if (line.startsWith('#')) {
      said = /^#EXTINF:/i.test(line) ? parseInfo(line.slice(8)) : said
      continue
    }
    entries.push({ location: line, ...said })
    said = nothingSaid
  }
  return entries
}

const nothingSaid = { artist: null, title: null, durationMs: null }

/** `215 key="value",Artist - Title` */
function parseInfo(info: string): Omit<M3uEntry, 'location'> {
  const comma = info.indexOf(',')
  const seconds = Number.parseFloat(info)
  const display = comma < 0 ? '' : info.slice(comma + 1).trim()
  const dash = display.indexOf(' - ')
  return {
    durationMs: Number.isFinite(seconds) && seconds > 0 ? Math.round(seconds * 1000) : null,
    artist: dash < 0 ? null : display.slice(0, dash).trim() || null,
    title: (dash < 0 ? display : display.slice(dash + 3)).trim() || null,
  }
}

/** UTF-8 text with a last newline. A location that begins with '#' is written as './#...' so that it reads back. */
export function formatM3u8(entries: readonly M3uEntry[]): string {
  const oneLine = (text: string) => text.replace(/[\r\n]+/g, ' ')
  const lines = entries.flatMap(({ location, artist, title, durationMs }) => {
    const display = [artist, title].filter(part => part !== null).join(' - ')
    return [
      `#EXTINF:${durationMs === null ? -1 : Math.round(durationMs / 1000)},${oneLine(display)}`,
      location.startsWith('#') ? `./${location}` : location,
    ]
  })
  return `${['#EXTM3U', ...lines].join('\n')}\n`
}
