// Addresses of pictures: a thumbnail of about the size it is shown at.

export function artUrl(hash: string, size: 64 | 256 | 1024): string {
  return `dwell://art/${hash}?size=${size}`
}

export const artOr = (hash: string | null, size: 64 | 256 | 1024): string | null =>
  hash === null ? null : artUrl(hash, size)
