// Menus: behind a button, or where the mouse (or the menu key) asked for one.
import { ChevronRight } from 'lucide-react'
import { createContext, type ReactElement, type ReactNode, useContext, useRef } from 'react'
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  Separator as AriaSeparator,
  MenuTrigger,
  Popover,
  SubmenuTrigger,
} from 'react-aria-components'
import { createPortal } from 'react-dom'
import { cx } from './cx.ts'
import styles from './menu.module.css'

interface MenuItemProps {
  readonly children: string
  readonly onAction?: () => void
  readonly shortcut?: string | undefined
  readonly hint?: string | undefined
  readonly isDisabled?: boolean
}

function ItemFace({ children, shortcut, hint }: Pick<MenuItemProps, 'children' | 'shortcut' | 'hint'>) {
  return (
    <>
      <span>{children}</span>
      {shortcut && <kbd className={styles['key']}>{shortcut}</kbd>}
      {hint && <span className={styles['hint']}>{hint}</span>}
    </>
  )
}

export function MenuItem({ children, shortcut, hint, ...rest }: MenuItemProps) {
  return (
    <AriaMenuItem {...rest} textValue={children} className={cx(styles['item'])}>
      <ItemFace shortcut={shortcut} hint={hint}>
        {children}
      </ItemFace>
    </AriaMenuItem>
  )
}

export function MenuSeparator() {
  return <AriaSeparator className={cx(styles['separator'])} />
}

/** Closes the menu that a submenu stands in, where no button that opened it does. */
const CloseAround = createContext<(() => void) | null>(null)

export function Submenu({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  const closeAround = useContext(CloseAround)
  return (
    <SubmenuTrigger>
      <AriaMenuItem textValue={label} className={cx(styles['item'])}>
        <span>{label}</span>
        <ChevronRight size={14} aria-hidden="true" style={{ alignSelf: 'center' }} />
      </AriaMenuItem>
      <Popover className={cx(styles['popover'])} offset={-2} crossOffset={-4}>
        <AriaMenu className={cx(styles['menu'])} aria-label={label} {...(closeAround && { onClose: closeAround })}>
          {children}
        </AriaMenu>
      </Popover>
    </SubmenuTrigger>
  )
}

interface MenuButtonProps {
  /** The button that opens it. */
  readonly button: ReactElement
  readonly label: string
  readonly children: ReactNode
  readonly onOpenChange?: (isOpen: boolean) => void
}

export function MenuButton({ button, label, children, onOpenChange }: MenuButtonProps) {
  return (
    <MenuTrigger {...(onOpenChange && { onOpenChange })}>
      {button}
      <Popover className={cx(styles['popover'])} placement="bottom end">
        <AriaMenu className={cx(styles['menu'])} aria-label={label}>
          {children}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}

/** A point in the window, CSS pixels. */
export interface Point {
  readonly x: number
  readonly y: number
}

interface ContextMenuProps {
  readonly at: Point | null
  readonly label: string
  readonly onClose: () => void
  readonly children: ReactNode
}

export function ContextMenu({ at, label, onClose, children }: ContextMenuProps) {
  const anchor = useRef<HTMLDivElement>(null)
  return (
    <>
      {/* Outside of what may contain fixed positions: the point is one of the window. */}
      {createPortal(
        <div ref={anchor} className={styles['anchor']} style={{ left: at?.x ?? 0, top: at?.y ?? 0 }} />,
        document.body,
      )}
      <Popover
        aria-label={label}
        className={cx(styles['popover'])}
        isOpen={at !== null}
        onOpenChange={isOpen => {
          if (!isOpen) onClose()
        }}
        triggerRef={anchor}
        placement="bottom start"
        offset={0}
      >
        <CloseAround value={onClose}>
          <AriaMenu className={cx(styles['menu'])} aria-label={label} autoFocus="first" onClose={onClose}>
            {children}
          </AriaMenu>
        </CloseAround>
      </Popover>
    </>
  )
}
