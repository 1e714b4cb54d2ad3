// The way to the search field from anywhere: its page opens first, then it takes the focus.
import { go, usePlaces } from './route.ts'

let field: HTMLInputElement | null = null
let isWanted = false

/** The library's search field says that it is there (or, with null, that it is gone). */
export function registerSearch(input: HTMLInputElement | null): void {
  field = input
  if (!input || !isWanted) return
  isWanted = false
  input.focus()
}

export function focusSearch(): void {
  if (field) {
    field.focus()
    field.select()
    return
  }
  isWanted = true
  go({ page: 'library', tab: usePlaces.getState().tab })
}
