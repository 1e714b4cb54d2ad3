// Puts the theme and the accent on the document: the listener's choice or the system's, and the colour of the art that plays.
import { useEffect, useState } from 'react'
import type { Settings } from '../../preload/contract/settings.ts'
import { artUrl } from '../base/art.ts'
import { type Accent, accentOf, strongestHue } from './accent.ts'

type Theme = 'light' | 'dark'

const systemIsLight = (): MediaQueryList => window.matchMedia('(prefers-color-scheme: light)')

/** Until the settings are known (`isKnown`) the theme stays as the shell wrote it into the page. */
export function useTheme(wanted: Settings['theme'], isKnown: boolean): void {
  const [system, setSystem] = useState<Theme>(() => (systemIsLight().matches ? 'light' : 'dark'))
  useEffect(() => {
    const query = systemIsLight()
    const follow = (): void => setSystem(query.matches ? 'light' : 'dark')
    query.addEventListener('change', follow)
    return () => query.removeEventListener('change', follow)
  }, [])
  const theme = wanted === 'system' ? system : wanted
  useEffect(() => {
    if (isKnown) document.documentElement.dataset['theme'] = theme
  }, [theme, isKnown])
}

const names = {
  dark: '--accent-dark',
  onDark: '--on-accent-dark',
  light: '--accent-light',
  onLight: '--on-accent-light',
} as const

function wear(accent: Accent | null): void {
  const { style } = document.documentElement
  for (const [key, name] of Object.entries(names)) {
    if (accent)
      style.setProperty(name, accent[key as keyof Accent]) // the keys of a literal
    else style.removeProperty(name)
  }
}

const lookedAtPx = 32

/** The picture's pixels, small: enough to know its colour. */
async function pixelsOf(hash: string): Promise<Uint8ClampedArray> {
  const answer = await fetch(artUrl(hash, 64))
  if (!answer.ok) throw new Error(`art ${hash}: ${answer.status}`)
  const picture = await createImageBitmap(await answer.blob(), { resizeWidth: lookedAtPx, resizeHeight: lookedAtPx })
  const canvas = new OffscreenCanvas(lookedAtPx, lookedAtPx)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('no 2d canvas')
  context.drawImage(picture, 0, 0)
  picture.close()
  return context.getImageData(0, 0, lookedAtPx, lookedAtPx).data
}

const known = new Map<string, Accent | null>()

/** One accent from the art that plays; the house's own without art, without colour in it, or by choice. */
export function useAccent(hash: string | null, isWanted: boolean): void {
  useEffect(() => {
    if (!hash || !isWanted) {
      wear(null)
      return
    }
    let isCurrent = true
    const find = async (): Promise<void> => {
      if (!known.has(hash)) {
        const hue = strongestHue(await pixelsOf(hash))
        known.set(hash, hue && accentOf(hue))
      }
      if (isCurrent) wear(known.get(hash) ?? null)
    }
    find().catch((error: unknown) => {
      console.warn('no accent from the art', error)
      if (isCurrent) wear(null)
    })
    return () => {
      isCurrent = false
    }
  }, [hash, isWanted])
}
