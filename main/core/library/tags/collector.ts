// What a container's reader collects on its way: tag values by system and field, pictures by their place, and what went wrong without mattering.
import { type Bytes, Malformed } from './bytes.ts'
import { type Field, fieldOf, type TagSystem, tagSystems } from './fields.ts'
import { ratingOfText } from './ratings.ts'

export interface TagValue {
  readonly text: string
  /** Read as Latin-1 because the tag says so, or can say nothing else: the text may be another encoding in disguise. */
  readonly latin1: boolean
}

/** Where an embedded picture lies; it is read only when it is wanted. */
export interface PicturePlace {
  readonly bytes: Bytes
  readonly at: number
  readonly length: number
  /** As the tag declares it; not to be trusted. */
  readonly mime: string
  /** ID3's picture types: 3 is the front cover. */
  readonly type: number
}

/** A picture or a tag beyond this is passed over: memory stays bounded whatever the file says. */
export const largestPart = 16 * 1024 * 1024
/** Longer texts (lyrics in a title) are cut. */
const longestText = 1024
/** More values of one field than any record has. */
const mostValues = 64

export class Collector {
  readonly pictures: PicturePlace[] = []
  readonly warnings: string[] = []
  readonly #values = new Map<Field, Map<TagSystem, TagValue[]>>()

  /** Keeps the value if it is one that Dwell wants. */
  add(system: TagSystem, id: string, text: string, latin1 = false): void {
    const field = fieldOf(system, id)
    if (field === 'rating') this.rate(system, ratingOfText(system, id, text))
    else if (field !== null) this.put(field, system, text, latin1)
  }

  /** A rating already brought to 0..1. */
  rate(system: TagSystem, rating: number | null): void {
    if (rating !== null) this.put('rating', system, String(rating))
  }

  put(field: Field, system: TagSystem, text: string, latin1 = false): void {
    if (text === '') return
    const bySystem = this.#values.get(field) ?? new Map<TagSystem, TagValue[]>()
    const values = bySystem.get(system) ?? []
    this.#values.set(field, bySystem.set(system, values))
    if (values.length < mostValues)
      values.push({ text: text.length > longestText ? text.slice(0, longestText) : text, latin1 })
  }

  addPicture(picture: PicturePlace): void {
    if (picture.length <= 0 || this.pictures.length >= mostValues) return
    if (picture.length > largestPart) {
      this.warn(`a picture of ${Math.round(picture.length / 1e6)} MB was passed over`)
      return
    }
    this.pictures.push(picture)
  }

  warn(message: string): void {
    if (this.warnings.length < 8 && !this.warnings.includes(message)) this.warnings.push(message)
  }

  /** Runs a reader of tags: what it stumbles over is told as a warning, and the sound is read on. */
  forgive(read: () => void): void {
    try {
      read()
    } catch (thrown) {
      if (thrown instanceof Malformed) this.warn(thrown.message)
      else if (thrown instanceof RangeError) this.warn('the tags are damaged')
      else throw thrown
    }
  }

  /** The values of a field in the system that is believed first. */
  of(field: Field): readonly TagValue[] {
    const bySystem = this.#values.get(field)
    if (!bySystem) return []
    for (const system of tagSystems) {
      const values = bySystem.get(system)
      if (values) return values
    }
    return []
  }

  get isEmpty(): boolean {
    return this.#values.size === 0 && this.pictures.length === 0
  }

  /** Replaces every text that was read as Latin-1, where the reader of encodings knows better. */
  rewrite(reread: (text: string) => string): void {
    for (const bySystem of this.#values.values()) {
      for (const [system, values] of bySystem) {
        if (values.some(value => value.latin1)) {
          bySystem.set(
            system,
            values.map(value => (value.latin1 ? { text: reread(value.text), latin1: false } : value)),
          )
        }
      }
    }
  }

  latin1Texts(): string[] {
    const texts: string[] = []
    for (const bySystem of this.#values.values()) {
      for (const values of bySystem.values()) for (const value of values) if (value.latin1) texts.push(value.text)
    }
    return texts
  }
}
