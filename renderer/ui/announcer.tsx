// A live region: what is said here is read aloud by a screen reader and seen by nobody.
import { VisuallyHidden } from 'react-aria-components'

export function Announcer({ words }: { readonly words: string }) {
  return (
    <VisuallyHidden>
      <div role="status" aria-live="polite">
        {words}
      </div>
    </VisuallyHidden>
  )
}
