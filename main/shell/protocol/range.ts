// The Range header for one range of bytes. After RFC 9110, section 14.

/** Bytes `from` to `to`, both included. `all` when none (or nothing understood) was asked for, `none` when it cannot be had. */
export type Range =
  | { readonly kind: 'all' }
  | { readonly kind: 'none' }
  | { readonly kind: 'part'; readonly from: number; readonly to: number }

const all: Range = { kind: 'all' }
const none: Range = { kind: 'none' }

/** Several ranges at once, other units and malformed headers are answered with the whole, as the RFC allows. */
export function parseRange(header: string | null, size: number): Range {
  const [, first = '', last = ''] = /^\s*bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(header ?? '') ?? []
  if (first === '' && last === '') return all
  if (first === '') {
    const length = Math.min(Number(last), size)
    return length > 0 ? { kind: 'part', from: size - length, to: size - 1 } : none
  }
  const from = Number(first)
  const to = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (last !== '' && Number(last) < from) return all
  return from < size ? { kind: 'part', from, to } : none
}
