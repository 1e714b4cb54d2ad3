// What a playlist's file is called before the listener says otherwise.

/** Characters of up to four bytes: with the ending they stay under the 255 bytes that file systems allow. */
const mostCharacters = 60

/** A playlist's name as a file name that every system takes. */
export function playlistFileName(name: string, otherwise: string): string {
  const safe = name
    .replace(/[\p{Cc}<>:"/\\|?*]/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
  return `${Array.from(safe).slice(0, mostCharacters).join('') || otherwise}.m3u8`
}
