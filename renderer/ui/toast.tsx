// Toasts: what was just done, and the way to take it back; they wait while the pointer or the focus is on them.
import { X } from 'lucide-react'
import {
  UNSTABLE_Toast as AriaToast,
  UNSTABLE_ToastContent as AriaToastContent,
  UNSTABLE_ToastQueue as AriaToastQueue,
  UNSTABLE_ToastRegion as AriaToastRegion,
  Button,
  Text,
} from 'react-aria-components'
import { cx } from './cx.ts'
import styles from './toast.module.css'

export interface ToastWords {
  readonly text: string
  readonly detail?: string | undefined
  readonly tone?: 'plain' | 'warn'
  readonly action?: { readonly label: string; readonly run: () => void } | undefined
}

const queue = new AriaToastQueue<ToastWords>({ maxVisibleToasts: 2 })

const plainMs = 5000
const longMs = 9000

/** Shows a toast. What can be undone, and what went wrong, stays longer. */
export function toast(words: ToastWords): void {
  const key = queue.add(
    words.action
      ? {
          ...words,
          action: {
            label: words.action.label,
            run: () => {
              queue.close(key)
              words.action?.run()
            },
          },
        }
      : words,
    { timeout: words.action || words.tone === 'warn' ? longMs : plainMs },
  )
}

export function ToastRegion({ label, closeLabel }: { readonly label: string; readonly closeLabel: string }) {
  return (
    <AriaToastRegion queue={queue} aria-label={label} className={cx(styles['region'])}>
      {({ toast: shown }) => (
        <AriaToast toast={shown} className={cx(styles['toast'])}>
          <AriaToastContent className={cx(styles['content'])}>
            <Text slot="title" className={cx(styles['text'])}>
              {shown.content.text}
            </Text>
            {shown.content.detail && (
              <Text slot="description" className={cx(styles['detail'])}>
                {shown.content.detail}
              </Text>
            )}
          </AriaToastContent>
          {shown.content.action && (
            <Button className={cx(styles['action'])} onPress={shown.content.action.run}>
              {shown.content.action.label}
            </Button>
          )}
          <Button slot="close" className={cx(styles['close'])} aria-label={closeLabel}>
            <X size={14} aria-hidden="true" />
          </Button>
        </AriaToast>
      )}
    </AriaToastRegion>
  )
}
