// What did not change stays the same object: state that arrives anew is put together from the parts that were there already.

/**
 * `after`, with every part that says the same as in `before` being that very part; `before` itself where all of it does. For plain data:
 * objects and arrays are looked into, the latter place by place.
 */
export function shared<T>(before: unknown, after: T): T {
  if (Object.is(before, after)) return after
  if (Array.isArray(before) && Array.isArray(after)) {
    const made = after.map((value, at) => shared(before[at], value))
    return same(before.length === made.length && made.every((value, at) => value === before[at]), before, made)
  }
  if (!isPlain(before) || !isPlain(after)) return after
  const names = Object.keys(after)
  const made: Record<string, unknown> = {}
  for (const name of names) made[name] = shared(before[name], after[name])
  const isSame = Object.keys(before).length === names.length && names.every(name => made[name] === before[name])
  return same(isSame, before, made)
}

/** The same for a list whose entries are known by their id, wherever they stand now. */
export function sharedById<T extends { readonly id: unknown }>(
  before: readonly T[],
  after: readonly T[],
  known: ReadonlyMap<T['id'], T> = new Map(before.map(entry => [entry.id, entry])),
): readonly T[] {
  const made = after.map(entry => shared(known.get(entry.id), entry))
  return made.length === before.length && made.every((entry, at) => entry === before[at]) ? before : made
}

/** Both were made of the shape of what came. */
const same = <T>(isSame: boolean, before: unknown, made: unknown): T => (isSame ? before : made) as T

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
