// A page that throws is replaced by words and a way on; the rest of the window and the music stay.
import { Component, type ReactNode } from 'react'

interface Props {
  readonly children: ReactNode
  /** What to show instead; `again` tries the page once more. */
  readonly fallback: (error: unknown, again: () => void) => ReactNode
}

export class PageBoundary extends Component<Props, { readonly error: unknown }> {
  override state: { readonly error: unknown } = { error: null }

  static getDerivedStateFromError(error: unknown): { readonly error: unknown } {
    return { error }
  }

  override componentDidCatch(error: unknown): void {
    console.error('a page failed', error)
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children
    return this.props.fallback(this.state.error, () => this.setState({ error: null }))
  }
}
