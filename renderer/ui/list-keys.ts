// What a key means inside a list: move, open, choose, or nothing.

export type ListKey =
  | {
      readonly kind: 'move'
      readonly to: 'up' | 'down' | 'pageUp' | 'pageDown' | 'first' | 'last'
      readonly extend: boolean
      /** With Ctrl the cursor moves and the choice stays. */
      readonly keepsChoice: boolean
    }
  | { readonly kind: 'open' | 'toggle' | 'all' | 'clear' | 'menu' }

interface Pressed {
  readonly key: string
  readonly shiftKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}

const moves: Readonly<Record<string, 'up' | 'down' | 'pageUp' | 'pageDown' | 'first' | 'last'>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  PageUp: 'pageUp',
  PageDown: 'pageDown',
  Home: 'first',
  End: 'last',
}

export function listKey({ key, shiftKey, ctrlKey, metaKey, altKey }: Pressed): ListKey | null {
  if (altKey) return null
  const control = ctrlKey || metaKey
  const to = moves[key]
  if (to) return { kind: 'move', to, extend: shiftKey, keepsChoice: control }
  if (key === 'Enter' && !control) return { kind: 'open' }
  if (key === ' ' && control) return { kind: 'toggle' }
  if (key === 'a' && control) return { kind: 'all' }
  if (key === 'Escape') return { kind: 'clear' }
  if (key === 'ContextMenu' || (key === 'F10' && shiftKey)) return { kind: 'menu' }
  return null
}
