// Keys that work everywhere: playing, going about, and handing j and k to the list that has the focus.
import { useEffect } from 'react'
import { letDwellPlay, toggleLike, wishForTracks } from '../base/actions.ts'
import { tracks } from '../base/library-rows.ts'
import { focusBalance, toggleUpNext } from '../base/panels.ts'
import { go, goBack, usePlaces } from '../base/route.ts'
import { focusSearch } from '../base/search-focus.ts'
import { player, usePlayer } from '../player/store.ts'
import { openSheet } from './key-sheet.tsx'

const seekMs = 5000
const volumeStep = 0.05

type Holder = 'text' | 'overlay' | 'control' | 'slider' | 'page'

/** What has the focus decides which keys are its own. */
function holderOf(target: EventTarget | null): Holder {
  if (!(target instanceof HTMLElement)) return 'page'
  if (target.closest('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]')) return 'overlay'
  if (target instanceof HTMLInputElement && target.type === 'range') return 'slider'
  if (target instanceof HTMLInputElement && target.type !== 'checkbox' && target.type !== 'radio') return 'text'
  if (target.closest('[role="radiogroup"], [role="tablist"], [role="tree"], [role="application"]')) return 'slider'
  if (target.closest('button, a, [role="link"], [role="button"], input')) return 'control'
  return 'page'
}

/** `j` and `k` go to the list that has the focus as arrows, or bring the focus into the page's list. */
function moveInList(target: EventTarget | null, key: 'ArrowDown' | 'ArrowUp'): void {
  if (target instanceof Element && target.closest('[role="grid"], [role="tree"]')) {
    target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
  } else document.querySelector<HTMLElement>('main [data-list]')?.focus()
}

function likePlaying(): void {
  const { track } = usePlayer.getState()
  if (track) toggleLike([tracks.get(track.id) ?? track])
}

function notNowPlaying(): void {
  const { track } = usePlayer.getState()
  if (track) wishForTracks('notNow', [track.id])
}

function toggleMuted(): void {
  player.setMuted(!usePlayer.getState().muted)
}

function changeVolume(by: number): void {
  player.setVolume(usePlayer.getState().volume + by)
}

function withControl(key: string): (() => void) | null {
  switch (key) {
    case 'ArrowRight':
      return () => player.next()
    case 'ArrowLeft':
      return () => player.previous()
    case 'ArrowUp':
      return () => changeVolume(volumeStep)
    case 'ArrowDown':
      return () => changeVolume(-volumeStep)
    case 'f':
      return focusSearch
    default:
      return null
  }
}

function alone(key: string, target: EventTarget | null, holder: Holder): (() => void) | null {
  switch (key) {
    case ' ':
      // On a button the space bar presses the button.
      return holder === 'control' || holder === 'slider' ? null : () => player.toggle()
    case 'ArrowLeft':
      return holder === 'slider' ? null : () => player.seek(Math.max(0, player.positionNow() - seekMs))
    case 'ArrowRight':
      return holder === 'slider' ? null : () => player.seek(player.positionNow() + seekMs)
    case 'j':
      return () => moveInList(target, 'ArrowDown')
    case 'k':
      return () => moveInList(target, 'ArrowUp')
    case 'l':
      return likePlaying
    case 'n':
      return notNowPlaying
    case 'm':
      return toggleMuted
    case 'u':
      return toggleUpNext
    case 'b':
      return focusBalance
    case 'd':
      return () => letDwellPlay()
    case '/':
      return focusSearch
    case 'i':
      return () => go({ page: 'insights' })
    case '?':
      return openSheet
    case '1':
      return () => go({ page: 'now' })
    case '2':
      return () => go({ page: 'library', tab: usePlaces.getState().tab })
    case '3':
      return () => go({ page: 'playlists' })
    case '4':
      return () => go({ page: 'settings' })
    default:
      return null
  }
}

/** A Korean keyboard gives jamo where these letters lie; the listener should not have to switch for a key. */
const jamo: Readonly<Record<string, string>> = {
  ㅓ: 'j',
  ㅏ: 'k',
  ㅣ: 'l',
  ㅜ: 'n',
  ㅡ: 'm',
  ㅕ: 'u',
  ㅠ: 'b',
  ㅇ: 'd',
  ㅑ: 'i',
}

function verbOf(event: KeyboardEvent): (() => void) | null {
  const holder = holderOf(event.target)
  if (holder === 'text' || holder === 'overlay') return null
  if (event.altKey) return event.key === 'ArrowLeft' ? goBack : null
  if (event.ctrlKey || event.metaKey)
    return holder === 'slider' && event.key.startsWith('Arrow') ? null : withControl(event.key)
  return alone(jamo[event.key] ?? event.key, event.target, holder)
}

export function useKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.isComposing) return
      const verb = verbOf(event)
      if (!verb) return
      event.preventDefault()
      event.stopPropagation()
      verb()
    }
    const onMouse = (event: MouseEvent): void => {
      if (event.button === 3) goBack()
    }
    window.addEventListener('keydown', onKey, { capture: true })
    window.addEventListener('mouseup', onMouse)
    return () => {
      window.removeEventListener('keydown', onKey, { capture: true })
      window.removeEventListener('mouseup', onMouse)
    }
  }, [])
}
