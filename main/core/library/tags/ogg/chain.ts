// Chained Ogg: several streams one after another in one file, each with its own clock. Their borders are found by halving, not by reading it all.
import type { Bytes } from '../bytes.ts'
import { Collector } from '../collector.ts'
import { type Link, readLink } from './link.ts'
import { type Ending, findPage, longestPage, type Page, pageAt } from './pages.ts'

/** A recorded broadcast may hold more; then the rest is left uncounted and said so. */
const mostLinks = 64

export interface TimedLink {
  readonly link: Link
  /** Of its last page. */
  readonly granule: number
}

/** Every link from `first` on with the position that it ends at. */
export function chainEnd(bytes: Bytes, first: Link, ending: Ending, tags: Collector): readonly TimedLink[] {
  const links: TimedLink[] = []
  let link: Link | null = first
  while (link && links.length < mostLinks) {
    if (link.serial === ending.page.serial) {
      links.push({ link, granule: ending.page.granule ?? 0 })
      return links
    }
    const border = lastPageOf(bytes, link, ending.page.at)
    if (!border) break
    links.push({ link, granule: border.granule })
    // The tags of a file are those of its first link.
    link = readLink(bytes, border.end, new Collector())
  }
  tags.warn('not every part of the chained stream could be counted')
  return links
}

/** The link's last page before `to`: halve while the page in the middle is of this link, walk the rest. */
function lastPageOf(bytes: Bytes, link: Link, to: number): { granule: number; end: number } | null {
  let low = link.soundAt
  let high = to
  while (high - low > 2 * longestPage) {
    const middle = Math.floor((low + high) / 2)
    const page = findPage(bytes, middle, Math.min(high, middle + longestPage))
    if (page?.serial === link.serial) low = page.at
    else high = middle
  }
  let granule: number | null = null
  let end = low
  for (let page: Page | null = pageAt(bytes, low); page?.serial === link.serial; page = pageAt(bytes, page.end)) {
    granule = page.granule ?? granule
    end = page.end
  }
  return granule === null ? null : { granule, end }
}
